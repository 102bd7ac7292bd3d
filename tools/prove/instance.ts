import { AsyncLocalStorage } from "node:async_hooks";
import type { ClientCall, Clients, ClientSpecification, Fetch } from "../../functions/runtime/define/client.ts";
import type { Handler } from "../../functions/runtime/define/handler.ts";
import { createFailures } from "../../functions/runtime/handle/give-up.ts";
import { handleDelivery, type HandleContext } from "../../functions/runtime/handle/handle.ts";
import type { Log, LogFields } from "../../functions/runtime/log.ts";
import type { Message } from "../../functions/runtime/pubsub/message.ts";
import { readSettings } from "../../functions/runtime/settings.ts";
import type { Validate } from "../../functions/runtime/validate.ts";
import type { Call } from "./calls.ts";
import { mortalClock } from "./clock.ts";
import type { Declarations } from "./declared/declarations.ts";
import type { Stage, StagedSystem } from "./stage.ts";

/** A handler with all that it needs to run. */
export interface ProvedHandler {
  readonly name: string;
  readonly handler: Handler;
  readonly validate: Validate;
  readonly declared: Declarations;
  /** Those that it uses. */
  readonly clients: readonly ClientSpecification[];
}

/** One delivery of a message to an instance. */
export interface Run {
  readonly handler: ProvedHandler;
  /** Of the case, from 1. */
  readonly delivery: number;
  readonly startedAt: number;
  /** What the instance answered; undefined until then, and for ever if it has died. */
  status: number | undefined;
  endedAt: number;
  /** When run() itself settled, 0 if it never began. Not the delivery's end: a deadline ends that whatever run() does. */
  handlerEndedAt: number;
  callCount: number;
  /** Calls begun and not answered yet. */
  openCalls: number;
  /** Both in the moment of the answer, when the platform takes the CPU away. */
  atEnd: { readonly callCount: number; readonly openCalls: number };
  readonly countByOperation: Map<string, number>;
  /** Why it was not acknowledged or why it was dead-lettered, as logged. */
  reason: string | undefined;
}

/** One process of a function, as Cloud Run starts it. */
export interface Instance {
  readonly isAlive: boolean;
  /** Nothing of it happens any more: no call, no answer, no timer. */
  kill(): void;
  deliver(message: Message, attempt: number): Run;
}

/** A run that makes more calls than this goes round in circles; the next one is never answered. */
export const MOST_CALLS = 250;

const runs = new AsyncLocalStorage<Run>();
const never = () => new Promise<never>(() => {});

export function startInstance(stage: Stage, proved: ProvedHandler): Instance {
  const { handler, validate, clients } = proved;
  let isAlive = true;
  const failures = createFailures();
  const clock = mortalClock(stage.clock, () => isAlive);
  const fetch: Fetch = (url, init) => (isAlive ? placeCall(stage, new Request(url, init), () => isAlive) : never());
  const environment = Object.assign({}, ...stage.systems.map(({ settings, origin }) => settings(origin)));
  const connected = clients.map((client) => ({
    name: client.name,
    forEvent: client.connect({ settings: readSettings(client.settings, environment), fetch, clock }),
  }));
  const clientsFor = (call: ClientCall): Partial<Clients> =>
    Object.fromEntries(connected.map(({ name, forEvent }) => [name, guardLoops(forEvent(call))]));
  const publish: HandleContext["publish"] = (topic, messages) => {
    if (!isAlive) return never();
    const delivery = runs.getStore()?.delivery ?? 0;
    stage.deadLetters.push(
      ...messages.map(({ attributes }) => ({ delivery, topic, attributes, at: stage.clock.now() })),
    );
    return Promise.resolve();
  };

  return {
    get isAlive() {
      return isAlive;
    },
    kill() {
      isAlive = false;
      stage.activity += 1;
    },
    deliver(message, attempt) {
      const run = newRun(stage, proved);
      const unit = { handler: { ...handler, run: tracked(stage, handler, run) }, validate };
      const delivery = {
        message,
        messageId: message.attributes["ce-id"] ?? "",
        publishedAt: stage.clock.now(),
        attempt,
      };
      const context = { clients: clientsFor, publish, clock, failures, log: outcomeLog(stage, run) };
      runs
        .run(run, () => handleDelivery(unit, delivery, context))
        .then(
          (status) => end(stage, run, isAlive ? status : undefined),
          (error: unknown) => end(stage, run, isAlive ? 500 : undefined, String(error)),
        );
      return run;
    },
  };
}

