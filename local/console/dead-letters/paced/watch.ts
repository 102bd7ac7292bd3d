import type { DeliveryRow } from "../../contract/deliveries.ts";
import { readLetter } from "../letters.ts";
import type { Look } from "../look.ts";
import type { Declarations } from "../place.ts";
import type { Plan } from "../plans.ts";
import { rehearsable } from "../rehearsable.ts";

/** What has become of replayed events, each by each of its handlers. */
export interface Fates {
  /** Letters that are out: a webhook's events go to several handlers. */
  readonly letters: number;
  readonly replayed: number;
  /** Undefined: nobody tells of what was handled. */
  readonly handled: number | undefined;
  /** Lies among the dead letters again. */
  readonly again: number;
  /** Delivered, and to be delivered again: an outage, or an error that is tried a few times. */
  readonly retried: number;
}

export interface WatchOptions {
  readonly look: Pick<Look, "more">;
  readonly manifest: Declarations;
  readonly prefix: string;
  /** The last deliveries, the newest first, where somebody tells of them. */
  readonly deliveries?: (() => Promise<readonly DeliveryRow[]>) | undefined;
}

export interface Watch {
  /** Its events are out, since then: milliseconds since the epoch. */
  add(plan: Plan, at: number): void;
  /** What is known by now. */
  see(): Promise<Fates>;
}

type Fate = "open" | "handled" | "again" | "retried";

/** Follows what is replayed: a failed event comes back as another dead letter, and `npm start` tells of deliveries. */
export function watchReplays({ look, manifest, prefix, deliveries }: WatchOptions): Watch {
  const since = new Map<string, number>();
  const fates = new Map<string, Fate>();
  const returned = new Set<string>();
  let letters = 0;

  async function readDeliveries(): Promise<void> {
    const seen = new Set<string>();
    for (const { subscription, eventId, outcome, startedAt } of (await deliveries?.()) ?? []) {
      const key = keyOf(subscription, eventId);
      const replayedAt = since.get(key);
      if (replayedAt === undefined || seen.has(key) || Date.parse(startedAt) < replayedAt) continue;
      seen.add(key);
      fates.set(key, FATES[outcome] ?? "retried");
    }
  }

  /** After the deliveries: what is acknowledged and has not come back by then was handled. */
  async function readLetters(): Promise<void> {
    for (const held of await look.more()) {
      const { handler, id } = readLetter(held, manifest, prefix);
      returned.add(keyOf(handler, id)); // maybe before it is told here that it was replayed
    }
  }

  return {
    add(plan, at) {
      letters += 1;
      for (const { handler, message } of rehearsable([plan], manifest)) {
        const key = keyOf(handler, message.attributes["ce-id"]);
        since.set(key, at);
        fates.set(key, "open");
      }
    },
    async see() {
      await readDeliveries();
      await readLetters();
      const known = [...fates].map(([key, fate]) => (returned.has(key) ? "again" : fate));
      const counted = (fate: Fate) => known.filter((one) => one === fate).length;
      const handled = deliveries === undefined ? undefined : counted("handled");
      return { letters, replayed: fates.size, handled, again: counted("again"), retried: counted("retried") };
    },
  };
}

/** As the console's deliveries have it; all others are tried again. */
const FATES: Readonly<Record<string, Fate>> = { acknowledged: "handled", "under way": "open" };

function keyOf(handler: string | undefined, eventId: string | undefined): string {
  return JSON.stringify([handler, eventId]);
}

/** Whether it is known of each what has become of it. */
export function isSettled({ replayed, handled, again }: Fates): boolean {
  return handled !== undefined && handled + again === replayed;
}
