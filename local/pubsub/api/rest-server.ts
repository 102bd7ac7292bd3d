import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { Broker } from "../broker/broker.ts";
import { answerRest } from "./rest.ts";
import { ERROR_INFO_TYPE, STATUSES, invalid, toStatusError } from "../state/status.ts";

// 10 MB of message data in base64, plus the rest of the request.
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** The REST API as an HTTP server that does not listen: sockets are handed to it. */
export function createRestServer(broker: Broker): Server {
  return createServer((request, response) => {
    void answer(broker, request, response);
  });
}

async function answer(broker: Broker, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.on("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  try {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://pubsub");
    const body = await readJson(request);
    const path = decodePath(pathname);
    send(
      response,
      200,
      await answerRest(broker, { method: request.method ?? "", path, query: searchParams, body, signal: gone.signal }),
    );
  } catch (error) {
    const { status, message, info } = toStatusError(error);
    const code = STATUSES[status].http;
    const details = info === undefined ? {} : { details: [{ "@type": ERROR_INFO_TYPE, ...info }] };
    send(response, code, { error: { code, message, status, ...details } });
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  if (response.destroyed) return;
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { "content-type": "application/json; charset=UTF-8", "content-length": bytes.length });
  response.end(bytes);
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    throw invalid(`The path '${path}' is not properly encoded.`, { cause: error });
  }
}

/** The body as JSON, undefined if empty. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  const bytes = await readBytes(request);
  if (bytes.length === 0) return undefined;
  try {
    return JSON.parse(bytes.toString());
  } catch (error) {
    throw invalid("Invalid JSON payload received.", { cause: error });
  }
}

/** Refuses an over-long body while it arrives. Uses events, since async iteration costs a tenth of a publish. */
function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
      else reject(invalid(`Request payload size exceeds the limit: ${MAX_BODY_BYTES} bytes.`));
    });
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("error", reject);
  });
}
