import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { pipeline } from "node:stream";
import type { FunctionProcess } from "./function-process.ts";

/** Passes a request on to a function and its answer back, untouched; 502 when there is no function to answer. */
export async function proxy(target: FunctionProcess, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  try {
    const { port, agent } = await target.address();
    const request = http.request({ host: "127.0.0.1", port, agent, method: incoming.method, path: incoming.url, headers: incoming.headers });
    outgoing.once("close", () => request.destroy());
    request.once("response", (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      pipeline(answer, outgoing, () => undefined);
    });
    request.once("error", () => badGateway(outgoing, "the function ended in mid-request"));
    pipeline(incoming, request, () => undefined);
  } catch (error) {
    badGateway(outgoing, error instanceof Error ? error.message : "the function did not start");
  }
}

function badGateway(response: ServerResponse, reason: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(502, { "content-type": "application/json", connection: "close" });
  response.end(`${JSON.stringify({ outcome: "failed", reason })}\n`);
}

/** Posts a push to a function as Pub/Sub does. Resolves with the status; rejects when there is no answer. */
export async function push(target: FunctionProcess, body: unknown, signal: AbortSignal): Promise<number> {
  const { port, agent } = await target.address();
  const payload = JSON.stringify(body);
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(payload) };
  return new Promise((resolve, reject) => {
    const request = http.request({ host: "127.0.0.1", port, agent, method: "POST", path: "/", headers, signal });
    request.once("error", reject);
    request.once("response", (answer) => {
      answer.resume();
      answer.once("end", () => resolve(answer.statusCode ?? 0));
      answer.once("error", reject);
    });
    request.end(payload);
  });
}
