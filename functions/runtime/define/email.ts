import { domainToASCII } from "node:url";

/**
 * The one spelling of an e-mail that stands for a person: out of `Grace Hopper <grace@example.com>` and `mailto:` the address,
 * without characters that can't be seen (zero-width spaces come with what is pasted), trimmed, lower-cased, NFC, the domain
 * in ASCII. Salesforce and customer.io compare without case too; dots and +tags are the mailbox owner's own business. What
 * is no text is left as it is, for the schema to refuse.
 */
export function normaliseEmail<Value>(email: Value): Value | string {
  if (typeof email !== "string") return email;
  const seen = email.replaceAll(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, "").trim();
  // In this order: lower-casing can leave what NFC composes, and NFC leaves nothing to lower-case.
  const spelled = addressIn(seen).toLowerCase().normalize("NFC");
  const at = spelled.lastIndexOf("@") + 1;
  return spelled.slice(0, at) + asciiDomain(spelled.slice(at));
}

/** Two addresses in one text stay as they are: whose it is would be a guess. */
function addressIn(text: string): string {
  const [, named = text] = /^[^<>]*<([^<>]*)>$/.exec(text) ?? [];
  const [, linked = named] = /^\s*(?:mailto:\s*)+([^?]*)/i.exec(named) ?? [];
  return linked.trim();
}

/** Salesforce holds no longer one. */
const MOST_CHARACTERS = 80;
const ADDRESS =
  /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z\d](?:[a-z\d-]*[a-z\d])?$/i;

/** Whether it is an address that both systems take, and no longer than they hold. What `"format": "email"` means in schemas. */
export function isEmail(value: unknown): value is string {
  return typeof value === "string" && value.length <= MOST_CHARACTERS && ADDRESS.test(value);
}

/** An ASCII one stays as it is: a URL's parser would read 1.2 as an address. */
function asciiDomain(domain: string): string {
  if (/^[\0-\x7f]*$/.test(domain) || domain.length > MOST_CHARACTERS) return domain;
  return domainToASCII(domain) || domain;
}
