import type { Reason } from "./define/errors.ts";

/** What ajv's standalone code exports: says whether data is as its schema wants, and if not, leaves the first error. */
export interface Validate {
  (data: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}

/** The parts of ajv's ErrorObject that name the field; none of them holds a value. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

export interface Refusal {
  /** `/data/email must match format "email"`. */
  readonly message: string;
  readonly reason: Reason;
}

/** The first thing that the schema refuses, undefined when nothing. `root` stands before the path: "/data". */
export function refusalOf(validate: Validate, data: unknown, root = ""): Refusal | undefined {
  if (validate(data)) return undefined;
  const error = validate.errors?.[0];
  const path = `${root}${error?.instancePath ?? ""}`;
  const missing = error?.params?.["missingProperty"];
  const field = typeof missing === "string" ? `${path}/${missing}` : path || "/";
  const message = typeof missing === "string" ? `${field} is missing` : `${field} ${error?.message ?? "is refused"}`;
  return { message, reason: { code: "SCHEMA", system: "schema", field } };
}
