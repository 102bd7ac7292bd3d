import type { Clock } from "../clock.ts";
import type { Reason } from "../define/errors.ts";
import type { PauseAfter } from "../define/handler.ts";
import type { Usage } from "../define/usage.ts";
import { percentOf, type Threshold } from "./allowance.ts";
import { type Answers, type Cause, isChange, isRefuted, type Sign, signOf } from "./signs.ts";

export interface Verdict extends Cause {
  /** When the oldest attempt in the evidence began. */
  readonly begunAt: number;
}

interface Heard {
  readonly usage?: Usage | undefined;
  readonly operation?: string;
  /** The HTTP status. Default 200. */
  readonly status?: number;
}

/** One run of the handler: for one event, or for many in a batch handler. */
export interface Attempt {
  /** Called with each system that has answered. */
  heard(system: string, heard?: Heard): void;
  /** Called with each failed event, by its identity. */
  failed(event: string, error: unknown, reason: Reason): void;
  succeeded(): void;
}

/** One instance's evidence of an outage: not stored, and not shared with other instances. */
export interface Evidence {
  begin(): Attempt;
  /** What there is enough evidence for. */
  verdict(): Verdict | undefined;
  /** Whether nothing may be given up: there is enough evidence, or would be if all of it were in a row. */
  isSuspicious(): boolean;
  /** Attempts in progress no longer count either. */
  forget(): void;
}

interface Note extends Sign {
  /** A counter that rises with each begun attempt and each failure. */
  readonly at: number;
  readonly time: number;
  readonly begunAt: number;
  readonly attempt: Attempt;
  readonly event: string;
  /**
   * The same run of a batch handler has handled other events: failures within one batch are in no row. They still keep
   * its messages from being given up.
   */
  readonly isAmongDone: boolean;
}

const MOST_NOTES = 1000;
/**
 * A system that limits calls per second refuses the rest of a burst; this long without any accepted call is no burst.
 */
const THROTTLED_MS = 60_000;
/**
 * If the records of two events fail alike, the system is slow; a single one is retried until it is given up, without
 * delaying others.
 */
const EVENTS_OF_AN_OUTAGE = 2;
/** What so many campaigns' events in a row are refused alike is the org's doing, and no campaign's. */
const CAMPAIGNS_OF_AN_ORG = 3;

/**
 * Three failed attempts that the clients' tables attribute to the system are enough, even of one event, if the system
 * has answered nothing else of theirs. A refusal that may be each event's own is attributed to the system once that
 * many different events in a row have met it. A success ends a row, but only for failures before it began and for
 * systems that it has heard from: an event that needs no call says nothing about any system.
 */
export function createEvidence(needed: Required<PauseAfter>, { stop }: Threshold, clock: Pick<Clock, "now">): Evidence {
  let notes: readonly Note[] = [];
  let count = 0;
  let forgottenAt = 0;
  const usages = new Map<string, Used>();

  function begin(): Attempt {
    const [place, begunAt] = [(count += 1), clock.now()];
    notes = notes.filter(({ isAmongDone }) => !isAmongDone);
    const answers: Answers = { all: new Set(), writes: new Set(), served: new Map() };
    const isForgotten = () => place <= forgottenAt;
    let isDone = false;
    const attempt: Attempt = {
      heard(system, { usage, operation, status = 200 } = {}) {
        answers.all.add(system);
        if (status < 500) answers.served.set(system, (answers.served.get(system) ?? 0) + 1);
        if (isChange(operation)) answers.writes.add(system);
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
  /** When the attempt that heard of it began. */
  readonly begunAt: number;
}

/** The systems of which too many daily calls are used. */
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
    if (last === undefined || !isEnough(last.kind, same, needed)) continue;
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

/**
 * @param same notes of this kind and of one key
 */
function isEnough(kind: Sign["kind"], same: readonly Note[], { attempts, events }: Required<PauseAfter>): boolean {
  const times = same.map(({ time }) => time);
  if (kind === "throttling" && Math.max(...times) - Math.min(...times) < THROTTLED_MS) return false;
  const eventsOf = (those: readonly Note[]) => new Set(those.map(({ event }) => event)).size;
  const attemptsOf = (those: readonly Note[]) => new Set(those.map(({ attempt }) => attempt)).size;
  if (kind === "refusal") return eventsOf(same) >= events && isOfSeveral(same);
  const sure = same.filter(({ isMaybeOfOne }) => !isMaybeOfOne);
  return attemptsOf(sure) >= attempts || (attemptsOf(same) >= attempts && eventsOf(same) >= EVENTS_OF_AN_OUTAGE);
}

function isOfSeveral(same: readonly Note[]): boolean {
  const concerned = new Set(same.map(({ concerns }) => concerns));
  return concerned.has(undefined) || concerned.size >= CAMPAIGNS_OF_AN_ORG;
}
