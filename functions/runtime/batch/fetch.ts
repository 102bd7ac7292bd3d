import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Buffer } from "./buffer.ts";
import type { Leases } from "./leases.ts";
import { codeOf, isPassing } from "./refused-ids.ts";
import type { Subscriber } from "./subscriber.ts";

/** Fills a buffer from a subscription. */
export interface Fetcher {
  /** Asks once for as many as the buffer has room for. False when the subscription is taken for empty, or can't be asked. */
  fetch(): Promise<boolean>;
  /** Whether Pub/Sub could not be asked, and is not to be again. */
  hasFailed(): boolean;
}

/** With nothing in so long the subscription is taken for empty. What a call costs that finds nothing is mostly this. */
const WAIT_MS = 1000;
/** Once something has come: what is on its way when a pull is given up is leased to nobody, for a minute. */
const BUSY_WAIT_MS = 5000;
const MOST_FAILURES = 5;
const PAUSE_MS = 300;

export function createFetcher(
  subscriber: Subscriber,
  { buffer, leases, clock, log }: { buffer: Buffer; leases: Leases; clock: Clock; log: Log },
): Fetcher {
  let isConnected = false;
  let isBusy = false;
  let failures = 0;
  return {
    async fetch() {
      // Asked for what is there at once, Pub/Sub does not look everywhere: an empty answer is none.
      const isSure = isConnected;
      try {
        const pulled = await subscriber.pull(buffer.room(), isConnected ? (isBusy ? BUSY_WAIT_MS : WAIT_MS) : 0);
        isConnected = true;
        isBusy ||= pulled.length > 0;
        failures = 0;
        leases.hold(pulled);
        buffer.add(pulled);
        return pulled.length > 0 || !isSure;
      } catch (error) {
        failures = isPassing(error) ? failures + 1 : MOST_FAILURES;
        if (failures < MOST_FAILURES) {
          await new Promise<void>((resolve) => void clock.after(PAUSE_MS, resolve));
          return true;
        }
        log.error("messages not fetched", { outcome: "failed", reason: codeOf(error), system: "pubsub" });
        return false;
      }
    },
    hasFailed: () => failures >= MOST_FAILURES,
  };
}
