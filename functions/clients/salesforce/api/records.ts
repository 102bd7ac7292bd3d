import type { Caller } from "../../outgoing/exchange.ts";
import { logWrite } from "../../outgoing/log-write.ts";
import { createdId } from "./answers.ts";
import {
  type Change,
  createMany,
  KEEPS_OWNER,
  type RefusedChange,
  type Refusals,
  updateAll,
  updateMany,
} from "./collections.ts";
import type { FieldValues } from "../salesforce.ts";
import { accepted, ask, type OrgRecord, type Query, toRecord } from "./queries.ts";
import { GONE, type OrgRefusal } from "./refusal.ts";
import { malformedAnswer } from "./errors.ts";
import { type Org, request, type RestRequest } from "./rest.ts";

export type Written = { readonly refusal?: undefined; readonly id: string } | { readonly refusal: OrgRefusal };

export interface Records {
  /** All rows of each query, asked together in one call. */
  ask(...queries: readonly Query[]): Promise<OrgRecord[][]>;
  /** One record by its id or, with `keyField`, by an external id; undefined if there is none. Sees what was just written. */
  read(
    type: string,
    key: string,
    options: { readonly fields: readonly string[]; readonly keyField?: string },
  ): Promise<OrgRecord | undefined>;
  create(type: string, fields: FieldValues, options: WriteOptions): Promise<Written>;
  update(type: string, id: string, fields: FieldValues, options: WriteOptions): Promise<Written>;
  /** Makes these changes, and returns those that were refused. */
  updateAll(changes: readonly Change[]): Promise<RefusedChange[]>;
  /** Creates up to 200 records of an object in one call, and returns each one's refusal. */
  createMany(type: string, all: readonly FieldValues[]): Promise<Refusals>;
  updateMany(changes: readonly Change[]): Promise<Refusals>;
}

export interface WriteOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Refusal codes that the caller can live with. */
  readonly expected: readonly string[];
}

/** The org's records on behalf of one event. */
export function recordsOf(org: Org, caller: Caller): Records {
  const send = (asked: RestRequest) => request(org, caller, asked);
  return {
    ask: (...queries) => ask(org, caller, queries),

    async read(type, key, { fields, keyField }) {
      const folder = keyField === undefined ? `/sobjects/${type}` : `/sobjects/${type}/${keyField}`;
      const operation = `GET ${folder}/${keyField === undefined ? "{id}" : "{value}"}`;
      const path = `${folder}/${encodeURIComponent(key)}?fields=${["Id", ...fields].join(",")}`;
      const answer = await send({ method: "GET", path, operation, expected: GONE });
      if (answer.refusal !== undefined && GONE.includes(answer.refusal.code)) return undefined;
      const { status, body } = accepted(answer);
      return toRecord(body, type) ?? fail(operation, status);
    },

    async create(type, fields, { headers = {}, expected }) {
      const operation = `POST /sobjects/${type}`;
      const path = `/sobjects/${type}`;
      const answer = await send({ method: "POST", path, operation, headers, body: fields, expected });
      if (answer.refusal !== undefined) return { refusal: { ...answer.refusal, given: Object.keys(fields) } };
      const id = createdId(type, answer.body);
      if (id === undefined) return fail(operation, answer.status);
      logWrite(caller.log, { system: "salesforce", operation, records: [id], fields });
      return { id };
    },

    async update(type, id, fields, { headers = {}, expected }) {
      const operation = `PATCH /sobjects/${type}/{id}`;
      const path = `/sobjects/${type}/${encodeURIComponent(id)}`;
      const answer = await send({
        method: "PATCH",
        path,
        operation,
        headers: { ...KEEPS_OWNER, ...headers },
        body: fields,
        expected,
      });
      if (answer.refusal !== undefined) return answer;
      if (answer.status !== 204) return fail(operation, answer.status);
      logWrite(caller.log, { system: "salesforce", operation, records: [id], fields });
      return { id };
    },

    updateAll: (changes) => updateAll(org, caller, changes),
    createMany: (type, all) => createMany(org, caller, type, all),
    updateMany: (changes) => updateMany(org, caller, changes),
  };
}

function fail(operation: string, status: number): never {
  throw malformedAnswer(operation, status);
}
