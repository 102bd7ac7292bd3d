import { DeliveryError, isForEverybody, type Reason, UnavailableError } from "../define/errors.ts";
import type { Pause } from "./labels.ts";

/** Why a handler is to pause. */
export type Cause = Pick<Pause, "by" | "why" | "system">;

/** What one failure speaks for. */
export interface Sign {
  readonly kind: "outage" | "throttling" | "refusal";
  /** Those of one kind and key speak for the same. */
  readonly key: string;
  readonly isWrite: boolean;
  /** One slow or heavy record may be why: the system has answered what else the same run has asked of it. */
  readonly isMaybeOfOne: boolean;
  readonly cause: Cause;
}

/** Which systems have answered one run. */
export interface Answers {
  readonly all: Set<string>;
  /** To calls that change something. */
  readonly writes: Set<string>;
  /** How often, and not that it is down: an outage answers each of several calls. */
  readonly served: Map<string, number>;
}

/** Parts of ycat: an event that is handled says that they work, whatever it asked of the systems. */
const OURS = ["handler", "schema"];

/** What a failure speaks for. Undefined where that is nothing. */
export function signOf(error: unknown, reason: Reason, answers: Answers): Sign | undefined {
  const kind = kindOf(error, reason);
  if (kind === undefined) return undefined;
  const { system, operation = "", code } = reason;
  const key = kind !== "refusal" ? system : JSON.stringify([system, operation, code]);
  const cause = { by: resumedBy(error, reason), why: code, system };
  return { kind, key, isWrite: changes(operation), isMaybeOfOne: isMaybeOfOne(reason, answers), cause };
}

/** What a filter before the system answers, which may be for what is in this one request. */
const FILTERED = ["HTTP_403", "HTTP_406"];

/** A login is everybody's; so is whatever a system answers itself, that it is down, or has no calls left. */
function isMaybeOfOne({ system, operation, code, status }: Reason, { served }: Answers): boolean {
  if (operation === LOGIN) return false;
  if (FILTERED.includes(code)) return true;
  const isCut = code === "MALFORMED_ANSWER"; // which has been answered itself
  if (code !== "TIMEOUT" && !isCut && !OF_ONE_REQUEST.includes(status)) return false;
  return (served.get(system) ?? 0) > (isCut ? 1 : 0);
}

/** It has crashed at this one, or a gateway got no answer of it, or waited in vain; 503 says that it is down or busy. */
const OF_ONE_REQUEST: readonly (number | undefined)[] = [500, 502, 504];

/**
 * Whether a success speaks against it. That a system still reads says nothing of an outage of its writes, and pausing for one in
 * vain costs a minute; what a person has to resume any success speaks against.
 */
export function isRefuted({ kind, isWrite, cause: { system } }: Sign, { all, writes }: Answers): boolean {
  return OURS.includes(system) || (kind === "outage" && isWrite ? writes : all).has(system);
}

const LOGIN = "POST /services/oauth2/token";

/** Several queries in one call, and a login, change nothing. */
const READS = /^GET |^POST (\/composite|\/services\/oauth2\/token)$/;

export function changes(operation = ""): boolean {
  return operation !== "" && !READS.test(operation);
}

function kindOf(error: unknown, { system, code, status }: Reason): Sign["kind"] | undefined {
  // The event's own time is up, or the instance's: no system has anything to do with it.
  if (error instanceof UnavailableError && OURS.includes(system)) return undefined;
  // By an event that asks for too much the deadline is reached as well.
  if (code === "DEADLINE") return "refusal";
  if (!(error instanceof UnavailableError) || !isForEverybody(error)) return "refusal";
  return status === 429 || /^RATE_?LIMITED$/.test(code) ? "throttling" : "outage";
}

/** What passes is asked for by the keeper; what somebody has to mend, by nobody. */
function resumedBy(error: unknown, { code }: Reason): Cause["by"] {
  if (!(error instanceof DeliveryError)) return "refusals";
  if (code === "DEADLINE") return "outage";
  if (!(error instanceof UnavailableError) || error.reach === "settings") return "refusals";
  return error.reach === "allowance" ? "allowance" : "outage";
}
