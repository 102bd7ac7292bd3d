import type { Clock } from "../clock.ts";
import type { Sweeping } from "../define/client.ts";
import { PermanentError, type Reason, DeliveryError } from "../define/errors.ts";
import type { Log, LogFields } from "../log.ts";
import { SENT_TOPIC } from "../pubsub/names.ts";
import type { Publish } from "../pubsub/publish.ts";
import type { PulledMessage, Pulling } from "../pubsub/pull.ts";
import { decodeNote, encodeNote, type Note } from "./notes.ts";
import { errorCode } from "../safe-error.ts";

/** The function's name. */
export const SWEEP = "sweep";

export interface SweepContext {
  readonly pulling: Pulling;
  /** By system. */
  readonly systems: ReadonlyMap<string, Sweeping>;
  readonly publish: Publish;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds since the epoch: nothing is begun after this. */
  readonly until: number;
  /** How long after sending a write is looked for, in milliseconds: no vendor documents how late it becomes visible. */
  readonly ageMs: number;
}

export interface Swept {
  looked: number;
  missing: number;
  sentAgain: number;
  /** Missing, though it was sent again often enough. */
  lost: number;
}

/** Scheduler calls each hour: refusals since then are counted. */
const COUNTED_MS = 3600 * 1000;
const MOST_TIMES = 3;
const PULLED = 100;
/**
 * Pub/Sub returns them in no order, and at times none though some wait: after this many pulls in a row without an old
 * one, the sweep is finished.
 */
const MOST_VAIN_PULLS = 3;
/**
 * If none of at least this many is found, the search itself must be wrong: another workspace's key, or a changed answer
 * format.
 */
const FEWEST_DOUBTED = 10;

/**
 * Checks every write sent long enough ago, and re-sends missing ones. What remains is left to the next run. Stateless:
 * if a run is killed or two overlap, a write is sent twice at most, which has no further effect.
 */
export async function sweep(context: SweepContext): Promise<Swept> {
  const { pulling, clock, log, until, ageMs } = context;
  const swept: Swept = { looked: 0, missing: 0, sentAgain: 0, lost: 0 };
  const young: PulledMessage[] = [];
  for (let vain = 0; vain < MOST_VAIN_PULLS && clock.now() < until;) {
    const pulled = await pulling.pull(PULLED);
    const old = pulled.filter(({ publishedAt }) => clock.now() - publishedAt >= ageMs);
    young.push(...pulled.filter((one) => !old.includes(one)));
    vain = old.length === 0 ? vain + 1 : 0;
    if (!(await sweepAll(old, swept, context))) break;
  }
  await pulling.giveBack(young);
  for (const [system, sweeping] of context.systems) await countRefused(system, sweeping, context);
  log.info("sweep ran", { event: "sweep ran", count: swept.looked });
  return swept;
}

interface Held {
  readonly note: Note;
  readonly pulled: PulledMessage;
}

/** False if a system can't be queried, or its answers are implausible: the rest is left to the next run. */
async function sweepAll(pulled: readonly PulledMessage[], swept: Swept, context: SweepContext): Promise<boolean> {
  const held = pulled.map((one) => ({ pulled: one, note: decodeNote(one.message) }));
  const isReadable = (one: (typeof held)[number]): one is Held => context.systems.has(one.note?.system ?? "");
  const [readable, unread] = [held.filter(isReadable), held.filter((one) => !isReadable(one))];
  if (unread.length > 0) {
    context.log.error("note of what was sent can't be read", { reason: "MALFORMED_NOTE", count: unread.length });
    await context.pulling.acknowledge(unread.map((one) => one.pulled));
  }
  for (const [system, sweeping] of context.systems) {
    const all = readable.filter(({ note }) => note.system === system);
    if (all.length > 0 && !(await sweepSystem({ system, sweeping }, all, swept, context))) return false;
  }
  return true;
}

async function sweepSystem(
  { system, sweeping }: { readonly system: string; readonly sweeping: Sweeping },
  all: readonly Held[],
  swept: Swept,
  context: SweepContext,
): Promise<boolean> {
  const { pulling, log } = context;
  try {
    const places = new Set(await sweeping.findMissing(all.map(({ note }) => note)));
    swept.looked += all.length;
    const missing = all.filter((_, place) => places.has(place));
    if (missing.length === all.length && all.length >= FEWEST_DOUBTED) {
      log.error("nothing of what was sent is found: none is sent again", {
        event: "sweep doubted",
        system,
        reason: "NOTHING_FOUND",
        count: all.length,
      });
      await pulling.giveBack(all.map(({ pulled }) => pulled));
      return false;
    }
    await pulling.acknowledge(all.filter((one) => !missing.includes(one)).map(({ pulled }) => pulled));
    for (const one of missing) await resend(one, sweeping, swept, context);
    return true;
  } catch (error) {
    const reason = reasonOf(error);
    log.warning("sweep can't go on: the rest waits for the next one", { system, ...reason });
    return false;
  }
}

/** It stays in the topic until it has been re-sent and noted again; the next run checks the result. */
async function resend({ note, pulled }: Held, sweeping: Sweeping, swept: Swept, context: SweepContext): Promise<void> {
  const { system, handler, eventId, eventType } = note;
  const log = context.log.with({ handler, eventId, eventType, system });
  swept.missing += 1;
  if (note.times >= MOST_TIMES) {
    swept.lost += 1;
    log.error("what was sent is not there, though it was sent again", { event: "sent call lost", count: note.times });
  } else {
    try {
      await sweeping.sendAgain(note);
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
      swept.lost += 1;
      log.error("what was sent is not there, and refused when it is sent again", {
        event: "sent call lost",
        ...reasonOf(error),
      });
      return context.pulling.acknowledge([pulled]);
    }
    const again = { ...note, takenAt: context.clock.now(), times: note.times + 1 };
    await context.publish(SENT_TOPIC, [encodeNote(again)]);
    swept.sentAgain += 1;
    log.warning("what was sent is not there: sent again", { event: "sent call missing", count: again.times });
  }
  await context.pulling.acknowledge([pulled]);
}

async function countRefused(system: string, sweeping: Sweeping, { clock, log }: SweepContext): Promise<void> {
  try {
    const count = await sweeping.countRefused(clock.now() - COUNTED_MS);
    if (count > 0) log.warning("system has refused what it had taken", { system, event: "sent call refused", count });
  } catch (error) {
    log.warning("what the system has refused can't be counted", { system, ...reasonOf(error) });
  }
}

function reasonOf(error: unknown): LogFields {
  if (!(error instanceof DeliveryError)) return { reason: errorCode(error, "UNKNOWN") };
  const { code, operation, status }: Reason = error.reason;
  return { reason: code, operation, status };
}
