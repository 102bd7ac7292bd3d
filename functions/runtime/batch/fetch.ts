import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Buffer } from "./buffer.ts";
import type { Leases } from "./leases.ts";
import { codeOf, isPassing } from "./refused-ids.ts";
import type { Subscriber } from "./subscriber.ts";

/** Fills a buffer from a subscription. */
interface Fetcher {
  /**
   * Pulls once, for as many as the buffer has room for. False when the subscription is considered empty or could not be
   * asked.
   */
  fetch(): Promise<boolean>;
  /** Whether Pub/Sub could not be asked and is not to be asked again. */
  hasFailed(): boolean;
}

/**
 * This many empty answers, with a pause between them, mean that nothing waits. A call that finds nothing spends most of
 * its cost here.
 */
const EMPTY_ANSWERS = 4;
const MOST_FAILURES = 5;
const PAUSE_MS = 300;

export function createFetcher(
  subscriber: Subscriber,
  { buffer, leases, clock, log }: { buffer: Buffer; leases: Leases; clock: Clock; log: Log },
): Fetcher {
  let empty = 0;
  let failures = 0;
  const pause = () => new Promise<void>((resolve) => void clock.after(PAUSE_MS, resolve));
  return {
    async fetch() {
      try {
        const pulled = await subscriber.pull(buffer.room());
        leases.hold(pulled);
        buffer.add(pulled);
        failures = 0;
        empty = pulled.length === 0 ? empty + 1 : 0;
      } catch (error) {
        failures = isPassing(error) ? failures + 1 : MOST_FAILURES;
        if (failures >= MOST_FAILURES) {
          log.error("messages not fetched", { outcome: "failed", reason: codeOf(error), system: "pubsub" });
          return false;
        }
      }
      if (empty === EMPTY_ANSWERS) {
        empty = 0;
        return false;
      }
      if (empty + failures > 0) await pause();
      return true;
    },
    hasFailed: () => failures >= MOST_FAILURES,
  };
}
