import type { Caller } from "../../outgoing/exchange.ts";
import { asObject } from "../../outgoing/json.ts";
import { createdId, typeIn, typeOf } from "./answers.ts";
import { updateAll } from "./collections.ts";
import type { RecordName } from "./collections.ts";
import type { FieldValues } from "../salesforce.ts";
import { isId } from "./ids.ts";
import { malformedAnswer, refusalError } from "./refusals.ts";
import type { OrgRefusal } from "./refusals.ts";
import { request } from "./rest.ts";
import type { Org, RestAnswer } from "./rest.ts";

/** A record as answered, with its id checked. */
export interface OrgRecord {
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export type Written = { readonly refusal?: undefined; readonly id: string } | { readonly refusal: OrgRefusal };

/** Records of one org, on behalf of one event. */
export interface Records {
  /** All rows of a query that asks for Id. */
  query(soql: string): Promise<OrgRecord[]>;
  /** One record by its id or, with `keyField`, by an external id; undefined if there is none. Sees what was just written. */
  read(
    type: string,
    key: string,
    options: { readonly fields: readonly string[]; readonly keyField?: string },
  ): Promise<OrgRecord | undefined>;
  create(type: string, fields: FieldValues, options: WriteOptions): Promise<Written>;
  /** Gives all of these records the same values, and returns what is refused of single ones. */
  updateAll(names: readonly RecordName[], fields: FieldValues): Promise<OrgRefusal[]>;
}

export interface WriteOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Codes that the caller can live with. */
  readonly expected: readonly string[];
}

/** An answer that never ends is none; nobody has so many records of one e-mail. */
const MOST_ROWS = 50_000;

export function recordsOf(org: Org, caller: Caller): Records {
  return {
    query: (text) => query(org, caller, text),

    async read(type, key, { fields, keyField }) {
      const folder = keyField === undefined ? `/sobjects/${type}` : `/sobjects/${type}/${keyField}`;
      const operation = `GET ${folder}/${keyField === undefined ? "{id}" : "{value}"}`;
      const path = `${folder}/${encodeURIComponent(key)}?fields=${["Id", ...fields].join(",")}`;
      const answer = await request(org, caller, { method: "GET", path, operation, expected: GONE });
      if (answer.refusal !== undefined && isGone(answer.refusal)) return undefined;
      const { status, body } = accepted(answer);
      return toRecord(body, type) ?? fail(operation, status);
    },

    async create(type, fields, { headers = {}, expected }) {
      const operation = `POST /sobjects/${type}`;
      const answer = await request(org, caller, {
        method: "POST",
        path: `/sobjects/${type}`,
        operation,
        headers,
        body: fields,
        expected,
      });
      if (answer.refusal !== undefined) return answer;
      const id = createdId(type, answer.body);
      return id === undefined ? fail(operation, answer.status) : { id };
    },

    updateAll: (names, fields) => updateAll(org, caller, names, fields),
  };
}

async function query(org: Org, caller: Caller, text: string): Promise<OrgRecord[]> {
  const rows: OrgRecord[] = [];
  const type = typeIn(text) ?? "";
  let path: string | undefined = `/query?q=${encodeURIComponent(text)}`;
  let operation = "GET /query";
  while (path !== undefined) {
    const { status, body } = accepted(await request(org, caller, { method: "GET", path, operation }));
    const page = toPage(body, type);
    if (page === undefined || rows.length > MOST_ROWS) return fail(operation, status);
    rows.push(...page.rows);
    path = page.next;
    operation = "GET /query/{locator}";
  }
  return rows;
}

const GONE = ["NOT_FOUND", "ENTITY_IS_DELETED"];

export function isGone({ code, status }: OrgRefusal): boolean {
  return status === 404 && GONE.includes(code);
}

function accepted(answer: RestAnswer): Exclude<RestAnswer, { readonly refusal: OrgRefusal }> {
  if (answer.refusal !== undefined) throw refusalError(answer.refusal);
  return answer;
}

interface Page {
  readonly rows: readonly OrgRecord[];
  readonly next: string | undefined;
}

function toPage(body: unknown, type: string): Page | undefined {
  const { records, done, nextRecordsUrl } = asObject(body) ?? {};
  if (!Array.isArray(records) || typeof done !== "boolean") return undefined;
  const rows = records.map((record) => toRecord(record, type)).filter((row) => row !== undefined);
  if (rows.length !== records.length) return undefined;
  if (done) return { rows, next: undefined };
  // Only a path of the same org: our token goes there.
  const isLocator =
    typeof nextRecordsUrl === "string" && /^\/services\/data\/v[\d.]+\/query\/[\w-]+$/.test(nextRecordsUrl);
  return isLocator ? { rows, next: nextRecordsUrl } : undefined;
}

/** Undefined too where it is another object's: the answer to another call. */
function toRecord(value: unknown, type: string): OrgRecord | undefined {
  const fields = asObject(value);
  if (![type.toLowerCase(), undefined].includes(typeOf(value))) return undefined;
  return isId(fields?.["Id"]) ? { id: fields["Id"], fields } : undefined;
}

/** The first of these records that is there, read by its id: queries may not see yet what is new. */
export function findByReading(records: Records, type: string) {
  return async (ids: readonly string[]): Promise<string | undefined> => {
    for (const id of ids) if ((await records.read(type, id, { fields: [] })) !== undefined) return id;
    return undefined;
  };
}

function fail(operation: string, status: number): never {
  throw malformedAnswer(operation, status);
}
