import { domainToASCII } from "node:url";
import { withoutEntities } from "./entities.ts";
import { isNothing } from "./nothing.ts";

/**
 * The one spelling of an e-mail that stands for a person: out of `Grace Hopper <grace@example.com>` and `mailto:` the address,
 * without characters that can't be seen (zero-width spaces come with what is pasted), trimmed, lower-cased, NFC, the domain
 * in ASCII. Salesforce and customer.io compare without case too; dots and +tags are the mailbox owner's own business. So is
 * what no address can hold, and forms and their tools put around one or into it: quotes and brackets, a comma or full stop after it,
 * letters of full width, `&#039;`, `%40`, spaces around the @, and links (Slack's `<mailto:a@b.example|a@b.example>`). The same
 * address twice, or alone in a list, is one. What is no text is left as it is, for the schema to refuse.
 */
export function normaliseEmail<Value>(email: Value): Value | string {
  if (Array.isArray(email)) return oneOf(email) ?? email;
  if (typeof email !== "string") return email;
  const seen = email.replaceAll(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, "").trim();
  if (seen.length > MOST_LOOKED_INTO) return seen;
  const parts = seen.split(/[,;]/).filter((part) => part.trim() !== "");
  return (parts.length > 1 ? oneOf(parts) : undefined) ?? spelled(seen);
}

/** With a name and remarks; what is longer is no address, and costs nothing. */
const MOST_LOOKED_INTO = 1_000;

/** Undefined where there are several, or none: whose it is would be a guess. A form's field that stands there twice may be empty once. */
function oneOf(parts: readonly unknown[]): string | undefined {
  const given = parts.filter((part) => !isNothing(part));
  const [first, ...others] = new Set(given.map((part) => (typeof part === "string" ? spelled(part.trim()) : part)));
  return others.length === 0 && typeof first === "string" ? first : undefined;
}

/** What stands around an address, or in the place of what is in one. */
const ODD = /[\s&%"“”„«»,;:()[\]<>`´’\uff01-\uff5e]|^'|[.']$/;

function spelled(text: string): string {
  if (text.length > MOST_LOOKED_INTO) return text;
  const address = ODD.test(text) ? joined(bare(addressIn(bare(labelIn(asTyped(text)))))) : text;
  // In this order: lower-casing can leave what NFC composes, and NFC leaves nothing to lower-case.
  const lower = address.toLowerCase().normalize("NFC");
  const at = lower.lastIndexOf("@") + 1;
  return lower.slice(0, at) + asciiDomain(lower.slice(at));
}

/** Before a form's tool has made HTML or a part of a URL of it, and an input method letters of full width. */
function asTyped(text: string): string {
  const narrow = withoutEntities(text).replaceAll(/[\uff01-\uff5e]/g, (wide) =>
    String.fromCodePoint(wide.charCodeAt(0) - 0xfee0),
  );
  return narrow.includes("@") ? narrow : narrow.replaceAll(/%40/g, "@").replaceAll(/%2b/gi, "+");
}

/** Of a link, as HTML and Markdown have it, what it is from. */
function labelIn(text: string): string {
  const [, tagged, address] = /^<a\b[^<>]*>([^<>]*)<\/a>$|^\[[^[\]]*\]\(([^()]*)\)$/i.exec(text) ?? [];
  return tagged ?? address ?? text;
}

/** Without what stands around it: a remark, quotes, brackets, and what ends a sentence or parts a list. */
function bare(text: string): string {
  return (
    text
      .replace(/^'(.*)'$|^\[(.*)\]$|^\((.*)\)$/, "$1$2$3")
      .replace(/(?<=\S) \([^()]*\)$/, "")
      .replace(/^[\s"“”„«»,;:]+/, "")
      // From where it begins: else each of a thousand brackets were tried.
      .replace(/(?<![\s"“”„«»,;:.'`´’)\]])[\s"“”„«»,;:.'`´’)\]]+$/, "")
  );
}

/** Without spaces around its @, if there are no others. */
function joined(address: string): string {
  return address.replace(/^([^\s@]+)\s*@\s*([^\s@]+)$/, "$1@$2");
}

/** Two addresses in one text stay as they are: whose it is would be a guess. */
function addressIn(text: string): string {
  const [, named = text] = /^[^<>]*<([^<>]*)>$/.exec(text) ?? [];
  const [, linked = named] = /^\s*(?:mailto:\s*)+([^?|]*)/i.exec(named) ?? [];
  return linked.trim();
}

/** Salesforce holds no longer one. */
const MOST_CHARACTERS = 80;
/** What dots part before the @, and after it. */
const [ATOM, LABEL] = [/[\w!#$%&'*+/=?^`{|}~-]+/.source, /[a-z\d](?:[a-z\d-]*[a-z\d])?/.source];
const ADDRESS = new RegExp(`^(?!.{65,}@)${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+${LABEL}$`, "i");

/** Whether it is an address that both systems take, and no longer than they hold. What `"format": "email"` means in schemas. */
export function isEmail(value: unknown): value is string {
  return typeof value === "string" && value.length <= MOST_CHARACTERS && ADDRESS.test(value);
}

/** Why a text that is no address is none, as far as that can be told without repeating it; undefined of what is no text. */
export function whatIsNoEmail(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const [before = "", after = "", ...others] = value.split("@");
  if (!value.includes("@")) return "it has no @";
  if (others.length > 0) return /[\s,;/|]/.test(value) ? "it holds several addresses" : "it has more than one @";
  if (before === "") return "nothing stands before its @";
  if (/\s/.test(value)) return "it has a space";
  if (!/^[\0-\x7f]*$/.test(before)) return "before its @ stands what is not ASCII";
  if (!after.includes(".")) return "its domain has no dot";
  return `what stands ${ADDRESS.test(`a@${after}`) ? "before" : "after"} its @ can't be there`;
}

/** An ASCII one stays as it is: a URL's parser would read 1.2 as an address. */
function asciiDomain(domain: string): string {
  if (/^[\0-\x7f]*$/.test(domain) || domain.length > MOST_CHARACTERS) return domain;
  return domainToASCII(domain) || domain;
}
