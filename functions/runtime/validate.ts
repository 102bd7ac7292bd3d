import { type Reason, RefusedPayloadError } from "./define/errors.ts";
import { whatIsNoEmail } from "./reading/email.ts";
import { pathIn } from "./objects.ts";
import { leaveOut, readAs, type Shape } from "./reading/shape.ts";

/** The export of ajv's standalone code: says whether data satisfies its schema and, if not, keeps the first error. */
export interface Validate<Data = unknown> {
  (data: unknown): data is Data;
  errors?: readonly SchemaError[] | null;
  /**
   * The member names that the schema knows. Any other name may be anything, even personal data, and is not repeated.
   */
  readonly names?: ReadonlySet<string>;
  /** How data is read before it is validated. Without a shape everything in the schema is identity. */
  readonly shape?: Shape;
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

interface Reading {
  readonly meant?: (shape: Shape, read: unknown) => unknown;
  readonly onLeftOut?: ((refusal: Refusal) => void) | undefined;
}

/** Per payload. No real sender needs more, and each costs another pass. */
const MOST_LEFT_OUT = 100;

/**
 * Reads data as its schema means it and validates the result. A gift that the schema still refuses, for its format or
 * length, is left out. All payloads and events are validated here: docs/sources.md, "Identity and gifts".
 * @param root prefixes the path of what is refused
 * @param meant is applied to the data between reading and validation
 * @param onLeftOut is told of each gift that is left out
 * @throws RefusedPayloadError that names the first field that the schema refuses.
 */
export function checked<Data>(
  validate: Validate<Data>,
  data: unknown,
  root = "",
  { meant = (_shape, read) => read, onLeftOut = () => {} }: Reading = {},
): Data {
  const { shape } = validate;
  const read = shape === undefined ? data : meant(shape, readAs(shape, data));
  for (let leftOut = 0; !validate(read); leftOut += 1) {
    const place = validate.errors?.[0]?.instancePath ?? "";
    const { message, reason } = lastRefusal(validate, root, read);
    if (shape !== undefined && leftOut < MOST_LEFT_OUT && leaveOut(shape, read, place)) {
      onLeftOut({ message, reason });
      continue;
    }
    throw new RefusedPayloadError(message, reason);
  }
  return read;
}

/** The first thing that the schema refuses, or undefined. `root` prefixes its path: "/data". */
export function refusalOf(validate: Validate, data: unknown, root = ""): Refusal | undefined {
  try {
    checked(validate, data, root);
    return undefined;
  } catch (error) {
    if (!(error instanceof RefusedPayloadError)) throw error;
    return { message: error.message, reason: error.reason };
  }
}

function lastRefusal({ errors, names }: Pick<Validate, "errors" | "names">, root: string, data: unknown): Refusal {
  const error = errors?.[0];
  const path = root + knownPath(error?.instancePath ?? "", names);
  const missing = error?.params?.["missingProperty"];
  const reason = { code: "SCHEMA", system: "schema" };
  if (typeof missing === "string") {
    const field = `${path}/${missing}`;
    return { message: `${field} is missing`, reason: { ...reason, field, isMissing: true } };
  }
  const field = path || "/";
  const allowed = error?.params?.["allowedValues"]; // the schema's own words
  const words = Array.isArray(allowed) ? `must be one of ${allowed.join(", ")}` : (error?.message ?? "is refused");
  const noEmail = error?.params?.["format"] === "email" ? whatIsNoEmail(valueAt(data, error.instancePath)) : undefined;
  const what = noEmail === undefined ? words : `${words}: ${noEmail}`;
  return { message: `${field} ${what}`, reason: { ...reason, field } };
}

function valueAt(data: unknown, pointer: string): unknown {
  return pathIn(pointer).reduce<unknown>((value, name) => Object(value)[name], data);
}

/** A JSON pointer with `*` for every name that the schema does not know. A short number is an index in a list. */
function knownPath(pointer: string, names: ReadonlySet<string> = new Set()): string {
  const isKnown = (name: string) => names.has(name) || /^\d{1,4}$/.test(name);
  return pointer.replaceAll(/\/[^/]*/g, (step) => (pathIn(step).every(isKnown) ? step : "/*"));
}
