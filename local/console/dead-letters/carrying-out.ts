import type { Clock } from "../../../functions/runtime/clock.ts";
import type { ReplayRequest } from "../contract/dead-letters.ts";
import type { DeliveryRow } from "../contract/deliveries.ts";
import type { Letter } from "./letters.ts";
import type { Look } from "./look.ts";
import { createObjections, type ReportedAllowance } from "./objections.ts";
import { replayPaced } from "./paced/paced.ts";
import { type Fates, watchReplays } from "./paced/watch.ts";
import type { Declarations } from "./place.ts";
import { planFreshly } from "./planner.ts";
import type { Pubsub } from "./pubsub.ts";
import { type Outcome, replay, type ReplayOptions } from "./replaying.ts";

export interface CarryingOut {
  readonly pubsub: Pubsub;
  readonly manifest: Declarations;
  readonly prefix: string;
  /** The latest reported allowances. */
  readonly allowances: () => Promise<readonly ReportedAllowance[]>;
  /** The last deliveries, newest first, if available. */
  readonly deliveries: (() => Promise<readonly DeliveryRow[]>) | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly report: (outcome: Outcome) => void;
  /** Called with the state of replayed letters, if it is watched. */
  readonly tell: (fates: Fates) => void;
  /** Called with what can't be determined. */
  readonly remark: (sentence: string) => void;
}

const STOP_AT_PERCENT = 10;
/** In a project, nothing reports that a message was handled. */
const SETTLE_MS = 60_000;

export function isPaced({ canary, stopAt }: ReplayRequest): boolean {
  return canary !== undefined || stopAt !== undefined;
}

/** Replays as requested: at once, at a rate, or with a canary. Resolves with the reason if stopped early. */
export async function carryOut(
  letters: readonly Letter[],
  look: Look,
  request: ReplayRequest,
  given: CarryingOut,
): Promise<string | undefined> {
  const { pubsub, manifest, prefix, deliveries, clock, signal, report, tell } = given;
  const { rate, canary = 0, stopAt = STOP_AT_PERCENT } = request;
  const plans = await planFreshly({ letters, manifest });
  const options: ReplayOptions = {
    publish: pubsub.publish,
    acknowledge: look.acknowledge,
    isDryRun: false,
    dropIgnored: false,
    ...(rate !== undefined && { rate }),
    objections: createObjections(plans, given),
    clock,
    signal,
    report,
  };
  if (!isPaced(request)) return replay(plans, options);
  const watch = watchReplays({ look, manifest, prefix, deliveries });
  const pace = { canary, stopAt: stopAt / 100, settleMs: SETTLE_MS, isAwaited: false };
  return (await replayPaced(plans, { ...options, pace, watch, tell })).stopped;
}
