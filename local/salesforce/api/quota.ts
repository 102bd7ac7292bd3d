import type { Clock } from "../../core/clock.ts";
import { dailyLimitExceeded } from "../proof/faults.ts";

const DAY_MS = 24 * 3600 * 1000;

/** Daily API calls. */
export interface Quota {
  /** Counts a call, or refuses it. */
  use(): void;
  /** Counts this share (0 to 1) as used by others. */
  spend(share: number): void;
  /** As in the header sforce-limit-info. */
  usage(): string;
  /** As in the resource /limits. */
  readonly allowance: { readonly Max: number; readonly Remaining: number };
  reset(): void;
}

/** Counts calls in periods of 24 hours from the first one. Salesforce's own window slides with each call. */
export function createQuota(clock: Clock, mostCalls: () => number): Quota {
  let counted = 0;
  let dayEnds = 0;
  const used = () => (clock.now() < dayEnds ? counted : 0);
  function count(calls: number): void {
    if (clock.now() >= dayEnds) dayEnds = clock.now() + DAY_MS;
    counted = calls;
  }
  return {
    use() {
      if (used() >= mostCalls()) throw dailyLimitExceeded();
      count(used() + 1);
    },
    spend: (share) => count(Math.round(mostCalls() * share)),
    get allowance() {
      return { Max: mostCalls(), Remaining: mostCalls() - used() };
    },
    usage: () => `api-usage=${used()}/${mostCalls()}`,
    reset() {
      counted = 0;
    },
  };
}
