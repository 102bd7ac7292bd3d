import type { Caller } from "../outgoing/exchange.ts";
import { asObject } from "../outgoing/json.ts";
import type { Fields } from "./salesforce.ts";
import { malformedAnswer, refusalError } from "./refusals.ts";
import type { Refusal } from "./refusals.ts";
import { request } from "./rest.ts";
import type { Org, RestAnswer } from "./rest.ts";

/** A record as answered, with its id checked. */
export interface Row {
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export type Written = { readonly refusal?: undefined; readonly id: string } | { readonly refusal: Refusal };

/** Records of one org, on behalf of one event. */
export interface Records {
  /** All rows of a query that asks for Id and at most 2000 rows. */
  query(soql: string): Promise<Row[]>;
  /** One record by its id or, with `keyField`, by an external id; undefined if there is none. Sees what was just written. */
  read(
    type: string,
    key: string,
    options: { readonly fields: readonly string[]; readonly keyField?: string },
  ): Promise<Row | undefined>;
  create(type: string, fields: Fields, options: WriteOptions): Promise<Written>;
  update(type: string, id: string, fields: Fields, options: WriteOptions): Promise<Written>;
}

export interface WriteOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Codes that the caller can live with. */
  readonly expected: readonly string[];
}

const MOST_ROWS = 2000;

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
      return toRow(body) ?? fail(operation, status);
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
      const { id, success } = asObject(answer.body) ?? {};
      return isId(id) && success === true ? { id } : fail(operation, answer.status);
    },

    async update(type, id, fields, { headers = {}, expected }) {
      const operation = `PATCH /sobjects/${type}/{id}`;
      const path = `/sobjects/${type}/${encodeURIComponent(id)}`;
      const answer = await request(org, caller, { method: "PATCH", path, operation, headers, body: fields, expected });
      if (answer.refusal !== undefined) return answer;
      return answer.status === 204 ? { id } : fail(operation, answer.status);
    },
  };
}

async function query(org: Org, caller: Caller, text: string): Promise<Row[]> {
  const rows: Row[] = [];
  let path: string | undefined = `/query?q=${encodeURIComponent(text)}`;
  let operation = "GET /query";
  while (path !== undefined) {
    const { status, body } = accepted(await request(org, caller, { method: "GET", path, operation }));
    const page = toPage(body);
    if (page === undefined || rows.length > MOST_ROWS) return fail(operation, status);
    rows.push(...page.rows);
    path = page.next;
    operation = "GET /query/{locator}";
  }
  return rows;
}

const GONE = ["NOT_FOUND", "ENTITY_IS_DELETED"];

export function isGone({ code, status }: Refusal): boolean {
  return status === 404 && GONE.includes(code);
}

function accepted(answer: RestAnswer): Exclude<RestAnswer, { readonly refusal: Refusal }> {
  if (answer.refusal !== undefined) throw refusalError(answer.refusal);
  return answer;
}

function toPage(body: unknown): { readonly rows: readonly Row[]; readonly next: string | undefined } | undefined {
  const { records, done, nextRecordsUrl } = asObject(body) ?? {};
  if (!Array.isArray(records) || typeof done !== "boolean") return undefined;
  const rows = records.map(toRow).filter((row) => row !== undefined);
  if (rows.length !== records.length) return undefined;
  if (done) return { rows, next: undefined };
  // Only a path of the same org: our token goes there.
  const isLocator =
    typeof nextRecordsUrl === "string" && /^\/services\/data\/v[\d.]+\/query\/[\w-]+$/.test(nextRecordsUrl);
  return isLocator ? { rows, next: nextRecordsUrl } : undefined;
}

function toRow(value: unknown): Row | undefined {
  const fields = asObject(value);
  return isId(fields?.["Id"]) ? { id: fields["Id"], fields } : undefined;
}

/** 15 characters, or 18 with the ending that makes up for lost case. */
export function isId(value: unknown): value is string {
  return typeof value === "string" && /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(value);
}

function fail(operation: string, status: number): never {
  throw malformedAnswer(operation, status);
}
