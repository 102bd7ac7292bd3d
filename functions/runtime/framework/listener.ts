import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Clock } from "../clock.ts";

/** What a function does with its requests. */
export interface Endpoint {
  readonly maxBodyBytes: number;
  /**
   * Called with what has been received: with an empty body first, and with more than maxBodyBytes once the limit is
   * exceeded. Undefined if there is no reason to refuse.
   */
  readonly refuse: (request: IncomingMessage, body: Buffer) => HttpAnswer | undefined;
  /** Receives the raw bytes of the whole body, neither inflated nor parsed. */
  readonly answer: (request: IncomingMessage, body: Buffer) => Promise<HttpAnswer>;
  /** The answer when one of the two throws: a bug of ours. */
  readonly failed: (request: IncomingMessage, error: unknown) => HttpAnswer;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; nothing without it. */
  readonly body?: object;
  /** Sent instead, under the content type in `headers`. */
  readonly text?: string;
}

const MOST_DISCARDED_BYTES = 8 * 1024 * 1024;
const DISCARD_MS = 2000;
const NOTHING = Buffer.alloc(0);

/** Reads each request's body up to the endpoint's limit and sends the answer. */
export function createListener(endpoint: Endpoint, clock: Clock): RequestListener {
  return function listen(request, response) {
    // The sender has left: nobody needs an answer, and the body is freed with the request.
    request.on("error", () => undefined);
    const refuses = (body: Buffer) => {
      const refusal = attempt(endpoint, request, () => endpoint.refuse(request, body));
      if (refusal === undefined) return false;
      discard(request, clock);
      write(response, refusal);
      return true;
    };
    if (refuses(NOTHING)) return;
    const chunks: Buffer[] = [];
    let length = 0;
    const onData = (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > endpoint.maxBodyBytes && refuses(Buffer.concat(chunks))) {
        request.off("data", onData).off("end", onEnd);
        chunks.length = 0;
      }
    };
    const onEnd = () => {
      const body = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
      endpoint.answer(request, body).then(
        (answer) => write(response, answer),
        (error: unknown) => write(response, endpoint.failed(request, error)),
      );
    };
    request.on("data", onData).on("end", onEnd);
  };
}

function attempt<Value>(endpoint: Endpoint, request: IncomingMessage, run: () => Value): Value | HttpAnswer {
  try {
    return run();
  } catch (error) {
    return endpoint.failed(request, error);
  }
}

/**
 * Discards the rest of a refused body, and cuts the connection when that is too much or takes too long. Cut at once, it
 * would be reset while the sender still writes, and one sender in four would never see the answer.
 */
function discard(request: IncomingMessage, clock: Clock): void {
  let left = MOST_DISCARDED_BYTES;
  const cancel = clock.after(DISCARD_MS, () => request.destroy());
  request.once("end", cancel).once("close", cancel);
  request.on("data", (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.destroy();
  });
}

function write(response: ServerResponse, { status, headers, body, ...answer }: HttpAnswer): void {
  const text = answer.text ?? (body === undefined ? "" : `${JSON.stringify(body)}\n`);
  const described = body === undefined ? {} : { "content-type": "application/json" };
  // A 204 has no body, and so no Content-Length.
  const measured = status === 204 ? {} : { "content-length": Buffer.byteLength(text) };
  response.writeHead(status, { ...described, ...measured, ...headers });
  response.end(text);
}
