import type { SentRequest, Touch, RequestKind } from "../../core/requests.ts";
import { isObject } from "../../core/json.ts";
import type { Condition, ParsedQuery } from "../soql/parsed-query.ts";
import { parseQuery } from "../soql/parser.ts";
import type { Name } from "../soql/reader.ts";
import { describedObjects } from "../state/describe-files.ts";
import { createSchema } from "../state/schema.ts";
import type { Input } from "../state/writes.ts";

/** The parts of a person's name. */
const NAME_PARTS = new Set(["salutation", "firstname", "middlename", "lastname", "suffix"]);

type Touches = readonly Touch[] | undefined;

const schema = createSchema(describedObjects());
/** Every record has one, so searching for any reads it. */
const ID = "id";
/** Locked by writes of the record and of its children. */
const LOCK = "lock";
/** Changed by every write. */
const STAMPS = ["lastmodifieddate", "systemmodstamp", LOCK];

/**
 * Records by object and field, in lower case since Salesforce ignores case. Requests with fields of other objects touch
 * everything.
 */
export function touches({ method, url, body }: SentRequest): Touches {
  if (url.pathname.endsWith("/services/oauth2/token")) return [];
  try {
    return touchedBy(method, url, body === "" ? {} : JSON.parse(body));
  } catch {
    return undefined; // no such path, body or query
  }
}

function touchedBy(method: string, { pathname, searchParams }: URL, body: unknown): Touches {
  const [, , , ...steps] = pathname.split("/").slice(1).map(decodeURIComponent);
  const [resource = "", type = "", field] = steps;
  const input = isObject(body) ? body : {};
  const call = `${method} ${resource}${steps.length > 1 && resource === "composite" ? `/${type}` : ""}`;
  switch (call) {
    case "GET query":
    case "GET queryAll":
      return steps.length === 1 ? queried(parseQuery(searchParams.get("q") ?? "")) : undefined;
    case "GET sobjects":
      return read(type, [searchParams.get("fields")?.split(",") ?? "all", steps.length > 3 ? [field ?? ""] : []]);
    case "POST sobjects":
      return created(type, input);
    case "PATCH sobjects":
      return steps.length > 3 ? upserted(type, input) : updated(type, input);
    case "POST composite/sobjects":
      return ofAll(input["records"], created);
    case "PATCH composite/sobjects":
      return field === undefined
        ? ofAll(input["records"], updated)
        : ofAll(input["records"], (_, record) => upserted(field, record));
    case "POST composite":
      return joined(listOf(input["compositeRequest"]).map(part));
    default:
      return undefined; // a deletion cascades
  }
}

function part({ method, url, body }: Input): Touches {
  return touches({
    method: String(method).toUpperCase(),
    url: new URL(String(url), "https://composite.invalid"),
    body: body === undefined ? "" : JSON.stringify(body),
  });
}

function queried({ fields = [], object, where, groups, having, order }: ParsedQuery): Touches {
  const conditions = [where, having];
  const named = [...fields, ...conditions.flatMap(fieldsIn), ...groups, ...order.map(({ field }) => field)];
  const names = named.map(({ text }) => text);
  return joined([
    read(object.text, [names.filter((name) => !name.includes("."))]),
    ...names.filter((name) => name.includes(".")).map((name) => touchedByName(object.text, name.split("."))),
    ...conditions.flatMap(queriesIn).map(queried),
  ]);
}

/** A field, or a path to a parent's field. */
function touchedByName(object: string, [name = "", ...rest]: readonly string[]): Touches {
  if (rest.length === 0) return read(object, [[name]]);
  if (name.toLowerCase() === object.toLowerCase()) return touchedByName(object, rest);
  const reference = schema.type(object)?.relationship(name);
  if (reference === undefined) return undefined;
  return joined([
    read(object, [[reference.name]]),
    ...reference.references.map((parent) =>
      rest.length === 1 && schema.type(parent)?.field(rest[0] ?? "") === undefined ? [] : touchedByName(parent, rest),
    ),
  ]);
}

function fieldsIn(condition: Condition | undefined): Name[] {
  if (condition === undefined) return [];
  if (condition.kind === "compare" || condition.kind === "among") return [condition.field];
  return condition.kind === "not" ? fieldsIn(condition.part) : condition.parts.flatMap(fieldsIn);
}

function queriesIn(condition: Condition | undefined): ParsedQuery[] {
  if (condition === undefined || condition.kind === "compare") return [];
  if (condition.kind === "among") return [condition.query];
  return condition.kind === "not" ? queriesIn(condition.part) : condition.parts.flatMap(queriesIn);
}

function read(type: string, named: readonly (readonly string[] | "all")[]): Touch[] {
  const fields = named.includes("all") ? "all" : [ID, ...named.flat().map((name) => name.trim().toLowerCase())];
  return [{ kind: type.toLowerCase(), fields, isWrite: false }];
}

function created(type: string, input: Input, isNew = true): Touches {
  const kind = type.toLowerCase();
  // Duplicate rules read other people; a campaign's statuses are read for its members.
  const looksAt = ["lead", "contact"].includes(kind) ? ["lead", "contact"] : [];
  return [
    { kind, fields: "all", isWrite: true, ...(isNew && { isNew }) },
    ...looksAt.map((other): Touch => ({ kind: other, fields: [ID, "email"], isWrite: false })),
    ...(kind === "campaignmember" ? [{ kind: "campaignmemberstatus", fields: "all", isWrite: false } as const] : []),
    ...parents(type, input),
  ];
}

function upserted(type: string, input: Input): Touches {
  return created(type, input, false);
}

function updated(type: string, input: Input): Touches {
  const kind = type.toLowerCase();
  const names = Object.keys(input)
    .map((name) => name.toLowerCase())
    .filter((name) => name !== ID);
  const name = names.some((one) => NAME_PARTS.has(one)) ? ["name"] : [];
  // A member's status determines its other fields.
  const fields = kind === "campaignmember" ? "all" : [...names, ...STAMPS, ...name];
  return [
    { kind, fields, isWrite: true },
    { kind, fields: [ID, "isconverted"], isWrite: false },
    ...parents(type, input),
  ];
}

/** Referenced records must exist, and some get locked. */
function parents(type: string, input: Input): Touch[] {
  return Object.keys(input).flatMap((name) => {
    const field = schema.type(type)?.field(name);
    return (field?.references ?? []).flatMap((other): Touch[] => [
      { kind: other.toLowerCase(), fields: [ID], isWrite: false },
      ...(field?.locksTarget === true ? [{ kind: other.toLowerCase(), fields: [LOCK], isWrite: true }] : []),
    ]);
  });
}

function ofAll(records: unknown, touchesOf: (type: string, record: Input) => Touches): Touches {
  return joined(
    listOf(records).map(({ attributes, ...record }) =>
      touchesOf(isObject(attributes) ? String(attributes["type"]) : "", record),
    ),
  );
}

function listOf(value: unknown): Input[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function joined(all: readonly Touches[]): Touches {
  const known = all.filter((one) => one !== undefined);
  return known.length === all.length ? known.flat() : undefined;
}

/** A composite call counts once, whatever it includes; a login does not count. */
export function costOf({ url }: RequestKind): Readonly<Record<string, number>> {
  return url.pathname.startsWith("/services/data/") ? { "API calls of the day": 1 } : {};
}
