import { isForEverybody, OF_ONE_REQUEST, PermanentError, type Reason, UnavailableError } from "../define/errors.ts";
import type { Pause } from "./labels.ts";

/** Why a handler is to pause. */
export type Cause = Pick<Pause, "by" | "why" | "system">;

export interface Sign {
  readonly kind: "outage" | "throttling" | "refusal";
  /** Signs of the same kind and key indicate the same. */
  readonly key: string;
  readonly isWrite: boolean;
  /**
   * A single slow or heavy record may be the reason: the system has answered everything else that the same run asked.
   */
  readonly isMaybeOfOne: boolean;
  /** See PermanentError. */
  readonly concerns: string | undefined;
  readonly cause: Cause;
}

/** Which systems have answered in one run. */
export interface Answers {
  readonly all: Set<string>;
  /** Those that answered writes. */
  readonly writes: Set<string>;
  /**
   * How often each has answered other than that it is down: in an outage a system may still answer one of several
   * calls.
   */
  readonly served: Map<string, number>;
}

/** Parts of ycat: any handled event shows that they work, whatever it asked of the systems. */
const OURS = ["handler", "schema"];

/** What a failure indicates; undefined if nothing. */
export function signOf(error: unknown, reason: Reason, answers: Answers): Sign | undefined {
  const kind = kindOf(error, reason);
  if (kind === undefined) return undefined;
  const { system, operation = "", code } = reason;
  const key = kind !== "refusal" ? system : JSON.stringify([system, operation, code]);
  const cause = { by: resumedBy(error), why: code, system };
  const concerns = error instanceof PermanentError ? error.concerns : undefined;
  return { kind, key, isWrite: isChange(operation), isMaybeOfOne: isMaybeOfOne(reason, answers), concerns, cause };
}

/** Answers of a filter in front of the system, which may be caused by this one request. */
const FILTERED = ["HTTP_403", "HTTP_406"];

/** A login concerns everybody, and so does a system's own statement that it is down or has no calls left. */
function isMaybeOfOne({ system, operation, code, status }: Reason, { served }: Answers): boolean {
  if (operation === LOGIN) return false;
  if (FILTERED.includes(code)) return true;
  const isCut = code === "MALFORMED_ANSWER"; // the cut answer itself counts as one
  if (code !== "TIMEOUT" && !isCut && !OF_ONE_REQUEST.includes(status)) return false;
  return (served.get(system) ?? 0) > (isCut ? 1 : 0);
}

/**
 * Whether a success refutes the sign. That a system still reads does not refute an outage of its writes, and a needless
 * pause for one costs a minute; a pause that a person has to end is refuted by any success.
 */
export function isRefuted({ kind, isWrite, cause: { system } }: Sign, { all, writes }: Answers): boolean {
  return OURS.includes(system) || (kind === "outage" && isWrite ? writes : all).has(system);
}

const LOGIN = "POST /services/oauth2/token";

/** Several queries in one call, and a login, change nothing. */
const READS = /^GET |^POST (\/composite|\/services\/oauth2\/token)$/;

export function isChange(operation = ""): boolean {
  return operation !== "" && !READS.test(operation);
}

function kindOf(error: unknown, { system, code, status }: Reason): Sign["kind"] | undefined {
  // The event's or the instance's own time is up: no system is involved.
  if (error instanceof UnavailableError && OURS.includes(system)) return undefined;
  // An event that asks for too much also reaches the deadline.
  if (code === "DEADLINE") return "refusal";
  if (!(error instanceof UnavailableError) || !isForEverybody(error)) return "refusal";
  return status === 429 || /^RATE_?LIMITED$/.test(code) ? "throttling" : "outage";
}

/** The keeper watches what passes on its own; what must be fixed is left to people. */
function resumedBy(error: unknown): Cause["by"] {
  if (!(error instanceof UnavailableError) || error.reach === "settings") return "refusals";
  return error.reach === "allowance" ? "allowance" : "outage";
}
