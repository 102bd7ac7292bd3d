import type { Fetch, FetchInit, FetchResponse } from "../../../functions/runtime/define/client.ts";
import { jsonIn } from "../../core/json.ts";
import type { Rehearsal, RehearsalLine, RehearsedRequest, ShownRecords, UnmadeWrite } from "../../core/rehearsal.ts";
import type { StandIn } from "../../core/system.ts";

/** An event's requests to a system, and what it would have written. */
export interface Recorded {
  readonly writes: (UnmadeWrite & { readonly system: string })[];
  /** What each request uses of the system's allowance, by unit, including simulated ones. */
  readonly costs: Map<string, number>;
  /** Operations of requests whose answer can't be predicted. */
  readonly unknown: string[];
  /** What was read from each system, with a way to read again. */
  readonly reads: Heard[];
  /** Whether objects were read in a way that may not show them yet, after one was created. */
  isAskedAfterwards: boolean;
}

interface Heard {
  readonly system: RehearsedSystem;
  readonly request: RehearsedRequest;
  /** The answer's. */
  readonly body: string;
}

interface RehearsedSystem {
  readonly standIn: Pick<StandIn, "name" | "operationOf" | "costOf" | "rehearsal">;
  readonly settings: Readonly<Record<string, string>>;
  /** Reaches the system; only used for reads. */
  readonly fetch: Fetch;
  /** For the current event. */
  readonly recorded: () => Recorded;
  readonly now: () => number;
}

/** Thrown if a handler makes a request that can't be predicted. */
class UnknownRequestError extends Error {
  override readonly name = "UnknownRequestError";
}

/** A client's fetch that sends no writes: they are recorded and answered as the system would. */
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
      return readFrom(system, request, url, init);
    }
    const operation = standIn.operationOf(request);
    unknown.push(`${standIn.name} ${operation}`);
    throw new UnknownRequestError(`nobody knows how ${standIn.name} would answer ${operation} without doing it`);
  };
}

/** The complete records that were read, by system and kind. */
export async function shownBy(reads: readonly Heard[], signal: AbortSignal): Promise<SeenRecords> {
  const seen: Record<string, ShownRecords> = {};
  for (const [system, own] of Map.groupBy(reads, (one) => one.system)) {
    const answered = own.flatMap(({ request, body }) => {
      const answer = jsonIn(body);
      return answer === undefined ? [] : [{ request, answer }];
    });
    const shown = (await system.standIn.rehearsal?.shown?.(answered, lineOf(system, signal))) ?? {};
    if (Object.keys(shown).length > 0) seen[system.standIn.name] = shown;
  }
  return seen;
}

/** By system. */
export type SeenRecords = Readonly<Record<string, ShownRecords>>;

/** Sends a read and keeps the answer, whose body can be read only once. */
async function readFrom(system: RehearsedSystem, request: RehearsedRequest, url: string, init: FetchInit) {
  const { reads } = system.recorded();
  const answer = await system.fetch(url, init);
  return {
    status: answer.status,
    headers: answer.headers,
    async text() {
      const body = await answer.text();
      reads.push({ system, request, body });
      return body;
    },
  };
}

/** Unknown kinds of calls throw. */
async function writeOf(rehearsal: Rehearsal | undefined, request: RehearsedRequest, line: RehearsalLine) {
  try {
    return await rehearsal?.write(request, line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function lineOf(system: RehearsedSystem, signal: AbortSignal): RehearsalLine {
  const { standIn, settings, recorded, now } = system;
  return {
    settings,
    now: now(),
    writes: recorded().writes.filter((one) => one.system === standIn.name),
    async read(request) {
      const { method, url, headers, body } = request;
      if (standIn.rehearsal?.isRead(request) !== true)
        throw new UnknownRequestError(`${standIn.operationOf(request)} is no read of ${standIn.name}`);
      const init = { method, headers: { ...headers }, signal, redirect: "manual" } as const;
      const answer = await readFrom(system, request, url.href, body === "" ? init : { ...init, body });
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
