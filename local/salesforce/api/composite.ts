import { Refusal } from "../state/refusal.ts";
import { isObject } from "../../core/json.ts";
import { objectBody, versionIn } from "./rest-call.ts";
import type { Reply, RestCall } from "./rest-call.ts";
import { rollBack } from "../state/store.ts";
import type { Input } from "../state/writes.ts";

const MOST_PARTS = 25;
/** Limit for queries and collections. */
const MOST_LARGE_PARTS = 5;
const MOST_GRAPHS = 75;
const MOST_NODES = 500;

interface Part {
  readonly referenceId: unknown;
  readonly reply: Reply;
}

/** Answers a part as a separate call. */
export type Ask = (call: RestCall, path: string, asked: Pick<RestCall, "method" | "body">) => Promise<Reply>;

/** POST /composite: up to 25 calls in order; later ones may use @{reference.field} of earlier answers. */
export async function answerComposite(call: RestCall, ask: Ask): Promise<Reply> {
  const { compositeRequest, allOrNone } = objectBody(call);
  const requests: unknown[] = Array.isArray(compositeRequest) ? compositeRequest : [];
  if (requests.length > MOST_PARTS) return toReply([tooMany(`${MOST_PARTS} operations`)]);
  if (requests.filter(isLarge).length > MOST_LARGE_PARTS)
    return toReply([tooMany(`${MOST_LARGE_PARTS} query and collection operations`)]);
  return toReply(await answerParts(call, ask, requests, allOrNone === true));
}

/** POST /composite/graph: several composites, each all or none. */
export async function answerGraphs(call: RestCall, ask: Ask): Promise<Reply> {
  const { graphs } = objectBody(call);
  const given = (Array.isArray(graphs) ? graphs : []).map((graph: unknown) => (isObject(graph) ? graph : {}));
  const nodes = given.flatMap(({ compositeRequest }) => (Array.isArray(compositeRequest) ? compositeRequest : []));
  if (given.length > MOST_GRAPHS) throw tooManyIn(`${MOST_GRAPHS} graphs`);
  if (nodes.length > MOST_NODES) throw tooManyIn(`${MOST_NODES} nodes`);
  const answers: object[] = [];
  for (const { graphId, compositeRequest } of given) {
    const parts = await answerParts(call, ask, Array.isArray(compositeRequest) ? compositeRequest : [], true);
    const isSuccessful = parts.every(({ reply }) => reply.status < 300);
    answers.push({ graphId: graphId ?? null, graphResponse: toReply(parts).body, isSuccessful });
  }
  return { status: 200, body: { graphs: answers } };
}

async function answerParts(
  call: RestCall,
  ask: Ask,
  requests: readonly unknown[],
  allOrNone: boolean,
): Promise<readonly Part[]> {
  const parts: Part[] = [];
  const start = call.transaction.undo.length;
  for (const request of requests) {
    const part = await answerPart(call, ask, isObject(request) ? request : {}, parts);
    parts.push(part);
    if (allOrNone && part.reply.status >= 300) {
      rollBack(call.transaction.undo, start);
      return rolledBack(requests, parts);
    }
  }
  return parts;
}

async function answerPart(call: RestCall, ask: Ask, request: Input, earlier: readonly Part[]): Promise<Part> {
  const { referenceId } = request;
  try {
    const resolved = resolve({ url: request["url"], body: request["body"] }, earlier);
    const { url, body } = isObject(resolved) ? resolved : {};
    const path = typeof url === "string" ? url : "";
    const transaction = { ...call.transaction, version: versionIn(path.split("?", 1).join()) };
    const method = String(request["method"]).toUpperCase();
    if (method === "GET") strikeQuery(call);
    const asked = { method, body: method === "GET" ? undefined : body };
    return { referenceId, reply: await ask({ ...call, transaction }, path, asked) };
  } catch (error) {
    if (error instanceof Refusal) return { referenceId, reply: { status: error.status, body: error.toBody() } };
    throw error;
  }
}

/** Applies the fault `partial` to parts that are queries. */
function strikeQuery({ transaction: { fault } }: RestCall): void {
  if (fault?.kind !== "partial" || fault.rows <= 0) return;
  fault.rows -= 1;
  fault.onStrike();
  throw new Refusal(fault.code ?? "QUERY_TIMEOUT", "Your query request was running for too long.");
}

/** Replaces references anywhere in the JSON by earlier answers. */
function resolve(value: unknown, earlier: readonly Part[]): unknown {
  if (typeof value === "string")
    return value.replace(/@\{([^}.[]+)([^}]*)\}/g, (_, name: string, path: string) => referred(earlier, name, path));
  if (Array.isArray(value)) return value.map((entry) => resolve(entry, earlier));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, resolve(entry, earlier)]));
}

function referred(earlier: readonly Part[], name: string, path: string): string {
  const steps = path.split(/[.[\]]+/).filter((step) => step !== "");
  let value: unknown = earlier.find((part) => part.referenceId === name)?.reply.body;
  for (const step of steps) value = descend(value, step);
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);
  // [U] Salesforce's words.
  throw new Refusal("PROCESSING_HALTED", `Invalid reference specified. No value for ${name}${path} found in ${name}`);
}

function descend(value: unknown, step: string): unknown {
  return Array.isArray(value) ? value[Number(step)] : isObject(value) ? value[step] : undefined;
}

/** Only the failed part gives a reason. */
function rolledBack(requests: readonly unknown[], parts: readonly Part[]): Part[] {
  const halted = new Refusal(
    "PROCESSING_HALTED",
    "The transaction was rolled back since another operation in the same transaction failed.",
  );
  const failed = parts.length - 1;
  return requests.map((request, index) => {
    const part = index === failed ? parts[index] : undefined;
    return (
      part ?? {
        referenceId: isObject(request) ? request["referenceId"] : null,
        reply: { status: halted.status, body: halted.toBody() },
      }
    );
  });
}

function isLarge(request: unknown): boolean {
  return (
    isObject(request) && /\/v[\d.]+\/(?:query|queryAll|composite\/sobjects)(?:[/?]|$)/.test(String(request["url"]))
  );
}

/** [U] Salesforce's message for graphs. */
function tooMany(most: string): Part {
  const refusal = tooManyIn(most);
  return { referenceId: null, reply: { status: refusal.status, body: refusal.toBody() } };
}

function tooManyIn(most: string): Refusal {
  return new Refusal("LIMIT_EXCEEDED", `The request can’t contain more than ${most}.`);
}

function toReply(parts: readonly Part[]): Reply {
  const compositeResponse = parts.map(({ referenceId, reply }) => ({
    body: reply.body ?? null,
    httpHeaders: reply.headers?.["location"] === undefined ? {} : { Location: reply.headers["location"] },
    httpStatusCode: reply.status,
    referenceId: referenceId ?? null,
  }));
  return { status: 200, body: { compositeResponse } };
}
