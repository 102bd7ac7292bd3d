import { type Reason, RefusedPayloadError } from "./define/errors.ts";

/** What ajv's standalone code exports: says whether data is as its schema wants, and if not, leaves the first error. */
export interface Validate<Data = unknown> {
  (data: unknown): data is Data;
  errors?: readonly SchemaError[] | null;
  /** The names of members that the schema knows: any other may be anything, a person's data too, and is not repeated. */
  readonly names?: ReadonlySet<string>;
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
  return validate(data) ? undefined : lastRefusal(validate, root);
}

/**
 * The data, which its schema has passed.
 * @throws RefusedPayloadError that names the first field that the schema refuses.
 */
export function checked<Data>(validate: Validate<Data>, data: unknown, root = ""): Data {
  if (validate(data)) return data;
  const { message, reason } = lastRefusal(validate, root);
  throw new RefusedPayloadError(message, reason);
}

function lastRefusal({ errors, names }: Pick<Validate, "errors" | "names">, root: string): Refusal {
  const error = errors?.[0];
  const path = root + knownPath(error?.instancePath ?? "", names);
  const missing = error?.params?.["missingProperty"];
  const field = typeof missing === "string" ? `${path}/${missing}` : path || "/";
  const message = typeof missing === "string" ? `${field} is missing` : `${field} ${error?.message ?? "is refused"}`;
  return { message, reason: { code: "SCHEMA", system: "schema", field } };
}

/** A JSON pointer with `*` for every name that the schema does not have. A short number is a place in a list. */
function knownPath(pointer: string, names: ReadonlySet<string> = new Set()): string {
  const [, ...segments] = pointer.split("/");
  const told = segments.map((segment) => {
    const name = segment.replaceAll("~1", "/").replaceAll("~0", "~");
    return names.has(name) || /^\d{1,4}$/.test(name) ? segment : "*";
  });
  return told.map((segment) => `/${segment}`).join("");
}
