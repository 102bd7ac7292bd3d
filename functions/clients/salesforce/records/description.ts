import { clean, cut } from "./read-value.ts";
import { fieldOf } from "./shape.ts";
import type { Draft, Note } from "./fit.ts";

const DESCRIPTION = "Description";

/** If the message alone is too long for the field, notes may take this much of it; otherwise it stays whole. */
const LEAST_FOR_NOTES = 2_000;

/** Whether the object has a place for what its fields can't hold. */
export function hasDescription(object: string): boolean {
  return fieldOf(object, DESCRIPTION) !== undefined;
}

/** The draft, with these notes appended to its Description, each once: `Phone: 0123 456`. */
export function withNotes(object: string, draft: Draft, notes: readonly Note[], present: unknown = ""): Draft {
  const size = fieldOf(object, DESCRIPTION)?.size ?? 0;
  const own = [draft[DESCRIPTION], present].find((text) => typeof text === "string") ?? "";
  const lines = notes
    .filter(isElsewhere)
    .map(toLine)
    .filter((line) => !own.includes(line));
  if (size === 0 || lines.length === 0) return draft;
  const isFull = own.length >= size - 1; // it was cut, possibly before an emoji
  const room = (isFull ? LEAST_FOR_NOTES : size - own.length) - SEPARATOR.length;
  if (room <= 0) return draft;
  const noted = cut(lines.join("\n"), room);
  const message = isFull ? cut(own, size - noted.length - SEPARATOR.length) : own;
  return { ...draft, [DESCRIPTION]: [message, noted].filter((part) => part !== "").join(SEPARATOR) };
}

/** Whether a Description contains the note's whole value. */
export function hasNote(description: unknown, note: Note): boolean {
  return isElsewhere(note) && typeof description === "string" && description.includes(toLine(note));
}

/** Description's own overflow has no other place. */
function isElsewhere({ field }: Note): boolean {
  return field.toLowerCase() !== DESCRIPTION.toLowerCase();
}

const SEPARATOR = "\n\n";

function toLine({ field, value }: Note): string {
  return `${labelOf(field)}: ${clean(String(value)).trim()}`;
}

/** In words: `MobilePhone` is Mobile Phone. */
function labelOf(field: string): string {
  const words = field.replace(/__p?c$/, "").replaceAll("_", " ");
  return words.replaceAll(/([a-z\d])([A-Z])/g, "$1 $2");
}
