import { readUrl } from "../../core/remembering.ts";
import { convertLeads } from "./actions.ts";
import { createMany, deleteMany, updateMany, upsertMany } from "./collections.ts";
import { answerBatch } from "./batch.ts";
import { answerComposite, answerGraphs, type Ask } from "./composite.ts";
import { describeAll, describeBriefly, describeType } from "./describe.ts";
import { notFound, Refusal } from "../state/refusal.ts";
import { changeJob, deleteJob, listJobs, openJob, readJob, readResults, upload } from "./jobs.ts";
import { methodNotAllowed, readBody, type Reply, type RestCall, typeInPath } from "./rest-call.ts";
import { createRouter, type Route } from "./router.ts";
import { createTree } from "./tree.ts";
import {
  createRecord,
  deleteById,
  deleteByKey,
  readById,
  readByKey,
  updateById,
  upsertByKey,
  namedFields,
} from "./sobjects.ts";
import { type Scope, toRecord } from "./query-run.ts";
import { toLongId } from "../state/ids.ts";
import { liveRow } from "../state/org.ts";
import { isObject } from "../../core/json.ts";

type Handle = (call: RestCall) => Reply | Promise<Reply>;
type Surroundings = Pick<RestCall, "org" | "queries" | "quota" | "transaction">;

const limits: Handle = ({ quota }) => ({ status: 200, body: { DailyApiRequests: quota.allowance } });

/** A call within another's transaction. */
const part: Ask = (call, path, asked) => answerPath({ ...call, ...asked }, path);

/** The REST API and Bulk API 2.0 ingest, by path after the version. Query jobs are not supported: NOT_FOUND. */
export const routes: readonly Route<Handle>[] = [
  resource("/query", { GET: answerQuery }),
  resource("/queryAll", { GET: answerQueryAll }, "GET,HEAD"),
  resource("/query/:locator", { GET: answerQueryPage }),
  resource("/query/:locator?", {}, "GET,HEAD"),
  resource("/limits", { GET: limits }),
  resource("/sobjects", { GET: describeAll }),
  resource("/sobjects/:type/describe", { GET: describeType }),
  resource("/sobjects/:type", { GET: describeBriefly, POST: createRecord }, "HEAD,GET,POST"),
  resource("/sobjects/:type/:id", { GET: readById, PATCH: updateById, DELETE: deleteById }, "HEAD,GET,PATCH,DELETE"),
  resource(
    "/sobjects/:type/:field/:value",
    { GET: readByKey, PATCH: upsertByKey, DELETE: deleteByKey },
    "HEAD,GET,PATCH,DELETE",
  ),
  resource("/composite/sobjects", { POST: createMany, PATCH: updateMany, DELETE: deleteMany }, "DELETE,GET,PATCH,POST"),
  resource("/composite/sobjects/:type", { GET: readMany, POST: readMany }, "GET,POST"),
  resource("/composite/sobjects/:type/:field", { PATCH: upsertMany }, "PATCH,GET,POST"),
  resource("/jobs/ingest", { GET: listJobs, POST: openJob }, "GET,POST"),
  resource("/jobs/ingest/:id", { GET: readJob, PATCH: changeJob, DELETE: deleteJob }, "DELETE,GET,PATCH"),
  resource("/jobs/ingest/:id/batches", { PUT: upload }),
  resource("/jobs/ingest/:id/:results", { GET: readResults }),
  resource("/actions/standard/convertLead", { POST: convertLeads }),
  resource("/composite", { POST: (call) => answerComposite(call, part) }, "GET,POST"),
  resource("/composite/graph", { POST: (call) => answerGraphs(call, part) }),
  resource("/composite/batch", { POST: (call) => answerBatch(call, part) }),
  resource("/composite/tree/:type", { POST: createTree }),
].flat();

const findRoute = createRouter(routes);
const BEFORE_RESOURCE = /^\/services\/data\/[^/]+/;

