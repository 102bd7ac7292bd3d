import http, { type ClientRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { pipeline } from "node:stream";
import type { WebhookTap } from "../../console/journal/webhooks.ts";
import type { FunctionProcess } from "../functions/function-process.ts";

/** Passes a request to a function and its answer back, unchanged except for traceparent; 502 if no function answers. */
export async function proxy(
  target: FunctionProcess,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  tap: WebhookTap,
): Promise<void> {
  try {
    const { port, agent } = await target.address();
    const headers = [...passedOn(incoming.rawHeaders), "traceparent", tap.traceparent];
    incoming.on("data", tap.sent);
    const request = http.request({
      host: "127.0.0.1",
      port,
      agent,
      method: incoming.method,
      path: incoming.url,
      headers,
    });
    outgoing.once("close", () => request.destroy());
    const answer = await answerTo(request, incoming);
    tap.status(answer.statusCode ?? 502);
    answer.on("data", tap.answered).once("end", tap.end);
    outgoing.writeHead(answer.statusCode ?? 502, withoutConnection(answer.rawHeaders));
    pipeline(answer, outgoing, () => undefined);
  } catch (error) {
    tap.end();
    badGateway(outgoing, error instanceof Error ? error.message : "the function did not answer");
  }
}

/** Sends the body. Resolves when an answer has begun, possibly before the whole body is sent. */
function answerTo(request: ClientRequest, body: IncomingMessage): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once("response", resolve);
    request.on("error", (error) => reject(new Error("the function ended in mid-request", { cause: error })));
    body.pipe(request);
    // The rest of the body is drained: its sender may only read the answer then.
    request.once("close", () => body.resume());
  });
}

/** The function receives the gateway's traceparent, as in the cloud. */
function passedOn(rawHeaders: readonly string[]): string[] {
  const headers = withoutConnection(rawHeaders);
  return headers.filter((_, index) => headers[index - (index % 2)]?.toLowerCase() !== "traceparent");
}

/** Raw headers preserve duplicates. Connection headers are not passed on. */
function withoutConnection(rawHeaders: readonly string[]): string[] {
  const isKept = (name: string) => !["connection", "keep-alive"].includes(name.toLowerCase());
  return rawHeaders.filter((_, index) => isKept(rawHeaders[index - (index % 2)] ?? ""));
}

function badGateway(response: ServerResponse, reason: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(502, { "content-type": "application/json" });
  response.end(`${JSON.stringify({ outcome: "failed", reason })}\n`);
}
