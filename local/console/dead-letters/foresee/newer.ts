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
  const came = Map.groupBy(rows, ({ type, person }) => keyOf([type, person]));
  return (letter) => {
    if (!isAboutSomebody(letter)) return undefined;
    const own = came.get(keyOf([letter.type, personOf(letter)])) ?? [];
    const arrived = own.find(({ eventId }) => eventId === letter.id)?.number ?? Infinity;
    const later = own.filter(({ number, eventId }) => number > arrived && eventId !== letter.id);
    if (later.some(({ outcome }) => outcome === "handled")) return "handled";
    const others = lying.get(keyOf(handlerAndPerson(letter))) ?? [];
    const waits = others.some((other) => timeOf(other) > timeOf(letter));
    return waits || later.some(({ outcome }) => WAITING.has(outcome)) ? "waiting" : undefined;
  };
}

const WAITING: ReadonlySet<EventRow["outcome"]> = new Set(["under way", "retrying", "dead-lettered"]);

export function personOf({ held: { message } }: Letter): string | undefined {
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
