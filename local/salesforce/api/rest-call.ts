import { isObject } from "../../core/json.ts";
import { notFound, Refusal } from "../state/refusal.ts";
import type { Field, ObjectType } from "../state/schema.ts";
import type { Org } from "../state/org.ts";
import type { Queries } from "./query.ts";
import type { Quota } from "./quota.ts";
import type { Transaction } from "../state/transaction.ts";
import type { Input } from "../state/writes.ts";
import { isDecodable } from "../../core/routes.ts";

/** A call of the REST API: a request, or a part of a composite one. */
export interface RestCall {
  readonly org: Org;
  readonly queries: Queries;
  readonly quota: Quota;
  readonly transaction: Transaction;
  readonly method: string;
  /** Path parameters, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly params: URLSearchParams;
  /** Undefined if there is none. */
  readonly body: unknown;
}

/** An answer before it becomes HTTP. Without a `body` key it has no body. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  /** A CSV body instead of JSON. */
  readonly csv?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const OLDEST_VERSION = 31;
/** Summer '26; Salesforce adds three a year. */
const NEWEST_VERSION = 67;

/** The version in a path. [U] the body of 410. */
export function versionIn(path: string): number {
  const [, digits = "", resource = ""] = /^\/services\/data\/v(\d+)\.0\/(.*?)\/?$/.exec(path) ?? [];
  const version = Number(digits);
  // Salesforce treats anything that ends in .inc as an include file, even an e-mail in an upsert's path.
  if (digits === "" || version > NEWEST_VERSION || resource.endsWith(".inc") || !isDecodable(resource))
    throw notFound();
  if (version < OLDEST_VERSION)
    throw new Refusal("GONE", `API version ${version}.0 is retired and no longer supported.`);
  return version;
}

/** JSON, or CSV as text. */
export async function readBody(request: Request): Promise<unknown> {
  const text = await request.text();
  if (request.headers.get("content-type")?.startsWith("text/csv") === true) return text;
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refusal(
      "JSON_PARSER_ERROR",
      `${error instanceof Error ? error.message : "Unexpected character"} at [line:1, column:1]`,
    );
  }
}

/** The body as a record, or Salesforce's JSON parse error. */
export function objectBody({ body }: RestCall): Input {
  if (isObject(body)) return body;
  throw new Refusal("JSON_PARSER_ERROR", "The HTTP entity body is required, but this request has no entity body.");
}

/** The object named in a path. */
export function typeInPath(org: Org, name: string): ObjectType {
  const type = org.schema.type(name);
  if (type === undefined) throw notFound();
  return type;
}

/** The field named in a path that may serve as a key. */
export function keyField({ org }: RestCall, type: ObjectType, name: string): Field {
  const field = type.field(name);
  if (field?.idLookup === true && !org.shape.isHidden(field)) return field;
  throw noKey(name);
}

/** For a field that can't serve as a key. */
export function noKey(name: string): Refusal {
  return new Refusal("NOT_FOUND", `Provided external ID field does not exist or is not accessible: ${name}`);
}

/** For an existing path with another method. */
export function methodNotAllowed(method: string, allowed: string): Refusal {
  return new Refusal("METHOD_NOT_ALLOWED", `HTTP Method '${method}' not allowed. Allowed are ${allowed}`);
}
