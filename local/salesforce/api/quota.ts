import type { Clock } from "../../core/clock.ts";
import { dailyLimitExceeded } from "../proof/faults.ts";

const DAY_MS = 24 * 3600 * 1000;

/** The calls of a day. */
export interface Quota {
  /** Counts a call, or refuses it. */
  use(): void;
  /** Others have used this part of them: 0 to 1. */
  spend(share: number): void;
  /** As sforce-limit-info tells it. */
  usage(): string;
  /** As the resource limits tells it. */
  readonly allowance: { readonly Max: number; readonly Remaining: number };
  reset(): void;
}

/** Counts calls in days of 24 hours from the first one. Salesforce's window moves on with each call instead. */
export function createQuota(clock: Clock, mostCalls: () => number): Quota {
  let used = 0;
  let dayEnds = 0;
  function beginDay(): void {
    if (clock.now() < dayEnds) return;
    used = 0;
    dayEnds = clock.now() + DAY_MS;
  }
  return {
    use() {
      beginDay();
      if (used >= mostCalls()) throw dailyLimitExceeded();
      used += 1;
    },
    spend(share) {
      beginDay();
      used = Math.round(mostCalls() * share);
    },
    get allowance() {
      return { Max: mostCalls(), Remaining: mostCalls() - used };
    },
    usage: () => `api-usage=${used}/${mostCalls()}`,
    reset() {
      used = 0;
    },
  };
}
