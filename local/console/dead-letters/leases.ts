import type { Clock } from "../../../functions/runtime/clock.ts";
import type { Message } from "../../../functions/runtime/pubsub/message.ts";
import { CommandError, type Tell } from "../../core/problems.ts";
import type { Pubsub, Pulled } from "./pubsub.ts";

/** A message leased to us. */
export interface Held {
  /** Its topic, which is also its subscription's name, without prefix. */
  readonly topic: string;
  readonly messageId: string;
  /** Unix milliseconds. */
  readonly publishedAt: number;
  readonly message: Message;
}

interface Lease {
  readonly held: Held;
  /** Several if Pub/Sub has delivered it twice. */
  readonly ackIds: readonly string[];
}

/** Leased messages, extended until they are acknowledged or released. */
export interface Leases {
  add(topic: string, page: readonly Pulled[]): Promise<void>;
  /** Oldest first. */
  held(): readonly Held[];
  /** Removes the message from its dead-letter topic. */
  acknowledge(held: Held): Promise<void>;
  /** Releases these. */
  giveBack(some: readonly Held[]): Promise<void>;
  /** Releases all. */
  release(): Promise<void>;
}

/** An acknowledgement id has about 200 bytes; a request is limited to 512 KiB. */
const ACK_IDS_PER_CALL = 500;
const LEASE_SECONDS = 60;
const EXTEND_EVERY_MS = 20_000;

export function createLeases(pubsub: Pubsub, clock: Clock, tell: Tell): Leases {
  const leases = new Map<string, Lease>();
  const setAll = (seconds: number, consequence: string) =>
    setDeadlines(leases, seconds, pubsub, (sentence) => tell(`${sentence} ${consequence}`));
  let extension = Promise.resolve();
  let cancelNext = extendLater();

  function extendLater(): () => void {
    return clock.after(EXTEND_EVERY_MS, () => {
      extension = extension.then(() => setAll(LEASE_SECONDS, "Its messages may reach another reader meanwhile."));
      cancelNext = extendLater();
    });
  }

  return {
    async add(topic, page) {
      for (const { ackId, ...pulled } of page) {
        const held = { topic, ...pulled };
        leases.set(keyOf(held), { held, ackIds: [...(leases.get(keyOf(held))?.ackIds ?? []), ackId] });
      }
      // Extended at once: the subscription's own deadline may be as short as 10 s.
      for (const ackIds of chunksOf(page.map(({ ackId }) => ackId)))
        await pubsub.setAckDeadline(topic, ackIds, LEASE_SECONDS);
    },
    held: () => [...leases.values()].map(({ held }) => held).toSorted(byAge),
    async acknowledge(held) {
      const ackIds = leases.get(keyOf(held))?.ackIds ?? [];
      if (ackIds.length > 0) await pubsub.acknowledge(held.topic, ackIds);
      leases.delete(keyOf(held));
    },
    async giveBack(some) {
      const keys = new Set(some.map(keyOf));
      const given = new Map([...leases].filter(([key]) => keys.has(key)));
      for (const key of given.keys()) leases.delete(key);
      await setDeadlines(given, 0, pubsub, tell);
    },
    async release() {
      cancelNext();
      await extension;
      await setAll(0, "Its messages come back by themselves within a minute.");
      leases.clear();
    },
  };
}

/** Reports topics where it failed. */
async function setDeadlines(
  leases: ReadonlyMap<string, Lease>,
  seconds: number,
  pubsub: Pubsub,
  tell: Tell,
): Promise<void> {
  const byTopic = Map.groupBy(leases.values(), ({ held }) => held.topic);
  await Promise.all(
    [...byTopic].map(async ([topic, ofTopic]) => {
      try {
        for (const ackIds of chunksOf(ofTopic.flatMap((lease) => lease.ackIds)))
          await pubsub.setAckDeadline(topic, ackIds, seconds);
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        tell(error.message);
      }
    }),
  );
}

function keyOf({ topic, messageId }: Omit<Held, "message" | "publishedAt">): string {
  return `${topic} ${messageId}`;
}

function byAge(a: Held, b: Held): number {
  return (
    a.publishedAt - b.publishedAt || a.messageId.length - b.messageId.length || (a.messageId < b.messageId ? -1 : 1)
  );
}

function chunksOf(ackIds: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ackIds.length / ACK_IDS_PER_CALL) }, (_, index) =>
    ackIds.slice(index * ACK_IDS_PER_CALL, (index + 1) * ACK_IDS_PER_CALL),
  );
}
