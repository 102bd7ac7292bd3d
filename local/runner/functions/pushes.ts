import http from "node:http";
import type { Push } from "../../pubsub/delivery/push.ts";
import type { FunctionProcess } from "./function-process.ts";
import { endpointOf } from "./topics.ts";

/** What brings Pub/Sub's pushes to the functions, and Scheduler's calls. */
export interface Pushes {
  readonly push: Push;
  readonly call: (functionName: string, signal: AbortSignal) => Promise<number>;
  /** The functions that have not answered yet. */
  underWay(): FunctionProcess[];
}

/** Pushes to the function that `functionAt` names for an endpoint. */
export function createPushes(functionAt: (endpoint: string) => FunctionProcess): Pushes {
  const underWay: FunctionProcess[] = [];
  async function send(endpoint: string, body: object, signal: AbortSignal): Promise<number> {
    const target = functionAt(endpoint);
    underWay.push(target);
    try {
      return await post(target, body, signal);
    } finally {
      underWay.splice(underWay.indexOf(target), 1);
    }
  }
  return {
    push: send,
    call: (functionName, signal) => send(endpointOf(functionName), {}, signal),
    underWay: () => [...new Set(underWay)],
  };
}

/** Resolves with the status; rejects when there is no answer. */
async function post(target: FunctionProcess, body: unknown, signal: AbortSignal): Promise<number> {
  const { port, agent } = await target.address();
  const payload = JSON.stringify(body);
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(payload) };
  return new Promise((resolve, reject) => {
    const request = http.request({ host: "127.0.0.1", port, agent, method: "POST", path: "/", headers, signal });
    request.on("error", reject);
    request.once("response", (answer) => {
      answer.resume();
      answer.once("end", () => resolve(answer.statusCode ?? 0));
      answer.once("error", reject);
    });
    request.end(payload);
  });
}