/** Answers a REST API call; its path must be decodable. */
export async function answerRest(request: Request, surroundings: Surroundings): Promise<Response> {
  const { method, url } = request;
  try {
    return toResponse(await answerPath({ ...surroundings, method, body: await readBody(request) }, url));
  } catch (error) {
    if (error instanceof Refusal) return toResponse(toReply(error));
    throw error;
  }
}

async function answerPath(call: Omit<RestCall, "path" | "params">, address: string): Promise<Reply> {
  const { pathname, searchParams } = readUrl(address.startsWith("/") ? `https://composite.invalid${address}` : address);
  const route = findRoute(call.method, pathname.replace(BEFORE_RESOURCE, ""));
  if (route === undefined) throw notFound();
  return route.handle({ ...call, path: route.path, params: searchParams });
}

/** A path, with what handles each method. Any other is refused where the real API names the allowed ones. */
function resource(path: string, handles: Readonly<Record<string, Handle>>, allowed?: string): Route<Handle>[] {
  const all = allowed === undefined ? handles : { ...handles, ALL: notAllowed(allowed) };
  return Object.entries(all).map(([method, handle]) => ({ method, path, handle }));
}

/** Handles an existing path for all methods except these. */
function notAllowed(methods: string): Handle {
  return ({ org, method, path: { type } }) => {
    if (type !== undefined) typeInPath(org, type);
    throw methodNotAllowed(method, methods);
  };
}

/** A refusal as the answer to a request. */
export function toReply(refusal: Refusal): Reply {
  return { status: refusal.status, body: refusal.toBody() };
}

export function toResponse({ status, body, csv, headers }: Reply): Response {
  if (csv !== undefined) return new Response(csv, { status, headers: { "content-type": "text/csv", ...headers } });
  const all = { ...(body !== undefined && { "content-type": "application/json;charset=UTF-8" }), ...headers };
  return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: all });
}

/** GET /query?q=SOQL */
function answerQuery(call: RestCall): Reply {
  return answerOf(call, "query");
}

/** GET /queryAll?q=SOQL: deleted records too. */
function answerQueryAll(call: RestCall): Reply {
  return answerOf(call, "queryAll");
}

function answerOf({ queries, params, transaction }: RestCall, scope: Scope): Reply {
  const soql = params.get("q");
  if (soql === null) throw new Refusal("MALFORMED_QUERY", "A query string has to be specified");
  return { status: 200, body: queries.run(soql, transaction.version, scope) };
}

/** GET /query/LOCATOR, a further page. */
function answerQueryPage({ queries, path: { locator = "" }, transaction }: RestCall): Reply {
  return { status: 200, body: queries.more(locator, transaction.version) };
}

const MOST_RECORDS = 2000;

/** GET /composite/sobjects/T?ids=&fields=, or POST with both; null for missing records. */
function readMany(call: RestCall): Reply {
  const { org, body, params, path, transaction } = call;
  const type = typeInPath(org, path["type"] ?? "");
  const given = isObject(body) ? body : { ids: params.get("ids"), fields: params.get("fields") };
  const [ids, names] = [listOf(given["ids"]), listOf(given["fields"])];
  if (ids.length === 0 || names.length === 0)
    throw new Refusal("REQUIRED_FIELD_MISSING", `${ids.length === 0 ? "ids" : "fields"} must be specified`);
  if (ids.length > MOST_RECORDS)
    throw new Refusal(
      "EXCEEDED_ID_LIMIT",
      `record limit reached. cannot submit more than ${MOST_RECORDS} records into this call`,
    );
  const fields = namedFields(call, type, names);
  const records = ids.map((id) => {
    const row = liveRow(org, toLongId(id));
    return row?.type === type && row.isHidden !== true ? toRecord(row, fields, transaction.version) : null;
  });
  return { status: 200, body: records };
}

function listOf(value: unknown): string[] {
  if (typeof value === "string") return value === "" ? [] : value.split(",");
  return Array.isArray(value) ? value.map(String) : [];
}
