import type { EventEffect, RecordEffect } from "../../local/console/contract/effects.ts";
import { rehearse, type RehearsalTask } from "../../local/console/rehearse/rehearse.ts";

/** A checkout with the inputs for its handlers. */
export type Side = Required<Pick<RehearsalTask, "folder" | "messages" | "settings">>;

/**
 * An event that the handlers of two checkouts would write differently. Undefined: that checkout has no such handler.
 */
export interface Difference {
  readonly handler: string;
  readonly event: string;
  readonly person: string;
  readonly here: EventEffect | undefined;
  readonly there: EventEffect | undefined;
}

/** What each event would write now, in order. */
export function effectsOf(side: Side, signal: AbortSignal): Promise<readonly EventEffect[]> {
  return rehearse(side, { signal });
}

/** Differences found twice, because someone may have changed the records between two looks. */
export async function differences(here: Side, there: Side, signal: AbortSignal): Promise<readonly Difference[]> {
  const first = await compared(here, there, signal);
  if (first.length === 0 || signal.aborted) return first;
  const isWanted = ({ handler, message }: Side["messages"][number]) =>
    first.some((one) => one.handler === handler && one.event === message.attributes["ce-id"]);
  const again = (side: Side): Side => ({ ...side, messages: side.messages.filter(isWanted) });
  return compared(again(here), again(there), signal);
}

async function compared(here: Side, there: Side, signal: AbortSignal): Promise<readonly Difference[]> {
  const [own, other] = await Promise.all([effectsOf(here, signal), effectsOf(there, signal)]);
  const [ours, theirs] = [keyed(own), keyed(other)];
  return [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((key) => {
    const pair = { here: ours.get(key), there: theirs.get(key) };
    const one = pair.here ?? pair.there;
    if (one === undefined || spelled(pair.here) === spelled(pair.there)) return [];
    const { handler, event, person } = one;
    return [{ handler, event, person, ...pair }];
  });
}

function keyed(effects: readonly EventEffect[]): ReadonlyMap<string, EventEffect> {
  return new Map(effects.map((one) => [JSON.stringify([one.handler, one.event]), one]));
}

/** What would change in the systems, regardless of order, calls and new ids. */
function spelled(effect: EventEffect | undefined): string {
  if (effect === undefined || (effect.outcome === "done" && effect.records.length === 0)) return "nothing";
  return JSON.stringify([effect.outcome, merged(effect.records).toSorted()]);
}

/** A record that is written twice counts once. */
function merged(records: readonly RecordEffect[]): string[] {
  const byRecord = Map.groupBy(records, ({ system, kind, id }) => JSON.stringify([system, kind, id]));
  return [...byRecord.values()].flatMap((some) =>
    some.slice(0, 1).map(({ system, kind, id, what }) => {
      const fields = new Map(some.flatMap((one) => one.fields.map(({ field, after }) => [field, after] as const)));
      const sorted = [...fields].toSorted(([one], [other]) => (one < other ? -1 : 1));
      return JSON.stringify([system, kind, what === "created" ? "" : id, what, sorted]);
    }),
  );
}
