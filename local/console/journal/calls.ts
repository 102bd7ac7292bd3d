import { AsyncLocalStorage } from "node:async_hooks";
import type { Faults } from "../../core/faults.ts";
import type { Observe } from "../../core/serve.ts";
import type { RecordChange } from "../../core/records.ts";
import type { StandIn } from "../../core/system.ts";
import type { Call } from "../contract/events.ts";
import type { Bodies, KeptBody } from "./bodies.ts";
import { type Changes, createScope, type MadeChange, type Maker, type Scope, shownChange } from "./changes.ts";

export interface OpenCall {
  readonly id: string;
  readonly system: Pick<StandIn, "name" | "operationOf">;
  readonly method: string;
  readonly url: string;
  readonly request: KeptBody;
  readonly answer: KeptBody;
  readonly startedAt: number;
  endedAt: number | undefined;
  status: number | null;
  fault?: string;
  readonly scope: Scope;
}

interface CallsSurroundings {
  readonly bodies: Bodies;
  readonly changes: Changes;
  /** Called for each new call; returns a function that says who makes it. */
  readonly onCall: (call: OpenCall, traceparent: string | null) => () => Maker;
  /** Called when something to report has changed. */
  readonly onChange: () => void;
}

/** Tracks calls to the systems, with the faults applied to them and the records they change, even late. */
export function createCalls(surroundings: CallsSurroundings) {
  const current = new AsyncLocalStorage<OpenCall>();
  let count = 0;
  return {
    observe:
      (system: OpenCall["system"]): Observe =>
      (request, body) => {
        const call = openCall(`c${(count += 1)}`, system, { request, body }, surroundings);
        return {
          run: (act) => current.run(call, act),
          answered(status) {
            call.status = status;
          },
          sent: (chunk) => call.answer.add(chunk),
          end() {
            call.endedAt ??= Date.now();
          },
        };
      },
    /** The same faults, recording which call each is applied to. */
    watch: (faults: Faults): Faults => ({
      ...faults,
      take(system, request, isHit) {
        const rule = faults.take(system, request, isHit);
        const call = current.getStore();
        if (rule !== undefined && call !== undefined) call.fault = rule.fault;
        return rule;
      },
    }),
    changed(system: string, change: RecordChange): void {
      surroundings.changes.note(current.getStore()?.scope, system, change);
      surroundings.onChange();
    },
  };
}

interface Received {
  readonly request: Request;
  readonly body: Buffer | undefined;
}

function openCall(
  id: string,
  system: OpenCall["system"],
  { request, body }: Received,
  { bodies, onCall }: CallsSurroundings,
): OpenCall {
  let maker: () => Maker = () => ({});
  const { method, url, headers } = request;
  const call: OpenCall = {
    id,
    system,
    method,
    url,
    request: bodies.create(body === undefined ? Number(headers.get("content-length") ?? 0) : 0),
    answer: bodies.create(),
    startedAt: Date.now(),
    endedAt: undefined,
    status: null,
    scope: createScope(() => maker()),
  };
  if (body !== undefined) call.request.add(body);
  maker = onCall(call, headers.get("traceparent"));
  return call;
}

/** @param isShown which of its changes to include; default: all */
export function shownCall(call: OpenCall, isShown: (change: MadeChange) => boolean = () => true): Call {
  const { id, system, method, request, answer, startedAt, endedAt, status, fault, scope } = call;
  const url = new URL(call.url);
  const sent = request.read();
  return {
    id,
    system: system.name,
    operation: system.operationOf({ method, url, body: sent.text }),
    method,
    path: url.pathname + url.search,
    request: sent,
    status,
    answer: answer.read(),
    startedAt: new Date(startedAt).toISOString(),
    ms: (endedAt ?? Date.now()) - startedAt,
    ...(fault === undefined ? {} : { fault }),
    changes: scope.made.filter(isShown).map(shownChange),
  };
}
