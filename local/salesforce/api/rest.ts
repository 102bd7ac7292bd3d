import { readUrl } from "../../core/remembering.ts";
import { convertLeads } from "./actions.ts";
import { createMany, deleteMany, updateMany, upsertMany } from "./collections.ts";
import { answerBatch } from "./batch.ts";
import { answerComposite, answerGraphs, type Ask } from "./composite.ts";
import { describeAll, describeBriefly, describeType } from "./describe.ts";
import { notFound, Refusal } from "../state/refusal.ts";
import { answerQuery, answerQueryAll, answerQueryPage } from "./query-calls.ts";
import { changeJob, deleteJob, listJobs, openJob, readJob, readResults, upload } from "./jobs.ts";
import { methodNotAllowed, readBody, type Reply, type RestCall, typeInPath } from "./rest-call.ts";
import { readMany } from "./retrieve.ts";
import { createRouter, type Route } from "./router.ts";
import { createTree } from "./tree.ts";
import { createRecord, deleteById, deleteByKey, readById, readByKey, updateById, upsertByKey } from "./sobjects.ts";

type Handle = (call: RestCall) => Reply | Promise<Reply>;
type Surroundings = Pick<RestCall, "org" | "queries" | "quota" | "transaction">;

const limits: Handle = ({ quota }) => ({ status: 200, body: { DailyApiRequests: quota.allowance } });

/** A call within another's transaction. */
const part: Ask = (call, path, asked) => answerPath({ ...call, ...asked }, path);

/** The REST API and Bulk API 2.0 ingest, by path after the version. Query jobs are not supported: NOT_FOUND. */
export const routes: readonly Route<Handle>[] = [
  { method: "GET", path: "/query", handle: answerQuery },
  { method: "GET", path: "/queryAll", handle: answerQueryAll },
  { method: "ALL", path: "/queryAll", handle: notAllowed("GET,HEAD") },
  { method: "GET", path: "/query/:locator", handle: answerQueryPage },
  { method: "ALL", path: "/query/:locator?", handle: notAllowed("GET,HEAD") },

  { method: "GET", path: "/limits", handle: limits },

  { method: "GET", path: "/sobjects", handle: describeAll },
  { method: "GET", path: "/sobjects/:type/describe", handle: describeType },

  { method: "GET", path: "/sobjects/:type", handle: describeBriefly },
  { method: "POST", path: "/sobjects/:type", handle: createRecord },
  { method: "ALL", path: "/sobjects/:type", handle: notAllowed("HEAD,GET,POST") },

  { method: "GET", path: "/sobjects/:type/:id", handle: readById },
  { method: "PATCH", path: "/sobjects/:type/:id", handle: updateById },
  { method: "DELETE", path: "/sobjects/:type/:id", handle: deleteById },
  { method: "ALL", path: "/sobjects/:type/:id", handle: notAllowed("HEAD,GET,PATCH,DELETE") },

  { method: "GET", path: "/sobjects/:type/:field/:value", handle: readByKey },
  { method: "PATCH", path: "/sobjects/:type/:field/:value", handle: upsertByKey },
  { method: "DELETE", path: "/sobjects/:type/:field/:value", handle: deleteByKey },
  { method: "ALL", path: "/sobjects/:type/:field/:value", handle: notAllowed("HEAD,GET,PATCH,DELETE") },

  { method: "POST", path: "/composite/sobjects", handle: createMany },
  { method: "PATCH", path: "/composite/sobjects", handle: updateMany },
  { method: "DELETE", path: "/composite/sobjects", handle: deleteMany },
  { method: "ALL", path: "/composite/sobjects", handle: notAllowed("DELETE,GET,PATCH,POST") },

  { method: "GET", path: "/composite/sobjects/:type", handle: readMany },
  { method: "POST", path: "/composite/sobjects/:type", handle: readMany },
  { method: "ALL", path: "/composite/sobjects/:type", handle: notAllowed("GET,POST") },

  { method: "PATCH", path: "/composite/sobjects/:type/:field", handle: upsertMany },
  { method: "ALL", path: "/composite/sobjects/:type/:field", handle: notAllowed("PATCH,GET,POST") },

  { method: "GET", path: "/jobs/ingest", handle: listJobs },
  { method: "POST", path: "/jobs/ingest", handle: openJob },
  { method: "ALL", path: "/jobs/ingest", handle: notAllowed("GET,POST") },
  { method: "GET", path: "/jobs/ingest/:id", handle: readJob },
  { method: "PATCH", path: "/jobs/ingest/:id", handle: changeJob },
  { method: "DELETE", path: "/jobs/ingest/:id", handle: deleteJob },
  { method: "ALL", path: "/jobs/ingest/:id", handle: notAllowed("DELETE,GET,PATCH") },
  { method: "PUT", path: "/jobs/ingest/:id/batches", handle: upload },
  { method: "GET", path: "/jobs/ingest/:id/:results", handle: readResults },

  { method: "POST", path: "/actions/standard/convertLead", handle: convertLeads },

  { method: "POST", path: "/composite", handle: (call) => answerComposite(call, part) },
  { method: "ALL", path: "/composite", handle: notAllowed("GET,POST") },
  { method: "POST", path: "/composite/graph", handle: (call) => answerGraphs(call, part) },
  { method: "POST", path: "/composite/batch", handle: (call) => answerBatch(call, part) },
  { method: "POST", path: "/composite/tree/:type", handle: createTree },
];

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
