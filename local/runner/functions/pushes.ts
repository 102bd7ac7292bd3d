import http from "node:http";
import type { Push, PushBody } from "../../pubsub/delivery/push.ts";
import type { FunctionProcess } from "./function-process.ts";
import { endpointOf, functionNameIn } from "./topics.ts";

/** Delivers Pub/Sub's pushes and Scheduler's calls to the functions. */
export interface Pushes {
  readonly push: Push;
  readonly call: (functionName: string, signal: AbortSignal) => Promise<number>;
  /** Unanswered requests, newest first. */
  underWay(): readonly UnderWay[];
}

type Tell = (name: string, sentence: string) => void;

export interface UnderWay {
  readonly target: FunctionProcess;
  readonly name: string;
  /** Pushes only. */
  readonly body?: PushBody;
  readonly traceparent?: string | undefined;
  readonly startedAt: number;
}

type Address = Awaited<ReturnType<FunctionProcess["address"]>>;

/** After this time, the function is asked whether it is stuck. */
const LOOK_AFTER_MS = 5000;

/**
 * Pushes to the function that `functionAt` names for an endpoint. A function that exceeds the ack deadline is killed:
 * its own deadline is earlier, so its event loop must be blocked, and unlike the cloud there is no other instance.
 * Callers waiting for it are told earlier.
 * @param begin is called before each push; returns its traceparent
 */
export function createPushes(
  functionAt: (endpoint: string) => FunctionProcess,
  tell: Tell,
  begin: (functionName: string, body: PushBody) => string | undefined = () => undefined,
  lookAfterMs = LOOK_AFTER_MS,
): Pushes {
  const underWay = new Set<UnderWay>();
  async function send(endpoint: string, signal: AbortSignal, body?: PushBody): Promise<number> {
    const one = {
      target: functionAt(endpoint),
      name: functionNameIn(endpoint),
      startedAt: Date.now(),
      ...(body && { body, traceparent: begin(functionNameIn(endpoint), body) }),
    };
    underWay.add(one);
    // A busy machine may take long to start a function; one that loops while it is loaded never starts.
    let look = setTimeout(
      () => tell(one.name, "is still being started: a busy machine, or a loop in its code."),
      lookAfterMs,
    );
    try {
      const address = await one.target.address();
      clearTimeout(look);
      look = setTimeout(() => void reportIfStuck(one, tell), lookAfterMs);
      return await post(one, address, signal, tell);
    } finally {
      clearTimeout(look);
      underWay.delete(one);
    }
  }
  return {
    push: (endpoint, body, signal) => send(endpoint, signal, body),
    call: (functionName, signal) => send(endpointOf(functionName), signal),
    underWay: () => [...underWay].toReversed(),
  };
}

async function reportIfStuck({ target, name, body, startedAt }: UnderWay, tell: Tell): Promise<void> {
  if (await target.isAwake()) return;
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  tell(
    name,
    `is stuck at ${eventOf(body)}, as in a loop without await, for ${seconds} s; at its deadline it is killed.`,
  );
}

async function post(
  { target, name, body, startedAt, traceparent }: UnderWay,
  address: Address,
  signal: AbortSignal,
  tell: Tell,
) {
  const pid = target.pid();
  try {
    return await request(address, { body, traceparent }, signal);
  } catch (error) {
    const event = eventOf(body);
    if (signal.aborted && isTimeout(signal.reason)) {
      const seconds = Math.round((Date.now() - startedAt) / 1000);
      tell(name, `has not answered ${event} for ${seconds} s: it is stuck, as in a loop without await, and is killed.`);
      target.kill(pid);
    } else if (!signal.aborted) tell(name, `has not answered ${event}, which is delivered again.`);
    throw error;
  }
}

function eventOf(body: PushBody | undefined): string {
  return body?.message.attributes?.["ce-id"] ?? "a call";
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === "TimeoutError";
}

/** Resolves with the status; rejects if there is no answer. */
function request(
  { port, agent }: Address,
  { body = {}, traceparent }: { readonly body: object | undefined; readonly traceparent: string | undefined },
  signal: AbortSignal,
): Promise<number> {
  const payload = JSON.stringify(body);
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(payload),
    ...(traceparent !== undefined && { traceparent }),
  };
  return new Promise((resolve, reject) => {
    const sent = http.request({ host: "127.0.0.1", port, agent, method: "POST", path: "/", headers, signal });
    sent.on("error", reject);
    sent.once("response", (answer) => {
      answer.resume();
      answer.once("end", () => resolve(answer.statusCode ?? 0));
      answer.once("error", reject);
    });
    sent.end(payload);
  });
}
