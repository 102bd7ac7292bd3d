import { domainToASCII } from "node:url";

/**
 * The one spelling of an e-mail that stands for a person: without format characters (zero-width spaces come with what
 * is pasted), trimmed, lower-cased, NFC, the domain in ASCII. Salesforce and customer.io compare without case too; dots
 * and +tags are the mailbox owner's own business. What is no text is left as it is, for the schema to refuse.
 */
export function normaliseEmail<Value>(email: Value): Value | string {
  if (typeof email !== "string") return email;
  // In this order: lower-casing can leave what NFC composes, and NFC leaves nothing to lower-case.
  const spelled = email
    .replaceAll(/\p{Cf}/gu, "")
    .trim()
    .toLowerCase()
    .normalize("NFC");
  const at = spelled.lastIndexOf("@") + 1;
  return spelled.slice(0, at) + asciiDomain(spelled.slice(at));
}

/** An ASCII one stays as it is: a URL's parser would read 1.2 as an address. */
function asciiDomain(domain: string): string {
  return /^[\0-\x7f]*$/.test(domain) ? domain : domainToASCII(domain) || domain;
}
