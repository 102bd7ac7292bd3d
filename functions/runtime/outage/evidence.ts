import type { Clock } from "../clock.ts";
import type { Reason } from "../define/errors.ts";
import type { PauseAfter } from "../define/handler.ts";
import { percentOf, type Threshold, type Usage } from "./allowance.ts";
import { type Answers, type Cause, changes, isRefuted, type Sign, signOf } from "./signs.ts";

/** What there is enough evidence for. */
export interface Verdict extends Cause {
  /** When the oldest attempt that speaks for it began. */
  readonly begunAt: number;
}

/** What a system has answered, whatever it said. */
export interface Heard {
  readonly usage?: Usage | undefined;
  /** What was asked of it. */
  readonly operation?: string;
}

/** One run of the handler: for one event, or of a batch handler for many. */
export interface Attempt {
  /** Told of each system that has answered. */
  heard(system: string, heard?: Heard): void;
  /** Told of each event that failed, by its identity. */
  failed(event: string, error: unknown, reason: Reason): void;
  /** Told of each event that was handled. */
  succeeded(): void;
}

/** What one instance has seen that speaks for an outage: no store, and no other instance knows of it. */
export interface Evidence {
  begin(): Attempt;
  /** What there is enough evidence for. */
  verdict(): Verdict | undefined;
  /** Whether nothing is to be given up: there is enough, or would be, were all of it in a row. */
  isSuspicious(): boolean;
  /** Attempts under way say nothing any more either. */
  forget(): void;
}

interface Note extends Sign {
  /** Counts up with each attempt begun and each failure. */
  readonly at: number;
  readonly time: number;
  readonly begunAt: number;
  readonly attempt: Attempt;
  readonly event: string;
  /** The same run of a batch handler has done others: what stands in one batch is in no row. Nothing of it is given up all the same. */
  readonly isAmongDone: boolean;
}

const MOST_NOTES = 1000;
/** What a system takes so many of in a second refuses the others of a burst: so long with none taken at all is no burst. */
const THROTTLED_MS = 60_000;
/** At the records of so many nothing is slow but the system: one alone is tried until it is given up, and nobody waits for it. */
const EVENTS_OF_AN_OUTAGE = 2;

/**
 * Three failed attempts that the clients' tables call the system's are enough, one event's too where the system has answered nothing
 * else of theirs. What may be each event's own is the
 * system's where so many different events in a row meet it. A success ends a row: of the failures before it began, and of the
 * systems that it has heard from, since an event for which nothing is to be done says nothing of any.
 */
export function createEvidence(needed: Required<PauseAfter>, { stop }: Threshold, clock: Pick<Clock, "now">): Evidence {
  let notes: readonly Note[] = [];
  let count = 0;
  let forgottenAt = 0;
  const usages = new Map<string, Used>();

  function begin(): Attempt {
    const [place, begunAt] = [(count += 1), clock.now()];
    notes = notes.filter(({ isAmongDone }) => !isAmongDone);
    const answers: Answers = { all: new Map(), writes: new Set() };
    const isForgotten = () => place <= forgottenAt;
    let isDone = false;
    const attempt: Attempt = {
      heard(system, { usage, operation } = {}) {
        answers.all.set(system, (answers.all.get(system) ?? 0) + 1);
        if (changes(operation)) answers.writes.add(system);
        if (usage !== undefined && !isForgotten()) usages.set(system, { usage, begunAt });
      },
      failed(event, error, reason) {
        const sign = signOf(error, reason, answers);
        if (sign === undefined || isForgotten()) return;
        const isAmongDone = isDone && isRefuted(sign, answers);
        const at = { at: (count += 1), time: clock.now(), begunAt };
        notes = [...notes, { ...at, attempt, event, isAmongDone, ...sign }].slice(-MOST_NOTES);
      },
      succeeded() {
        isDone = true;
        const isBefore = ({ at, kind, ...note }: Note) =>
          at < place || note.attempt === attempt || kind === "throttling";
        notes = notes.filter((note) => !(isBefore(note) && isRefuted(note, answers)));
      },
    };
    return attempt;
  }

  const verdictOf = (those: readonly Note[]) =>
    verdictByNotes(those, needed, spentOf(usages, stop)) ?? verdictByUsage(spentOf(usages, stop));

  return {
    begin,
    verdict: () => verdictOf(notes.filter(({ isAmongDone }) => !isAmongDone)),
    isSuspicious: () => verdictOf(notes) !== undefined,
    forget() {
      notes = [];
      usages.clear();
      forgottenAt = count;
    },
  };
}

interface Used {
  readonly usage: Usage;
  /** When the attempt began that has heard of it. */
  readonly begunAt: number;
}

/** Those systems of whose daily calls too many are used. */
function spentOf(usages: ReadonlyMap<string, Used>, stop: number): ReadonlyMap<string, Used> {
  return new Map([...usages].filter(([, { usage }]) => percentOf(usage) >= stop));
}

function verdictByNotes(
  notes: readonly Note[],
  needed: Required<PauseAfter>,
  spent: ReadonlyMap<string, Used>,
): Verdict | undefined {
  for (const same of Map.groupBy(notes, ({ kind, key }) => kind + key).values()) {
    const last = same.at(-1);
    if (last === undefined || !isEnough(same, needed)) continue;
    const { by, ...cause } = last.cause;
    const isAllowance = last.kind !== "refusal" && spent.has(cause.system);
    return { ...cause, by: isAllowance ? "allowance" : by, begunAt: Math.min(...same.map((note) => note.begunAt)) };
  }
  return undefined;
}

function verdictByUsage(spent: ReadonlyMap<string, Used>): Verdict | undefined {
  const [first] = spent;
  if (first === undefined) return undefined;
  const [system, { begunAt }] = first;
  return { by: "allowance", why: "ALLOWANCE", system, begunAt };
}

/** @param same notes of one kind and key, in their order. */
function isEnough(same: readonly Note[], { attempts, events }: Required<PauseAfter>): boolean {
  const [first, last] = [same.at(0), same.at(-1)];
  if (first === undefined || last === undefined) return false;
  if (last.kind === "throttling" && last.time - first.time < THROTTLED_MS) return false;
  const eventsOf = (those: readonly Note[]) => new Set(those.map(({ event }) => event)).size;
  const attemptsOf = (those: readonly Note[]) => new Set(those.map(({ attempt }) => attempt)).size;
  if (last.kind === "refusal") return eventsOf(same) >= events;
  const sure = same.filter(({ isMaybeOfOne }) => !isMaybeOfOne);
  return attemptsOf(sure) >= attempts || (attemptsOf(same) >= attempts && eventsOf(same) >= EVENTS_OF_AN_OUTAGE);
}
