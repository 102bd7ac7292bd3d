/** One of the three identifiers of a person. E-mails ignore case, ids don't. */
export interface Identifier {
  readonly kind: "id" | "email" | "cio_id";
  readonly value: string;
}

/** Parses an identifier in a Track v1 path: `cio_` marks a cio_id, an at sign an e-mail. */
export function pathIdentifier(text: string): Identifier {
  if (text.startsWith("cio_")) return { kind: "cio_id", value: text.slice("cio_".length) };
  return text.includes("@") ? emailIdentifier(text) : { kind: "id", value: text };
}

/** The identifiers in an object's id, email and cio_id; numbers are valid ids, as at customer.io. */
export function bodyIdentifiers({ id, email, cio_id }: Record<string, unknown>): Identifier[] {
  const found: Identifier[] = [];
  if (isName(cio_id)) found.push({ kind: "cio_id", value: String(cio_id).replace(/^cio_/, "") });
  if (isName(id)) found.push({ kind: "id", value: String(id) });
  if (isName(email)) found.push(emailIdentifier(String(email)));
  return found;
}

/** A string, unique across kinds. */
export function identifierKey({ kind, value }: Identifier): string {
  return `${kind}:${value}`;
}

function emailIdentifier(text: string): Identifier {
  return { kind: "email", value: text.toLowerCase() };
}

function isName(value: unknown): value is string | number {
  return (typeof value === "string" && value !== "") || typeof value === "number";
}
