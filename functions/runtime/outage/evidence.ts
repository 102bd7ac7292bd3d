import type { Clock } from "../clock.ts";
import { DeliveryError, type Reason, UnavailableError } from "../define/errors.ts";
import type { PauseAfter } from "../define/handler.ts";
import { percentOf, type Threshold, type Usage } from "./allowance.ts";
import type { Pause } from "./labels.ts";

/** Why a handler is to pause. */
export type Cause = Pick<Pause, "by" | "why" | "system">;

/** One run of the handler: for one event, or of a batch handler for many. */
export interface Attempt {
  /** Told of each system that has answered, whatever it said. */
  heard(system: string, usage?: Usage): void;
  /** Told of each event that failed, by its identity. */
  failed(event: string, error: unknown, reason: Reason): void;
  /** Told of each event that was handled. */
  succeeded(): void;
}

/** What one instance has seen that speaks for an outage: no store, and no other instance knows of it. */
export interface Evidence {
  begin(): Attempt;
  /** What there is enough evidence for. */
  verdict(): Cause | undefined;
  forget(): void;
}

/** What one failure speaks for. */
interface Sign {
  readonly kind: "outage" | "throttling" | "refusal";
  /** Those of one kind and key speak for the same. */
  readonly key: string;
  readonly cause: Cause;
}

interface Note extends Sign {
  /** Counts up with each attempt begun and each failure. */
  readonly at: number;
  readonly time: number;
  readonly attempt: Attempt;
  readonly event: string;
}

const MOST_NOTES = 1000;
/** What a system takes so many of in a second refuses the others of a burst: so long with none taken at all is no burst. */
const THROTTLED_MS = 60_000;

/**
 * Three failed attempts that the clients' tables call the system's are enough, one event's too. What may be each event's own is the
 * system's where so many different events in a row meet it. A success ends a row: of the failures before it began, and of the
 * systems that it has heard from, since an event for which nothing is to be done says nothing of any.
 */
export function createEvidence(
  { attempts, events }: Required<PauseAfter>,
  { stop }: Threshold,
  clock: Pick<Clock, "now">,
): Evidence {
  let notes: readonly Note[] = [];
  let count = 0;
  const usages = new Map<string, Usage>();

  const isSpent = (system: string) => percentOf(usages.get(system) ?? { used: 0, max: 1 }) >= stop;

  return {
    begin() {
      const begunAt = (count += 1);
      const heard = new Set<string>();
      const attempt: Attempt = {
        heard(system, usage) {
          heard.add(system);
          if (usage !== undefined) usages.set(system, usage);
        },
        failed(event, error, reason) {
          const sign = signOf(error, reason);
          if (sign !== undefined)
            notes = [...notes, { at: (count += 1), time: clock.now(), attempt, event, ...sign }].slice(-MOST_NOTES);
        },
        succeeded() {
          const isOver = ({ at, kind, cause: { system }, ...note }: Note) =>
            (at < begunAt || note.attempt === attempt || kind === "throttling") &&
            (heard.has(system) || OURS.includes(system));
          notes = notes.filter((note) => !isOver(note));
        },
      };
      return attempt;
    },
    verdict() {
      for (const same of Map.groupBy(notes, ({ kind, key }) => kind + key).values()) {
        const last = same.at(-1);
        if (last === undefined || !isEnough(same, { attempts, events })) continue;
        return last.kind !== "refusal" && isSpent(last.cause.system) ? { ...last.cause, by: "allowance" } : last.cause;
      }
      const system = [...usages.keys()].find(isSpent);
      return system === undefined ? undefined : { by: "allowance", why: "ALLOWANCE", system };
    },
    forget() {
      notes = [];
      usages.clear();
    },
  };
}

/** @param same notes of one kind and key, in their order. */
function isEnough(same: readonly Note[], { attempts, events }: Required<PauseAfter>): boolean {
  const [first, last] = [same.at(0), same.at(-1)];
  if (first === undefined || last === undefined) return false;
  if (last.kind === "throttling" && last.time - first.time < THROTTLED_MS) return false;
  return last.kind === "refusal"
    ? new Set(same.map(({ event }) => event)).size >= events
    : new Set(same.map(({ attempt }) => attempt)).size >= attempts;
}

/** Parts of ycat: an event that is handled says that they work, whatever it asked of the systems. */
const OURS = ["handler", "schema"];

function signOf(error: unknown, reason: Reason): Sign | undefined {
  const kind = kindOf(error, reason);
  if (kind === undefined) return undefined;
  const { system, operation = "", code } = reason;
  const key = kind !== "refusal" ? system : JSON.stringify([system, operation, code]);
  return { kind, key, cause: { by: resumedBy(error, reason), why: code, system } };
}

function kindOf(error: unknown, { system, code, status }: Reason): Sign["kind"] | undefined {
  // The event's own time is up, or the instance's: no system has anything to do with it.
  if (error instanceof UnavailableError && OURS.includes(system)) return undefined;
  // By an event that asks for too much the deadline is reached as well.
  if (code === "DEADLINE") return "refusal";
  if (!(error instanceof UnavailableError) || error.reach !== "system") return "refusal";
  return status === 429 || /^RATE_?LIMITED$/.test(code) ? "throttling" : "outage";
}

/** What passes is asked for by the keeper; what somebody has to mend, by nobody. */
function resumedBy(error: unknown, { code }: Reason): Cause["by"] {
  if (!(error instanceof DeliveryError)) return "refusals";
  return code === "DEADLINE" || (error instanceof UnavailableError && error.reach !== "settings")
    ? "outage"
    : "refusals";
}
