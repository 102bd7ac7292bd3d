import type { Fetch, FetchInit, FetchResponse } from "../../../functions/runtime/define/client.ts";
import type { Rehearsal, RehearsalLine, RehearsedRequest, UnmadeWrite } from "../../core/rehearsal.ts";
import type { StandIn } from "../../core/system.ts";

/** What one event has asked of a system, and what it would have written. */
export interface Recorded {
  readonly writes: (UnmadeWrite & { readonly system: string })[];
  /** What each request takes of the system's allowance, by unit, the unmade ones too. */
  readonly costs: Map<string, number>;
  /** Requests of which nobody knows how they would be answered, by operation. */
  readonly unknown: string[];
  /** Objects that were asked for by what may not show them yet, after one was created. */
  isAskedAfterwards: boolean;
}

export interface RehearsedSystem {
  readonly standIn: Pick<StandIn, "name" | "operationOf" | "costOf" | "rehearsal">;
  readonly settings: Readonly<Record<string, string>>;
  /** Reaches the system; only reads get there. */
  readonly fetch: Fetch;
  /** Of the event under way. */
  readonly recorded: () => Recorded;
  readonly now: () => number;
}

/** Thrown where a handler asks what can't be answered without doing it. */
export class UnknownRequestError extends Error {
  override readonly name = "UnknownRequestError";
}

/** A client's way out of which no write leads: it is recorded, and answered as the system would have. */
export function rehearsedFetch(system: RehearsedSystem): Fetch {
  const { standIn, recorded } = system;
  const { rehearsal } = standIn;
  return async (url, init) => {
    const request = toRequest(url, init);
    const { writes, costs, unknown } = recorded();
    for (const [unit, count] of Object.entries(standIn.costOf?.(request) ?? { calls: 1 }))
      costs.set(`${standIn.name} ${unit}`, (costs.get(`${standIn.name} ${unit}`) ?? 0) + count);
    const line = lineOf(system, init.signal);
    const isRead = rehearsal?.isRead(request) === true;
    const answer = await (isRead ? rehearsal?.reread?.(request, line) : writeOf(rehearsal, request, line));
    if (answer !== undefined) {
      writes.push(...answer.writes.map((write) => ({ system: standIn.name, ...write })));
      return toResponse(answer.status, answer.body);
    }
    if (isRead) {
      if (line.writes.some(({ what }) => what === "created")) recorded().isAskedAfterwards = true;
      return system.fetch(url, init);
    }
    const operation = standIn.operationOf(request);
    unknown.push(`${standIn.name} ${operation}`);
    throw new UnknownRequestError(`nobody knows how ${standIn.name} would answer ${operation} without doing it`);
  };
}

/** What is no call of the kind that is known throws on the way. */
async function writeOf(rehearsal: Rehearsal | undefined, request: RehearsedRequest, line: RehearsalLine) {
  try {
    return await rehearsal?.write(request, line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function lineOf({ standIn, settings, fetch, recorded, now }: RehearsedSystem, signal: AbortSignal): RehearsalLine {
  return {
    settings,
    now: now(),
    writes: recorded().writes.filter(({ system }) => system === standIn.name),
    async read(request) {
      const { method, url, headers, body } = request;
      if (standIn.rehearsal?.isRead(request) !== true)
        throw new UnknownRequestError(`${standIn.operationOf(request)} is no read of ${standIn.name}`);
      const init = { method, headers: { ...headers }, signal, redirect: "manual" } as const;
      const answer = await fetch(url.href, body === "" ? init : { ...init, body });
      return { status: answer.status, body: await answer.text() };
    },
  };
}

function toRequest(url: string, { method, headers, body = "" }: FetchInit): RehearsedRequest {
  return { method, url: new URL(url), headers, body };
}

function toResponse(status: number, body: unknown): FetchResponse {
  const text = body === "" ? "" : JSON.stringify(body);
  const headers = new Map(body === "" ? [] : [["content-type", "application/json;charset=UTF-8"] as [string, string]]);
  return { status, headers, text: () => Promise.resolve(text) };
}
