import type { Clock } from "./clock.ts";
import type { FaultRule } from "./fault-rule.ts";
import type { Answer } from "./system.ts";

/** Answers a request under one of the common faults. A system applies its own faults before this. */
export async function applyFault(rule: FaultRule, request: Request, answer: Answer, clock: Clock): Promise<Response> {
  switch (rule.fault) {
    case "reject-before":
      return refusal(rule, 500);
    case "apply-then-drop":
      await answer(request);
      throw connectionReset();
    case "late-apply":
      return applyLate(rule, request, answer, clock);
    case "reset-before-headers":
      throw connectionReset();
    case "unknown-host":
      throw new TypeError("fetch failed", { cause: withCode("getaddrinfo ENOTFOUND", "ENOTFOUND") });
    case "reset-mid-body":
      return breakBody(await answer(request), (controller) => controller.error(bodyTerminated()));
    case "stall-headers":
      return untilAborted(request.signal);
    case "stall-body":
      return breakBody(await answer(request), (controller) => {
        onAbort(request.signal, (reason) => controller.error(reason));
      });
    case "slow":
      return wait(rule.milliseconds ?? 1000, await answer(request), request.signal, clock);
    case "truncated-200":
      return cutBody(await answer(request), (length) => Math.floor(length / 2));
    case "empty-200":
      return emptyAnswer(await answer(request));
    default:
      return gatewayAnswer(rule, request);
  }
}

/** An answer from a proxy in front of the system. */
function gatewayAnswer(rule: FaultRule, request: Request): Response {
  switch (rule.fault) {
    case "5xx-json":
      return refusal({ ...rule, body: rule.body ?? { error: "service unavailable" } }, 503);
    case "other-200":
      return refusal({ ...rule, body: rule.body ?? {} }, 200);
    case "5xx-html":
      return htmlPage(rule, "text/html");
    case "5xx-html-charset":
      return htmlPage(rule, "text/html; charset=utf-8");
    case "429":
      return refusal(rule, 429);
    case "429-retry-after":
      return refusal(rule, 429, { "retry-after": String(Math.ceil((rule.milliseconds ?? 1000) / 1000)) });
    case "3xx":
      return refusal(rule, 302, { location: new URL("/maintenance", request.url).href });
    default:
      throw new Error(
        `The fault "${rule.fault}" is not a common one: the system ${rule.system} must handle it itself.`,
      );
  }
}

function refusal({ status, body }: FaultRule, usualStatus: number, headers: Record<string, string> = {}): Response {
  const init = { status: status ?? usualStatus, headers };
  if (body === undefined) return new Response(null, init);
  if (typeof body === "string") return new Response(body, init);
  return Response.json(body, init);
}

function htmlPage({ status = 502, body }: FaultRule, contentType: string): Response {
  const page = typeof body === "string" ? body : `<html><body><h1>${status} Bad Gateway</h1></body></html>\n`;
  // As bytes, because Response adds a charset to strings.
  return new Response(new TextEncoder().encode(page), { status, headers: { "content-type": contentType } });
}

/** Passes half of the body, then ends it as `ending` says. An answer without a body can only be dropped. */
async function breakBody(
  response: Response,
  ending: (controller: ReadableStreamDefaultController<Uint8Array>) => void,
): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length === 0) throw connectionReset();
  let isSent = false;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (isSent) return endLater(controller, ending);
        isSent = true;
        controller.enqueue(bytes.subarray(0, Math.ceil(bytes.length / 2)));
        return undefined;
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { status: response.status, headers: response.headers });
}

/** A pull that neither enqueues nor closes is not called again, so the stream ends only through `ending`. */
function endLater(
  controller: ReadableStreamDefaultController<Uint8Array>,
  ending: (controller: ReadableStreamDefaultController<Uint8Array>) => void,
): Promise<never> {
  ending(controller);
  return new Promise(() => {});
}

async function cutBody(response: Response, keep: (length: number) => number): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  const kept = bytes.subarray(0, keep(bytes.length));
  return new Response(bytes.length === 0 ? null : kept, { status: response.status, headers });
}

async function emptyAnswer(response: Response): Promise<Response> {
  await response.body?.cancel();
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  return new Response(null, { status: 200, headers });
}

/** The request reaches the system after its caller may have left, so it must not depend on the caller's signal. */
async function applyLate(rule: FaultRule, request: Request, answer: Answer, clock: Clock): Promise<Response> {
  const { url, method, headers } = request;
  const bytes = await request.arrayBuffer();
  const late = new Request(url, { method, headers, body: bytes.byteLength === 0 ? null : bytes });
  clock.after(rule.milliseconds ?? 30_000, () => void answer(late));
  return untilAborted(request.signal);
}

function wait(milliseconds: number, response: Response, signal: AbortSignal, clock: Clock): Promise<Response> {
  return new Promise((resolve, reject) => {
    const forget = onAbort(signal, (reason) => {
      cancel();
      reject(reason);
    });
    const cancel = clock.after(milliseconds, () => {
      forget();
      resolve(response);
    });
  });
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    onAbort(signal, reject);
  });
}

/** Calls back with the reason when the signal aborts, or at once if it has. Returns a function that unsubscribes. */
function onAbort(signal: AbortSignal, callback: (reason: unknown) => void): () => void {
  const listener = () => callback(signal.reason);
  if (signal.aborted) listener();
  else signal.addEventListener("abort", listener, { once: true });
  return () => signal.removeEventListener("abort", listener);
}

/** fetch's rejection when the connection breaks before an answer. */
function connectionReset(): TypeError {
  return new TypeError("fetch failed", { cause: withCode("read ECONNRESET", "ECONNRESET") });
}

/** The rejection of a body when the connection breaks midway. */
function bodyTerminated(): TypeError {
  return new TypeError("terminated", { cause: withCode("other side closed", "UND_ERR_SOCKET") });
}

function withCode(message: string, code: string): Error {
  return Object.assign(new Error(message), { code });
}
