import { subjectOf } from "../../../../functions/runtime/pubsub/message.ts";
import type { EventRow } from "../../contract/events.ts";
import type { Letter } from "../letters.ts";

/** Whether a later event of the same person and type has been handled already, or waits: then a replay brings back what is past. */
export type Newer = "handled" | "waiting" | undefined;

/**
 * Tells of each letter whether it is stale: by the other letters that lie there, by the time that their events bear, and
 * where there is a journal, by what came after it.
 */
export function findNewer(letters: readonly Letter[], rows: readonly EventRow[] = []): (letter: Letter) => Newer {
  const lying = Map.groupBy(letters.filter(isAboutSomebody), (letter) => keyOf(handlerAndPerson(letter)));
  const latestLying = mapped(lying, (own) => Math.max(...own.map(timeOf).filter((time) => !Number.isNaN(time))));
  const came = mapped(
    Map.groupBy(rows, ({ type, person }) => keyOf([type, person])),
    (own) => ({
      arrived: new Map(own.toReversed().map(({ eventId, number }) => [eventId, number])), // the first of each
      handled: latestTwo(own.filter(({ outcome }) => outcome === "handled")),
      waiting: latestTwo(own.filter(({ outcome }) => WAITING.has(outcome))),
    }),
  );
  return (letter) => {
    if (!isAboutSomebody(letter)) return undefined;
    const own = came.get(keyOf([letter.type, personOf(letter)]));
    const arrived = own?.arrived.get(letter.id) ?? Infinity;
    const isLater = ({ number, eventId }: EventRow) => number > arrived && eventId !== letter.id;
    if (own?.handled.some(isLater)) return "handled";
    const waits = (latestLying.get(keyOf(handlerAndPerson(letter))) ?? -Infinity) > timeOf(letter);
    return waits || own?.waiting.some(isLater) ? "waiting" : undefined;
  };
}

/** Of different events: whichever an event is compared with, the latest other one is among them. */
function latestTwo(rows: readonly EventRow[]): readonly EventRow[] {
  const last = rows.reduce<EventRow | undefined>(later, undefined);
  const other = rows.filter(({ eventId }) => eventId !== last?.eventId).reduce<EventRow | undefined>(later, undefined);
  return [last, other].filter((row) => row !== undefined);
}

function later(one: EventRow | undefined, other: EventRow): EventRow {
  return one === undefined || other.number > one.number ? other : one;
}

function mapped<Key, Value, Result>(
  all: ReadonlyMap<Key, Value>,
  of: (value: Value) => Result,
): ReadonlyMap<Key, Result> {
  return new Map([...all].map(([key, value]) => [key, of(value)]));
}

const WAITING: ReadonlySet<EventRow["outcome"]> = new Set(["under way", "retrying", "dead-lettered"]);

function personOf({ held: { message } }: Letter): string | undefined {
  return subjectOf(message);
}

/** When the event happened: milliseconds since the epoch; NaN where that is not known. */
export function timeOf({ held: { message } }: Letter): number {
  return Date.parse(message.attributes["ce-time"] ?? "");
}

function isAboutSomebody(letter: Letter): boolean {
  return letter.kind === "dead-letter" && personOf(letter) !== undefined;
}

function handlerAndPerson(letter: Letter) {
  return [letter.handler, personOf(letter)];
}

function keyOf(parts: readonly unknown[]): string {
  return JSON.stringify(parts);
}
