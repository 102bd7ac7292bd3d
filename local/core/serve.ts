import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { closeServer, listenAt, portOf } from "./listening.ts";
import type { Answer } from "./system.ts";

/** Notified about one HTTP exchange. */
interface Observer {
  /** Calls the function within the exchange's context and returns its result. */
  run<Result>(act: () => Result): Result;
  answered(status: number): void;
  sent(chunk: Uint8Array): void;
  /** The exchange is over, successful or not. */
  end(): void;
}

/** Called for each request, with its body if that was read first. */
export type Observe = (request: Request, body: Buffer | undefined) => Observer;

const unobserved: Observer = { run: (act) => act(), answered() {}, sent() {}, end() {} };

/** Bodies that declare up to this size are read before the call; longer and chunked ones are streamed. */
const SMALL_BODY_BYTES = 256 * 1024;
const NOTHING = Buffer.alloc(0);

/**
 * Serves a fetch-style function over HTTP, on a free port of 127.0.0.1. Its failures become the wire's: a
 * rejection resets the connection, a body that errors cuts it, one that stalls hangs. When the caller leaves,
 * request.signal aborts. close() drops open connections.
 */
export async function serve(
  fetch: Answer,
  { observe = () => unobserved }: { observe?: Observe } = {},
): Promise<{ url: string; close(): Promise<void> }> {
  let origin = "";
  const server = createServer((incoming, outgoing) => void exchange({ fetch, observe, origin }, incoming, outgoing));
  // Idle connections are kept: closing one just as a client reuses it would look like an injected fault.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  await listenAt(server, 0);
  origin = `http://127.0.0.1:${portOf(server)}`;
  return { url: origin, close: () => closeServer(server) };
}

interface Served {
  readonly fetch: Answer;
  readonly observe: Observe;
  readonly origin: string;
}

async function exchange({ fetch, observe, origin }: Served, incoming: IncomingMessage, outgoing: ServerResponse) {
  const caller = new AbortController();
  let response: Response;
  let observer = unobserved;
  try {
    const body = await readSmall(incoming);
    const request = toRequest(origin, incoming, body, caller.signal);
    observer = observe(request, body);
    outgoing.once("close", observer.end);
    outgoing.once("close", () => {
      if (!outgoing.writableFinished) caller.abort();
    });
    response = await observer.run(() => fetch(request));
    observer.answered(response.status);
  } catch {
    incoming.socket.resetAndDestroy();
    return;
  }
  try {
    await send(response, outgoing, observer);
  } catch {
    // Not a reset, which would overtake the part of the body already sent.
    incoming.socket.destroySoon();
  }
}

/** Undefined if the body is long or of unknown length: it is streamed. */
async function readSmall(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const { method, headers } = incoming;
  const length = Number(headers["content-length"] ?? (headers["transfer-encoding"] ? Infinity : 0));
  if (method === "GET" || method === "HEAD" || length === 0) return NOTHING;
  return length <= SMALL_BODY_BYTES ? buffer(incoming) : undefined;
}

function toRequest(origin: string, incoming: IncomingMessage, body: Buffer | undefined, signal: AbortSignal): Request {
  const headers = new Headers();
  for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2) {
    headers.append(incoming.rawHeaders[index] ?? "", incoming.rawHeaders[index + 1] ?? "");
  }
  const { method = "GET", url = "/" } = incoming;
  const init = { method, headers };
  const request =
    body === undefined
      ? new Request(origin + url, { ...init, body: Readable.toWeb(incoming), duplex: "half" })
      : new Request(origin + url, body.length === 0 ? init : { ...init, body });
  // Request's own signal follows the caller's through a weak reference: a stalled call held by nothing else would be
  // collected and never notified. Those references also outlive the call, which costs a fifth of this process's time.
  return Object.defineProperty(request, "signal", { value: signal });
}

async function send(response: Response, outgoing: ServerResponse, observer: Observer): Promise<void> {
  outgoing.writeHead(response.status, headerPairs(response.headers));
  if (response.body === null) {
    outgoing.end();
    return;
  }
  const reader = response.body.getReader();
  outgoing.once("close", () => void reader.cancel().catch(() => {}));
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    observer.sent(chunk.value);
    if (!outgoing.write(chunk.value) && !outgoing.destroyed) await drained(outgoing);
  }
  outgoing.end();
}

/** As a flat list, because set-cookie may occur twice. */
function headerPairs(headers: Headers): string[] {
  const pairs: string[] = [];
  for (const [name, value] of headers) pairs.push(name, value);
  return pairs;
}

/** Resolves when the caller has taken what was written, or has left. */
function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      outgoing.off("drain", settle).off("close", settle);
      resolve();
    };
    outgoing.on("drain", settle).on("close", settle);
  });
}
