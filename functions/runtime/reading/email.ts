import { domainToASCII } from "node:url";
import { withoutEntities } from "./entities.ts";
import { isNothing } from "./nothing.ts";

/**
 * The one spelling of an e-mail that stands for a person: the address out of `Grace Hopper <grace@example.com>` or
 * `mailto:`, without invisible and control characters (pasting brings zero-width spaces), trimmed, lower-cased, NFC, the domain in
 * ASCII. Salesforce and customer.io compare without case too; dots and +tags are the mailbox owner's own business. Also
 * removed is what no address can hold and forms and tools add to one: quotes and brackets, a trailing comma or full
 * stop, full-width letters, `&#039;`, `%40`, spaces around the @, and links (Slack's
 * `<mailto:a@b.example|a@b.example>`). The same address twice, or alone in a list, is one address. A value that is not
 * text is returned as it is, for the schema to refuse.
 */
export function normaliseEmail<Value>(email: Value): Value | string {
  if (Array.isArray(email)) return oneOf(email) ?? email;
  if (typeof email !== "string") return email;
  const seen = email.replaceAll(/[\p{Cf}\p{Default_Ignorable_Code_Point}]|(?!\s)\p{Cc}/gu, "").trim();
  if (seen.length > MOST_LOOKED_INTO) return seen;
  const [listed = [], words = []] = [/[,;]/, /[\s/|]+/].map((between) =>
    seen.split(between).filter((part) => part.trim() !== ""),
  );
  const parts = listed.length === 1 && words.every((word) => word.includes("@")) ? words : listed;
  return (parts.length > 1 ? oneOf(parts) : undefined) ?? spelled(seen);
}

/** Room for a name and remarks; a longer text is no address, and is not examined. */
const MOST_LOOKED_INTO = 1_000;

/** Undefined if there are several or none: choosing one would be a guess. A repeated form field may be empty once. */
function oneOf(parts: readonly unknown[]): string | undefined {
  const given = parts.filter((part) => !isNothing(part));
  const [first, ...others] = new Set(given.map((part) => (typeof part === "string" ? spelled(part.trim()) : part)));
  return others.length === 0 && typeof first === "string" ? first : undefined;
}

/** What may surround an address or be escaped within one. */
const ODD = /[\s&%"“”„«»,;:()[\]<>`´’\uff01-\uff5e]|^'|[.']$/;

function spelled(text: string): string {
  if (text.length > MOST_LOOKED_INTO) return text;
  const address = ODD.test(text) ? joined(bare(addressIn(bare(labelIn(asTyped(text)))))) : text;
  // In this order: lower-casing can produce what NFC composes, while NFC produces nothing to lower-case.
  const lower = address.toLowerCase().normalize("NFC");
  const at = lower.lastIndexOf("@") + 1;
  return lower.slice(0, at) + asciiDomain(lower.slice(at));
}

/** Undoes HTML and URL escaping by form tools, and an input method's full-width letters. */
function asTyped(text: string): string {
  const narrow = withoutEntities(text)
    .replaceAll(/^(?:%20|%0[9ad])+|(?:%20|%0[9ad])+$/gi, "")
    .replaceAll(/[\uff01-\uff5e]/g, (wide) => String.fromCodePoint(wide.charCodeAt(0) - 0xfee0));
  return (narrow.includes("@") ? narrow : narrow.replaceAll(/%40/g, "@")).replaceAll(/%2b/gi, "+");
}

/** The text without HTML tags, as of a link or a rich text's paragraph; the target of a Markdown link. Tags part what they stand between. */
function labelIn(text: string): string {
  const [, address] = /^\[[^[\]]*\]\(([^()]*)\)$/.exec(text) ?? [];
  return address ?? text.replaceAll(/<\/?[a-z][a-z\d]*(?:\s[^<>]*)?>/gi, " ").trim();
}

/** Without what surrounds it: remarks, quotes, brackets, and punctuation that ends a sentence or separates a list. */
function bare(text: string): string {
  return (
    text
      .replace(/^'(.*)'$|^\[(.*)\]$|^\((.*)\)$/, "$1$2$3")
      .replace(/(?<=\S) \([^()]*\)$/, "")
      .replace(/^[\s"“”„«»,;:]+/, "")
      // Anchored: otherwise each of a thousand brackets would be tried.
      .replace(/(?<![\s"“”„«»,;:.'`´’)\]])[\s"“”„«»,;:.'`´’)\]]+$/, "")
  );
}

/** Without spaces around its @, if it has no others. */
function joined(address: string): string {
  return address.replace(/^([^\s@]+)\s*@\s*([^\s@]+)$/, "$1@$2");
}

/** Two addresses in one text are left as they are: choosing one would be a guess. */
function addressIn(text: string): string {
  const [, named = text] = /^[^<>]*<([^<>]*)>$/.exec(text) ?? [];
  const [, linked = named] = /^\s*(?:(?:mailto|e-?mail)\s?:\s*)+([^?|]*)/i.exec(named) ?? [];
  return linked.trim();
}

/** Salesforce stores no longer address. */
const MOST_CHARACTERS = 80;
/** The parts between dots, before and after the @. */
const [ATOM, LABEL] = [/[\w!#$%&'*+/=?^`{|}~-]+/.source, /[a-z\d](?:[a-z\d-]*[a-z\d])?/.source];
const ADDRESS = new RegExp(`^(?!.{65,}@)${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+${LABEL}$`, "i");

/** Of an address that its sender hides, as Zoom does: `a***@example.com`. One alone may be an address's own. */
const MASK = "**";

/**
 * Whether it is an address that both systems accept, no longer than they store. The meaning of `"format": "email"` in
 * schemas.
 */
export function isEmail(value: unknown): value is string {
  return typeof value === "string" && value.length <= MOST_CHARACTERS && !value.includes(MASK) && ADDRESS.test(value);
}

/** Why a text is not an address, as far as that can be said without repeating it; undefined for non-text. */
export function whatIsNoEmail(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const [before = "", after = "", ...others] = value.split("@");
  if (!value.includes("@")) return "it has no @";
  if (others.length > 0) return /[\s,;/|]/.test(value) ? "it holds several addresses" : "it has more than one @";
  if (value.includes(MASK)) return "it is masked";
  if (before === "") return "nothing stands before its @";
  if (/\s/.test(value)) return "it has a space";
  if (!/^[\0-\x7f]*$/.test(before)) return "before its @ stands what is not ASCII";
  if (!after.includes(".")) return "its domain has no dot";
  return `what stands ${ADDRESS.test(`a@${after}`) ? "before" : "after"} its @ can't be there`;
}

/** What IDNA 2008 forbids, such as a pasted hyphen U+2010, would become another domain. */
const INTERNATIONAL = /^[\p{L}\p{M}\p{N}\u00b7\u30fb\u3002\uff0e\uff61.-]+$/u;

/** ASCII domains stay as they are: a URL parser would read 1.2 as an IP address. */
function asciiDomain(domain: string): string {
  if (!INTERNATIONAL.test(domain) || /^[\0-\x7f]*$/.test(domain) || domain.length > MOST_CHARACTERS) return domain;
  return domainToASCII(domain) || domain;
}
