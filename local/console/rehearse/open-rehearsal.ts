import { abortAfter, type Clock, orAbort } from "../../../functions/runtime/clock.ts";
import { type AnyHandler, isBatchHandler } from "../../../functions/runtime/define/batch-handler.ts";
import type { ClientCall, Clients, ClientSpecification, Fetch } from "../../../functions/runtime/define/client.ts";
import type { Reason } from "../../../functions/runtime/define/errors.ts";
import { type Event, handlerName } from "../../../functions/runtime/define/handler.ts";
import { readEvent } from "../../../functions/runtime/handle/read-event.ts";
import type { Log, LogFields } from "../../../functions/runtime/log.ts";
import { errorName, placeOf } from "../../../functions/runtime/safe-error.ts";
import type { Message } from "../../../functions/runtime/pubsub/message.ts";
import { readSettings } from "../../../functions/runtime/settings.ts";
import type { Validate } from "../../../functions/runtime/validate.ts";
import type { EventEffect, RecordEffect } from "../contract/effects.ts";
import type { StandIn } from "../../core/system.ts";
import { type Recorded, rehearsedFetch, type SeenRecords, shownBy } from "./fetch.ts";

/** What a handler is rehearsed with. */
export interface Cast {
  readonly handler: AnyHandler;
  readonly validate: Validate<Event["data"]>;
  readonly clients: readonly ClientSpecification[];
  readonly standIns: readonly StandIn[];
  /** Settings that point the clients to their systems. */
  readonly settings: Readonly<Record<string, string | undefined>>;
  readonly fetch: Fetch;
  readonly clock: Clock;
}

/** Live systems may be slow, but nobody waits longer. */
const LONGEST_MS = 55_000;

interface Rehearsed {
  readonly effect: EventEffect;
  /** Reads the complete current records that the handler has read. */
  seen(): Promise<SeenRecords>;
}

/**
 * Runs the handler for one event after another, with real reads and simulated writes.
 * @throws SettingError if a setting is missing.
 */
export function openRehearsal(cast: Cast): (message: Message) => Promise<Rehearsed> {
  let recorded = nothingRecorded();
  const connected = cast.clients.map((client) => connect(client, cast, () => recorded));
  return async (message) => {
    recorded = nothingRecorded();
    const notes = new Set<string>();
    const quota = new Map<string, { readonly used: number; readonly max: number }>();
    const outcome = await play(cast, message, connected, listeningLog(notes, quota));
    const { attributes } = message;
    const { reads } = recorded;
    const effect = {
      handler: handlerName(cast.handler),
      event: attributes["ce-id"] ?? "",
      person: attributes["ce-subject"] ?? "",
      outcome,
      records: recorded.writes.flatMap(toEffect),
      warnings: [...notes],
      unknown: [
        ...recorded.unknown,
        ...(recorded.isAskedAfterwards ? ["what a query would show of records that were not created"] : []),
      ],
      costs: Object.fromEntries(recorded.costs),
      allowances: Object.fromEntries(quota),
    };
    return { effect, seen: () => shownBy(reads, AbortSignal.timeout(LONGEST_MS)) };
  };
}

type Connected = (call: ClientCall) => readonly [string, Clients[keyof Clients]];

function connect(
  client: ClientSpecification,
  { standIns, settings, fetch, clock }: Cast,
  recorded: () => Recorded,
): Connected {
  const standIn = standIns.find(({ name }) => name === client.name);
  const own = readSettings(client.settings, settings);
  // Without a stand-in, no request is known to be a read, so none is sent.
  const known = standIn ?? { name: client.name, operationOf: ({ method }) => method };
  const rehearsed = { standIn: known, settings: own, fetch, recorded, now: () => clock.now() };
  const forEvent = client.connect({ settings: own, fetch: rehearsedFetch(rehearsed), clock });
  return (call) => [client.name, forEvent(call)];
}

async function play(cast: Cast, message: Message, connected: readonly Connected[], log: Log): Promise<string> {
  const { handler, clock } = cast;
  const { signal, cancel } = abortAfter(clock, LONGEST_MS, () => new Error("it took too long"));
  try {
    const event = readEvent(cast, { message, messageId: "", publishedAt: clock.now() });
    const clients = Object.fromEntries(connected.map((one) => one({ signal, log, handler: handlerName(handler) })));
    await orAbort(runIt(handler, event, { ...clients, log, signal }), signal);
    return "done";
  } catch (error) {
    return reasonOf(error);
  } finally {
    cancel();
  }
}

/** A batch handler gets a batch of one. */
async function runIt(handler: AnyHandler, event: Event, context: Parameters<AnyHandler["run"]>[1]): Promise<void> {
  if (!isBatchHandler(handler)) return handler.run(event, context);
  for await (const { error } of handler.run([event], context)) if (error !== undefined) throw error;
}

/** As in a dead letter: codes and names. Another checkout's errors have classes of their own. */
function reasonOf(error: unknown): string {
  const { reason }: { readonly reason?: unknown } = Object(error);
  const { code, system, operation, field }: Partial<Reason> = Object(reason);
  if (code === undefined) return [errorName(error), placeOf(error)].filter(Boolean).join(" ");
  return [code, system, operation, field].filter((part) => part !== undefined).join(" ");
}

function toEffect({ system, kind, id, what, fields, before }: Recorded["writes"][number]): RecordEffect[] {
  const changes = Object.entries(fields).map(([field, after]) => ({
    field,
    before: before === undefined ? null : (before[field] ?? null),
    after: after ?? null,
  }));
  const other = what === "created" ? changes : changes.filter((one) => !isAlike(one.before, one.after));
  if (what === "changed" && other.length === 0) return [];
  return [{ system, kind, id, what, isBeforeKnown: before !== undefined, fields: other }];
}

/** customer.io returns everything but text as its JSON, Salesforce times in another zone. */
export function isAlike(before: unknown, after: unknown): boolean {
  if (before === null || after === null) return before === after;
  if (textOf(before) === textOf(after)) return true;
  const [one, other] = [before, after].map((value) =>
    typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value.replace(/\+0000$/, "Z")) : NaN,
  );
  return one === other;
}

function textOf(value: unknown): unknown {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function nothingRecorded(): Recorded {
  return { writes: [], costs: new Map(), unknown: [], reads: [], isAskedAfterwards: false };
}

/** Collects warnings and reported allowances. */
function listeningLog(notes: Set<string>, quota: Map<string, { readonly used: number; readonly max: number }>): Log {
  const heed = (message: string, { reason, field, outcome, system = "", quotaUsed, quotaMax }: LogFields = {}) => {
    if (quotaUsed !== undefined && quotaMax !== undefined) quota.set(system, { used: quotaUsed, max: quotaMax });
    return outcome === undefined ? [reason ?? message, field].filter(Boolean).join(" ") : undefined;
  };
  const warn = (message: string, fields?: LogFields) => {
    const note = heed(message, fields);
    if (note !== undefined) notes.add(note);
  };
  const log: Log = { debug: heed, info: heed, warning: warn, error: warn, with: () => log };
  return log;
}
