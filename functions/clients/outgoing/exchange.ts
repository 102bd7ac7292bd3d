import type { Clock } from "../../runtime/clock.ts";
import type { ClientCall, Fetch, FetchResponse } from "../../runtime/define/client.ts";
import { UnavailableError } from "../../runtime/define/errors.ts";
import type { Pace } from "./pace.ts";

/** How a system is reached; the same for all its calls. */
export interface Line {
  readonly system: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** One call, from the first byte sent to the last one read. */
  readonly callTimeoutMs: number;
  /** How many calls an instance makes per second; without it there is no limit. */
  readonly pace?: Pace | undefined;
}

/** On whose behalf a call is made. A login has no signal, since several events wait for it. */
export type Caller = Pick<ClientCall, "log"> & Partial<ClientCall>;

export interface Outgoing {
  readonly method: string;
  readonly url: string;
  /** The operation, without ids, for logs and reasons: `GET /sobjects/Lead/{id}`. */
  readonly operation: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

export interface SystemAnswer {
  readonly status: number;
  readonly headers: FetchResponse["headers"];
  readonly body: string;
  readonly callMs: number;
}

/**
 * Sends one request and reads the whole answer: no retry, no redirect followed.
 * @throws UnavailableError when there is no whole answer: DEADLINE at the event's deadline, TIMEOUT at the call's own,
 *   else the network's code. Whether the request took effect is then unknown.
 */
export async function exchange(line: Line, caller: Caller, outgoing: Outgoing): Promise<SystemAnswer> {
  await line.pace?.wait(caller.signal);
  const started = line.clock.now();
  const limit = limitCall(line, caller.signal, outgoing.operation);
  try {
    // The limit holds even if fetch or a body ignores its signal.
    const answer = await Promise.race([send(line.fetch, traced(outgoing, caller), limit.signal), limit.reached]);
    caller.onAnswer?.(line.system, answer, outgoing.operation);
    caller.onCall?.({ system: line.system, operation: outgoing.operation, startedAt: started, status: answer.status });
    return { ...answer, callMs: line.clock.now() - started };
  } catch (cause) {
    const error = limit.signal.aborted ? limit.signal.reason : unreachable(line, outgoing.operation, cause);
    if (error instanceof UnavailableError) {
      const { system } = line;
      const callMs = line.clock.now() - started;
      const { code } = error.reason;
      caller.onCall?.({ system, operation: outgoing.operation, startedAt: started, code });
      caller.log.warning("call failed", {
        system,
        operation: outgoing.operation,
        callMs,
        reason: code,
      });
    }
    throw error;
  } finally {
    limit.release();
  }
}

function traced(outgoing: Outgoing, { traceparent }: Caller): Outgoing {
  return traceparent === undefined ? outgoing : { ...outgoing, headers: { ...outgoing.headers, traceparent } };
}

async function send(fetch: Fetch, { method, url, headers, body }: Outgoing, signal: AbortSignal) {
  signal.throwIfAborted();
  const init = { method, headers: { ...headers }, signal, redirect: "manual" } as const;
  const response = await fetch(url, body === undefined ? init : { ...init, body });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

/** Aborts at the event's deadline or the call's own time-out, whichever comes first. */
function limitCall({ system, clock, callTimeoutMs }: Line, deadline: AbortSignal | undefined, operation: string) {
  const controller = new AbortController();
  const { promise: reached, reject } = Promise.withResolvers<never>();
  const giveUp = (code: string, when: string) => {
    const text = `${system} had not answered ${operation} ${when}; it may have taken effect`;
    controller.abort(new UnavailableError(text, { code, system, operation }));
    reject(controller.signal.reason);
  };
  const onDeadline = () => giveUp("DEADLINE", "by the event's deadline");
  if (deadline?.aborted === true) onDeadline();
  deadline?.addEventListener("abort", onDeadline);
  const cancel = clock.after(callTimeoutMs, () => giveUp("TIMEOUT", `within ${callTimeoutMs} ms`));
  const release = () => {
    cancel();
    deadline?.removeEventListener("abort", onDeadline);
  };
  return { signal: controller.signal, reached, release };
}

function unreachable({ system }: Line, operation: string, cause: unknown): UnavailableError {
  const code = networkCode(cause);
  const message = `the connection to ${system} failed in ${operation} (${code}); it may have taken effect`;
  return new UnavailableError(message, { code, system, operation }, { cause });
}

/** The socket's code, which Node's own fetch wraps: ECONNRESET, ENOTFOUND, CERT_HAS_EXPIRED. */
function networkCode(error: unknown): string {
  if (typeof error !== "object" || error === null) return "NETWORK";
  if ("code" in error && typeof error.code === "string" && /^[A-Z][A-Z0-9_]+$/.test(error.code)) return error.code;
  return networkCode("cause" in error ? error.cause : undefined);
}
