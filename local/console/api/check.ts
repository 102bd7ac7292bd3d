import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { jsonIn, placeOfFault } from "../../core/json.ts";
import { object, type Schema } from "./json-schema.ts";
import { RefusedCall } from "../refused-call.ts";
import { schemas } from "./schemas.ts";

// These schemas are code, so they need no checking themselves.
const options = { allErrors: false, strict: false, validateSchema: false, meta: false };
const bodies = addFormats.default(new Ajv2020(options));
const queries = new Ajv2020({ ...options, coerceTypes: true, useDefaults: true });
const compiled = new WeakMap<Schema, ValidateFunction>();

/**
 * Parses a body. The parser's own message would repeat it, and it may hold personal data.
 * @throws RefusedCall that says where it is no JSON.
 */
export function readJson(body: string): unknown {
  const value = jsonIn(body);
  if (value !== undefined) return value;
  const place = placeOfFault(body);
  const fault = body === "" ? "the body is empty" : `the body is no JSON${place === undefined ? "" : ` (${place})`}`;
  throw new RefusedCall(400, `${fault}, where JSON is expected`);
}

/**
 * Returns the validated body.
 * @throws RefusedCall that names the field.
 */
export function checkBody(schema: Schema, body: unknown): unknown {
  check(
    compile(bodies, schema, () => ({ ...schema, components: { schemas: schemas() } })),
    body,
    "the body",
  );
  return body;
}

/**
 * Parses and validates query parameters.
 * @throws RefusedCall that names the parameter.
 */
export function checkQuery(properties: Readonly<Record<string, Schema>>, given: URLSearchParams): object {
  const query = Object.fromEntries(given);
  check(
    compile(queries, properties, () => object(properties, Object.keys(properties))),
    query,
    "the query",
  );
  return query;
}

function compile(ajv: Ajv2020, key: Schema, make: () => Schema): ValidateFunction {
  const known = compiled.get(key) ?? ajv.compile(make());
  compiled.set(key, known);
  return known;
}

function check(validate: ValidateFunction, value: unknown, whole: string): void {
  if (validate(value)) return;
  const [error] = validate.errors ?? [];
  throw new RefusedCall(400, error === undefined ? `${whole} is wrong` : sentenceOf(error, whole));
}

/** `limit must be integer`, `the body must have the field "name"`. */
function sentenceOf({ instancePath, keyword, message = "is wrong", params }: ErrorObject, whole: string): string {
  const field = instancePath === "" ? whole : instancePath.slice(1).replaceAll("/", ".");
  if (keyword === "additionalProperties")
    return `${field} has no field ${JSON.stringify(params["additionalProperty"])}`;
  if (keyword === "required") return `${field} must have the field ${JSON.stringify(params["missingProperty"])}`;
  if (keyword === "enum") return `${field} must be one of ${params["allowedValues"].join(", ")}`;
  return `${field} ${message}`;
}
