import { subjectOf } from "../../../../functions/runtime/pubsub/message.ts";
import type { EventRow } from "../../contract/events.ts";
import type { Letter } from "../letters.ts";

/**
 * Whether a later event of the same person and type was handled already or is waiting: then a replay restores outdated
 * values.
 */
type Newer = "handled" | "waiting" | undefined;

/** The journal's events of one person and type. */
interface Arrivals {
  /** By event id, the number of its first arrival. */
  readonly first: ReadonlyMap<string | null, number>;
  readonly handled: readonly EventRow[];
  readonly waiting: readonly EventRow[];
}

/**
 * Returns a function that tells whether a letter is outdated, by the event times of other letters and, with a journal,
 * by later arrivals.
 */
export function findNewer(letters: readonly Letter[], rows: readonly EventRow[] = []): (letter: Letter) => Newer {
  const latest = latestLying(letters);
  const came = arrivals(rows);
  return (letter) => {
    if (!isAboutSomebody(letter)) return undefined;
    const { first, handled, waiting } = came.get(keyOf([letter.type, personOf(letter)])) ?? NOTHING_CAME;
    const arrived = first.get(letter.id) ?? Infinity;
    const isLater = ({ number, eventId }: EventRow) => number > arrived && eventId !== letter.id;
    if (handled.some(isLater)) return "handled";
    const isOvertaken = (latest.get(handlerAndPerson(letter)) ?? -Infinity) > timeOf(letter);
    return isOvertaken || waiting.some(isLater) ? "waiting" : undefined;
  };
}

/** For each handler and person, the time of the latest event among the letters. */
function latestLying(letters: readonly Letter[]): ReadonlyMap<string, number> {
  const latest = new Map<string, number>();
  for (const letter of letters.filter(isAboutSomebody)) {
    const [key, time] = [handlerAndPerson(letter), timeOf(letter)];
    if (time > (latest.get(key) ?? -Infinity)) latest.set(key, time);
  }
  return latest;
}

const WAITING: ReadonlySet<EventRow["outcome"]> = new Set(["under way", "retrying", "dead-lettered"]);

/** By type and person. */
function arrivals(rows: readonly EventRow[]): ReadonlyMap<string, Arrivals> {
  const byPerson = Map.groupBy(rows, ({ type, person }) => keyOf([type, person]));
  return new Map(
    [...byPerson].map(([key, own]) => [
      key,
      {
        first: new Map(own.toReversed().map(({ eventId, number }) => [eventId, number])),
        handled: latestTwo(own.filter(({ outcome }) => outcome === "handled")),
        waiting: latestTwo(own.filter(({ outcome }) => WAITING.has(outcome))),
      },
    ]),
  );
}

const NOTHING_CAME: Arrivals = { first: new Map(), handled: [], waiting: [] };

/** The latest two different events: the latest other than a given one is always among them. */
function latestTwo(rows: readonly EventRow[]): readonly EventRow[] {
  const last = rows.reduce<EventRow | undefined>(later, undefined);
  const other = rows.filter(({ eventId }) => eventId !== last?.eventId).reduce<EventRow | undefined>(later, undefined);
  return [last, other].filter((row) => row !== undefined);
}

function later(one: EventRow | undefined, other: EventRow): EventRow {
  return one === undefined || other.number > one.number ? other : one;
}

function personOf({ held: { message } }: Letter): string | undefined {
  return subjectOf(message);
}

/** When the event happened, in Unix milliseconds; NaN if unknown. */
export function timeOf({ held: { message } }: Letter): number {
  return Date.parse(message.attributes["ce-time"] ?? "");
}

function isAboutSomebody(letter: Letter): boolean {
  return letter.kind === "dead-letter" && personOf(letter) !== undefined;
}

function handlerAndPerson(letter: Letter): string {
  return keyOf([letter.handler, personOf(letter)]);
}

function keyOf(parts: readonly unknown[]): string {
  return JSON.stringify(parts);
}