function newRun(stage: Stage, handler: ProvedHandler): Run {
  const run: Run = {
    handler,
    delivery: stage.runs.length + 1,
    startedAt: stage.clock.now(),
    status: undefined,
    endedAt: Number.NaN,
    handlerEndedAt: 0,
    callCount: 0,
    openCalls: 0,
    atEnd: { callCount: 0, openCalls: 0 },
    countByOperation: new Map(),
    reason: undefined,
  };
  stage.runs.push(run);
  return run;
}

function end(stage: Stage, run: Run, status: number | undefined, reason?: string): void {
  run.status = status;
  run.endedAt = stage.clock.now();
  run.atEnd = { callCount: run.callCount, openCalls: run.openCalls };
  if (reason !== undefined) run.reason = reason;
  stage.activity += 1;
}

function tracked({ clock }: Stage, handler: Handler, run: Run): Handler["run"] {
  return async (event, context) => {
    run.handlerEndedAt = Infinity;
    try {
      await handler.run(event, context);
    } finally {
      run.handlerEndedAt = clock.now();
    }
  };
}

/** Keeps a handler that repeats a failing call without end from stopping the clock: at some point it is left waiting. */
function guardLoops(client: object): object {
  let count = 0;
  const entries = Object.entries(client).map(([name, method]: [string, unknown]) => {
    if (typeof method !== "function") return [name, method];
    const guarded = (...values: unknown[]): unknown => {
      count += 1;
      if (count > MOST_CALLS) return never();
      const result: unknown = method.apply(client, values);
      // A promise that the handler forgets must fail the case, not end this process.
      if (result instanceof Promise) result.catch(() => {});
      return result;
    };
    return [name, guarded];
  });
  return Object.fromEntries(entries);
}

/** Keeps the line that says what became of the delivery; the calls are known better from here. */
function outcomeLog(stage: Stage, run: Run): Log {
  const keep =
    (level: keyof Omit<Log, "with">) =>
    (message: string, fields: LogFields = {}) => {
      stage.onLine?.(level, message, fields);
      if (fields.outcome === undefined) return;
      if (fields.reason !== undefined)
        run.reason = [fields.system, fields.operation, fields.reason].filter(Boolean).join(" ");
      if (stage.isRecording)
        stage.lines.push(`${run.delivery}: ${message}${run.reason === undefined ? "" : ` (${run.reason})`}`);
    };
  const log: Log = {
    debug: keep("debug"),
    info: keep("info"),
    warning: keep("warning"),
    error: keep("error"),
    with: () => log,
  };
  return log;
}

/** A call as an instance makes it: to the stand-in that its address is of, by the case's direction. */
async function placeCall(stage: Stage, request: Request, isAlive: () => boolean): Promise<Response> {
  const run = runs.getStore();
  const url = new URL(request.url);
  const system = stage.systems.find(({ origin }) => origin === url.origin);
  if (system === undefined)
    throw new TypeError("fetch failed", {
      cause: Object.assign(new Error(`no system at ${url.origin}`), { code: "ENOTFOUND" }),
    });
  const call = recordCall(stage, system, request, url, run);
  if (run !== undefined) run.openCalls += 1;
  stage.activity += 1;
  if ((run?.callCount ?? 0) > MOST_CALLS) return never();
  try {
    const response = await stage.direct(call, () => system.fetch(request));
    call.answer = String(response.status);
    if (stage.isRecording) keepBody(response, (text) => (call.answerBody = text));
    return isAlive() ? response : await never();
  } catch (error) {
    call.answer = codeOf(error);
    throw error;
  } finally {
    if (run !== undefined) run.openCalls -= 1;
    stage.activity += 1;
  }
}

function recordCall(stage: Stage, system: StagedSystem, request: Request, url: URL, run: Run | undefined): Call {
  const { method } = request;
  const operation = system.operationOf({ method, url });
  const nth = (run?.countByOperation.get(operation) ?? 0) + 1;
  run?.countByOperation.set(operation, nth);
  if (run !== undefined) run.callCount += 1;
  const call: Call = {
    index: stage.calls.length + 1,
    delivery: run?.delivery ?? 0,
    system: system.name,
    method,
    url,
    operation,
    nth,
    at: stage.clock.now(),
    disturbance: undefined,
    answer: undefined,
    requestBody: "",
    answerBody: "",
  };
  stage.calls.push(call);
  if (stage.isRecording) keepBody(request, (text) => (call.requestBody = text));
  return call;
}

/** Beside the reading of whom it is for. */
function keepBody(message: Request | Response, keep: (text: string) => void): void {
  if (message.body !== null)
    void message
      .clone()
      .text()
      .then(keep, (error: unknown) => keep(`… ${codeOf(error)}`));
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (typeof cause === "object" && cause !== null && "code" in cause) return String(cause.code);
  return error instanceof Error ? error.message : String(error);
}
