import type { DeliveryRow } from "../../contract/deliveries.ts";
import { readLetter } from "../letters.ts";
import type { Look } from "../look.ts";
import type { Declarations } from "../place.ts";
import type { Plan } from "../plans.ts";
import { rehearsable } from "../rehearsable.ts";

/** Results of replayed events, per handler. */
export interface Fates {
  /** Replayed letters; a webhook's events go to several handlers. */
  readonly letters: number;
  readonly replayed: number;
  /** Undefined if nothing reports what was handled. */
  readonly handled: number | undefined;
  /** Back among the dead letters. */
  readonly again: number;
  /** Failed and being retried: an outage, or an error with attempts left. */
  readonly retried: number;
}

interface WatchOptions {
  readonly look: Pick<Look, "more">;
  readonly manifest: Declarations;
  readonly prefix: string;
  /** The last deliveries, newest first, if available. */
  readonly deliveries?: (() => Promise<readonly DeliveryRow[]>) | undefined;
}

export interface Watch {
  /** Its events were sent at this time, in Unix milliseconds. */
  add(plan: Plan, at: number): void;
  /** Reads the current results. */
  see(): Promise<Fates>;
}

type Fate = "open" | "handled" | "again" | "retried";

/** Watches replayed events: failed ones return as other dead letters; `npm start` reports deliveries. */
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

  /** After the deliveries: what is acknowledged and has not returned by then was handled. */
  async function readLetters(): Promise<void> {
    for (const held of await look.more()) {
      const { handler, id } = readLetter(held, manifest, prefix);
      returned.add(keyOf(handler, id)); // it may return before it is registered as replayed
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

/** By the console's outcomes; all others are retried. */
const FATES: Readonly<Record<string, Fate>> = { acknowledged: "handled", "under way": "open" };

function keyOf(handler: string | undefined, eventId: string | undefined): string {
  return JSON.stringify([handler, eventId]);
}

/** Whether all results are known. */
export function isSettled({ replayed, handled, again }: Fates): boolean {
  return handled !== undefined && handled + again === replayed;
}
