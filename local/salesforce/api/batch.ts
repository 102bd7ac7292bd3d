import type { Ask } from "./composite.ts";
import { Refusal } from "../state/refusal.ts";
import { isObject } from "../../core/json.ts";
import { objectBody, type Reply, type RestCall, versionIn } from "./rest-call.ts";

const MOST_PARTS = 25;

/** POST /composite/batch: up to 25 independent calls. Each counts against the quota and is a transaction of its own. */
export async function answerBatch(call: RestCall, ask: Ask): Promise<Reply> {
  const { batchRequests, haltOnError } = objectBody(call);
  const requests: unknown[] = Array.isArray(batchRequests) ? batchRequests : [];
  if (requests.length > MOST_PARTS)
    throw new Refusal("LIMIT_EXCEEDED", `The request can’t contain more than ${MOST_PARTS} operations.`);
  const results: Reply[] = [];
  for (const request of requests) {
    const isHalted = haltOnError === true && results.some(({ status }) => status >= 400);
    results.push(isHalted ? HALTED : await answerPart(call, ask, isObject(request) ? request : {}));
  }
  return {
    status: 200,
    body: {
      hasErrors: results.some(({ status }) => status >= 400),
      results: results.map(({ status, body }) => ({ statusCode: status, result: body ?? null })),
    },
  };
}

/** [U] Salesforce's words. */
const HALTED: Reply = {
  status: 412,
  body: new Refusal("BATCH_PROCESSING_HALTED", "Batch processing halted per request.").toBody(),
};

async function answerPart(
  { transaction: ours, ...call }: RestCall,
  ask: Ask,
  { method, url, richInput }: Readonly<Record<string, unknown>>,
): Promise<Reply> {
  const transaction = { ...ours, undo: [], holder: call.org.locks.open() };
  try {
    call.quota.use();
    const path = `/services/data/${String(url).replace(/^\/?(?:services\/data\/)?/, "")}`;
    const version = versionIn(path.split("?", 1).join());
    const asked = { method: String(method).toUpperCase(), body: richInput };
    return await ask({ ...call, transaction: { ...transaction, version } }, path, asked);
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, body: error.toBody() };
    throw error;
  } finally {
    transaction.holder.release();
  }
}
