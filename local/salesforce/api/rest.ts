import { type Context, Hono } from "hono";
import { convertLeads } from "./actions.ts";
import { createMany, deleteMany, updateMany, upsertMany } from "./collections.ts";
import { answerBatch } from "./batch.ts";
import { answerComposite, answerGraphs } from "./composite.ts";
import { describeAll, describeBriefly, describeType } from "./describe.ts";
import { notFound, Refusal } from "./errors.ts";
import { answerQuery, answerQueryAll, answerQueryPage } from "./query-calls.ts";
import { changeJob, deleteJob, listJobs, openJob, readJob, readResults, upload } from "./jobs.ts";
import { methodNotAllowed, readBody, type Reply, type RestCall, typeInPath } from "./rest-call.ts";
import { readMany } from "./retrieve.ts";
import { createTree } from "./tree.ts";
import { createRecord, deleteById, deleteByKey, readById, readByKey, updateById, upsertByKey } from "./sobjects.ts";

/** What a request is answered from. */
export interface RestEnvironment {
  readonly Bindings: Pick<RestCall, "org" | "queries" | "quota" | "transaction">;
}

type Handle = (call: RestCall) => Reply | Promise<Reply>;

/** The REST API, and the Bulk API 2.0 for what comes in. Jobs for queries are not here: NOT_FOUND. */
export const rest = new Hono<RestEnvironment>({ strict: false }).basePath("/services/data/:version");

rest.get("/query", answer(answerQuery));
rest.get("/queryAll", answer(answerQueryAll));
rest.all("/queryAll", notAllowed("GET,HEAD"));
rest.get("/query/:locator", answer(answerQueryPage));
rest.all("/query/:locator?", notAllowed("GET,HEAD"));

rest.get(
  "/limits",
  answer(({ quota }) => ({ status: 200, body: { DailyApiRequests: quota.allowance } })),
);

rest.get("/sobjects", answer(describeAll));
rest.get("/sobjects/:type/describe", answer(describeType));

rest.get("/sobjects/:type", answer(describeBriefly));
rest.post("/sobjects/:type", answer(createRecord));
rest.all("/sobjects/:type", notAllowed("HEAD,GET,POST"));

rest.get("/sobjects/:type/:id", answer(readById));
rest.patch("/sobjects/:type/:id", answer(updateById));
rest.delete("/sobjects/:type/:id", answer(deleteById));
rest.all("/sobjects/:type/:id", notAllowed("HEAD,GET,PATCH,DELETE"));

rest.get("/sobjects/:type/:field/:value", answer(readByKey));
rest.patch("/sobjects/:type/:field/:value", answer(upsertByKey));
rest.delete("/sobjects/:type/:field/:value", answer(deleteByKey));
rest.all("/sobjects/:type/:field/:value", notAllowed("HEAD,GET,PATCH,DELETE"));

rest.post("/composite/sobjects", answer(createMany));
rest.patch("/composite/sobjects", answer(updateMany));
rest.delete("/composite/sobjects", answer(deleteMany));
rest.all("/composite/sobjects", notAllowed("DELETE,GET,PATCH,POST"));

rest.get("/composite/sobjects/:type", answer(readMany));
rest.post("/composite/sobjects/:type", answer(readMany));
rest.all("/composite/sobjects/:type", notAllowed("GET,POST"));

rest.patch("/composite/sobjects/:type/:field", answer(upsertMany));
rest.all("/composite/sobjects/:type/:field", notAllowed("PATCH,GET,POST"));

rest.get("/jobs/ingest", answer(listJobs));
rest.post("/jobs/ingest", answer(openJob));
rest.all("/jobs/ingest", notAllowed("GET,POST"));
rest.get("/jobs/ingest/:id", answer(readJob));
rest.patch("/jobs/ingest/:id", answer(changeJob));
rest.delete("/jobs/ingest/:id", answer(deleteJob));
rest.all("/jobs/ingest/:id", notAllowed("DELETE,GET,PATCH"));
rest.put("/jobs/ingest/:id/batches", answer(upload));
rest.get("/jobs/ingest/:id/:results", answer(readResults));

rest.post("/actions/standard/convertLead", answer(convertLeads));

rest.post(
  "/composite",
  answer((call) => answerComposite(call, part)),
);
rest.all("/composite", notAllowed("GET,POST"));
rest.post(
  "/composite/graph",
  answer((call) => answerGraphs(call, part)),
);
rest.post(
  "/composite/batch",
  answer((call) => answerBatch(call, part)),
);
rest.post("/composite/tree/:type", answer(createTree));

rest.notFound(() => toResponse(toReply(notFound())));
rest.onError((error) => {
  if (error instanceof Refusal) return toResponse(toReply(error));
  throw error;
});

/** A call in another's transaction. */
function part(call: RestCall, path: string, init: RequestInit): Response | Promise<Response> {
  const { org, queries, quota, transaction } = call;
  return rest.request(path, init, { org, queries, quota, transaction });
}

function answer(handle: Handle): (context: Context<RestEnvironment>) => Promise<Response> {
  return async ({ req, env }) => {
    const { method } = req;
    const params = new URL(req.url).searchParams;
    return toResponse(await handle({ ...env, method, path: req.param(), params, body: await readBody(req.raw) }));
  };
}

/** A path that is there, but not for every method. */
function notAllowed(methods: string) {
  return answer(({ org, method, path: { type } }) => {
    if (type !== undefined) typeInPath(org, type);
    throw methodNotAllowed(method, methods);
  });
}

/** A refusal as the answer to a call of its own. */
export function toReply(refusal: Refusal): Reply {
  return { status: refusal.status, body: refusal.toBody() };
}

export function toResponse({ status, body, csv, headers }: Reply): Response {
  if (csv !== undefined) return new Response(csv, { status, headers: { "content-type": "text/csv", ...headers } });
  const all = { ...(body !== undefined && { "content-type": "application/json;charset=UTF-8" }), ...headers };
  return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: all });
}
