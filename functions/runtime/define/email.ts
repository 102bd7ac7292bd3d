/**
 * The one spelling of an e-mail that stands for a person: trimmed, NFC, lower-cased, nothing else. Salesforce and
 * customer.io compare without case too; dots and +tags are the mailbox owner's own business. What is no text is left as
 * it is, for the schema to refuse.
 */
export function normaliseEmail<Value>(email: Value): Value | string {
  return typeof email === "string" ? email.trim().normalize("NFC").toLowerCase() : email;
}
