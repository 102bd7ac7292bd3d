import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { type RefusedIds, refusedIds } from "./refused-ids.ts";
import type { Pulled, Subscriber } from "./subscriber.ts";

/** What this instance has in hand of one subscription. */
export interface Leases {
  /** Takes messages in hand: from now on their leases are extended. */
  hold(pulled: readonly Pulled[]): void;
  /** False of one whose lease is lost: it comes again, here or elsewhere. */
  isHeld(pulled: Pulled): boolean;
  acknowledge(pulled: Pulled): void;
  /** Gives a message back, to be delivered again. */
  release(pulled: Pulled): void;
  /** Resolves when all that was acknowledged or released is so, or is known to come again; extends nothing from then on. */
  end(): Promise<void>;
}

/** Less is no use where delivery is exactly once: https://cloud.google.com/pubsub/docs/lease-management */
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
    () => {}, // they come again in any case
  );
  const extending = createQueue(
    clock,
    (ids) => subscriber.modifyAckDeadline(ids, LEASE_SECONDS),
    (all) => {
      // One that was settled meanwhile has no lease to be extended.
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
  /** Those that were sent in vain, and will be again. */
  waiting(): Iterable<string>;
  emptied(): Promise<void>;
}

/** A request holds 512 KiB, and an id has been seen with 220 bytes: https://github.com/googleapis/google-cloud-go/issues/20391 */
const MOST_IDS = 1000;
/** So that what is settled one by one goes out together. */
const GATHER_MS = 50;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5000;
/** About half a minute: after that a lease is over, were it not extended. */
const MOST_TRIES = 10;

/** Sends ids in requests that hold them, one request after the other, and again those that were refused for a while. */
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
