import http, { type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";

/** How a server takes in requests before the Functions Framework sees them. */
export interface Intake {
  readonly maxBodyBytes: number;
  /**
   * Asked with what is known so far: with no body before one is read, and with more than maxBodyBytes when it has
   * grown too long. True when it has answered the request itself.
   */
  readonly refuse: (request: IncomingMessage, response: ServerResponse, body: Buffer) => boolean;
}

const MOST_DISCARDED_BYTES = 8 * 1024 * 1024;

const bodies = new WeakMap<IncomingMessage, Buffer>();

/** The raw bytes of a request's body, nothing inflated or parsed. */
export function rawBody(request: IncomingMessage): Buffer {
  return bodies.get(request) ?? Buffer.alloc(0);
}

/**
 * Has the next HTTP server of this process, which is the Functions Framework's, read each body under our own limit
 * before its Express application sees the request. Left to itself the framework inflates and parses up to 1 GB of any
 * content type before it calls a function, and answers broken JSON with a 400 of its own. Its parsers leave a request
 * alone whose body has been read (body-parser: onFinished.isFinished), which test/runtime/raw-body.test.ts holds down.
 */
export function interceptServer(intake: Intake, onServer: (server: http.Server) => void): void {
  const { createServer } = http;
  http.createServer = ((application: RequestListener) => {
    http.createServer = createServer;
    const server = createServer((request, response) => takeIn(intake, request, response, application));
    onServer(server);
    return server;
  }) as typeof createServer;
}

function takeIn(
  intake: Intake,
  request: IncomingMessage,
  response: ServerResponse,
  application: RequestListener,
): void {
  if (refuses(intake, request, response, Buffer.alloc(0))) return;
  const chunks: Buffer[] = [];
  let length = 0;
  const onData = (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length > intake.maxBodyBytes && refuses(intake, request, response, Buffer.concat(chunks))) {
      request.off("data", onData).off("end", onEnd);
      chunks.length = 0;
    }
  };
  const onEnd = () => {
    bodies.set(request, chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
    // The router would refuse some paths by itself (/robots.txt, /%ff), in its own words. One function has one path.
    request.url = `/${/\?.*/.exec(request.url ?? "")?.[0] ?? ""}`;
    application(request, response);
  };
  request.on("data", onData).on("end", onEnd);
  // The sender has gone: there is nobody to answer, and what it sent is let go with the request.
  request.on("error", () => undefined);
}

function refuses(intake: Intake, request: IncomingMessage, response: ServerResponse, body: Buffer): boolean {
  if (!intake.refuse(request, response, body)) return false;
  discard(request);
  return true;
}

/**
 * What remains of a refused body is thrown away as it comes, and the connection cut when that is too much. Cut at once,
 * it would be reset while the sender still writes, and one sender in four would never see the answer.
 */
function discard(request: IncomingMessage): void {
  let left = MOST_DISCARDED_BYTES;
  request.on("data", (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.destroy();
  });
}
