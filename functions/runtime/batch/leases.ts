import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { type RefusedIds, refusedIds } from "./refused-ids.ts";
import type { Pulled, Subscriber } from "./subscriber.ts";

/** The messages of one subscription that this instance holds. */
export interface Leases {
  /** Takes messages on: from now on their leases are extended. */
  hold(pulled: readonly Pulled[]): void;
  /** False once the lease is lost: the message will be delivered again, here or elsewhere. */
  isHeld(pulled: Pulled): boolean;
  acknowledge(pulled: Pulled): void;
  release(pulled: Pulled): void;
  /**
   * Resolves when every acknowledgement and release has taken effect, or is known to have failed. Leases are not
   * extended after that.
   */
  end(): Promise<void>;
}

/** Less has no effect on exactly-once subscriptions: https://cloud.google.com/pubsub/docs/lease-management */
const LEASE_SECONDS = 60;
const EXTEND_EVERY_MS = 20_000;

export function createLeases(subscriber: Subscriber, clock: Clock, log: Log): Leases {
  const held = new Map<string, Pulled>();
  const tell = (message: string, refused: ReadonlyMap<string, string>) => {
    for (const [reason, ids] of Map.groupBy(refused.keys(), (id) => refused.get(id) ?? ""))
      log.warning(message, { count: ids.length, reason, system: "pubsub" });
  };
  const acknowledging = createQueue(
    clock,
    (ids) => subscriber.acknowledge(ids),
    (refused) => tell("acknowledgement did not hold: to be delivered again", refused),
  );
  const releasing = createQueue(
    clock,
    (ids) => subscriber.modifyAckDeadline(ids, 0),
    () => {}, // they are delivered again in any case
  );
  const extending = createQueue(
    clock,
    (ids) => subscriber.modifyAckDeadline(ids, LEASE_SECONDS),
    (all) => {
      // A message that was settled meanwhile has no lease to extend.
      const refused = new Map([...all].filter(([id]) => held.delete(id)));
      tell("lease lost: to be delivered again", refused);
    },
  );

  let cancel = () => {};
  function extend(): void {
    extending.add(held.keys());
    extending.add(acknowledging.waiting());
    cancel = clock.after(EXTEND_EVERY_MS, extend);
  }
  cancel = clock.after(EXTEND_EVERY_MS, extend);

  return {
    hold(pulled) {
      for (const one of pulled) held.set(one.ackId, one);
    },
    isHeld: ({ ackId }) => held.has(ackId),
    acknowledge({ ackId }) {
      held.delete(ackId);
      acknowledging.add([ackId]);
    },
    release({ ackId }) {
      held.delete(ackId);
      releasing.add([ackId]);
    },
    async end() {
      await Promise.all([acknowledging.emptied(), releasing.emptied()]);
      cancel();
    },
  };
}

interface Queue {
  add(ackIds: Iterable<string>): void;
  /** Ids whose request failed and will be repeated. */
  waiting(): Iterable<string>;
  emptied(): Promise<void>;
}

/**
 * A request holds 512 KiB, and ids of 220 bytes have been seen:
 * https://github.com/googleapis/google-cloud-go/issues/20391
 */
const MOST_IDS = 1000;
/** Gathers ids that are settled one by one into one request. */
const GATHER_MS = 50;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5000;
/** About half a minute, after which an unextended lease is over. */
const MOST_TRIES = 10;

/** Sends ids in requests that can hold them, one request after another, and repeats those that failed temporarily. */
function createQueue(
  clock: Clock,
  send: (ackIds: readonly string[]) => Promise<void>,
  onRefused: (refused: ReadonlyMap<string, string>) => void,
): Queue {
  const fresh = new Set<string>();
  let repeated: readonly string[] = [];
  let sending: Promise<void> | undefined;
  const pause = (milliseconds: number) => new Promise<void>((resolve) => void clock.after(milliseconds, resolve));

  async function attempt(ackIds: readonly string[]): Promise<RefusedIds> {
    try {
      await send(ackIds);
      return { again: [], refused: new Map() };
    } catch (error) {
      return refusedIds(error, ackIds);
    }
  }

  async function empty(): Promise<void> {
    await pause(GATHER_MS);
    for (let tries = 0; fresh.size + repeated.length > 0;) {
      const ackIds = [...repeated, ...fresh].slice(0, MOST_IDS);
      for (const id of ackIds) fresh.delete(id);
      const { again, refused } = await attempt(ackIds);
      tries = again.length === 0 ? 0 : tries + 1;
      const isOver = tries >= MOST_TRIES;
      repeated = isOver ? [] : again;
      const lost = isOver ? new Map([...refused, ...again.map((id) => [id, "TRIES"] as const)]) : refused;
      if (lost.size > 0) onRefused(lost);
      if (repeated.length > 0) await pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1)));
    }
    sending = undefined;
  }

  return {
    add(ackIds) {
      for (const id of ackIds) fresh.add(id);
      if (fresh.size > 0) sending ??= empty();
    },
    waiting: () => repeated,
    emptied: () => sending ?? Promise.resolve(),
  };
}
