import { createHash } from "node:crypto";
import type { Event } from "../../../functions/runtime/define/handler.ts";
import { decodeEvent, type Message } from "../../../functions/runtime/pubsub/message.ts";
import { leavesOf } from "../events/variant.ts";

/** A value of one event that must not appear elsewhere. */
export interface Trace {
  /** Field name for findings, which never contain the value: `data.email`. */
  readonly field: string;
  readonly value: string;
  /** Forms in which it may be written. */
  readonly spellings: readonly string[];
}

/** Shorter values, and numbers with fewer digits, occur everywhere by coincidence. */
const FEWEST_CHARACTERS = 4;
const FEWEST_DIGITS = 6;

/** Values that identify an event: its person, and its data except configuration keys. */
export function tracesOf(event: Event): Trace[] {
  const leaves = [...leavesOf(event), { field: fieldOfSubject(event), value: event.subject }];
  return leaves.filter(({ value }) => isTelling(value)).map(({ field, value }) => traceOf(field, String(value)));
}

/** The event in a message. Undefined if there is none. */
export function eventIn(message: Message): Event | undefined {
  const event = decodeEvent(message);
  return "missing" in event ? undefined : { ...event, data: JSON.parse(message.data.toString()) };
}

function fieldOfSubject({ data, subject }: Event): string {
  const [name] = Object.entries(data).find(([, value]) => value === subject) ?? [];
  return name === undefined ? "subject" : `data.${name}`;
}

function isTelling(value: unknown): boolean {
  if (typeof value === "string") return value.length >= FEWEST_CHARACTERS;
  return typeof value === "number" && String(value).replaceAll(/\D/g, "").length >= FEWEST_DIGITS;
}

export function traceOf(field: string, value: string): Trace {
  const bytes = Buffer.from(value);
  const spellings = [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value.toWellFormed()),
    new URLSearchParams({ "": value }).toString().slice(1),
    bytes.toString("base64").replace(/=+$/, ""),
    bytes.toString("base64url"),
    bytes.toString("hex"),
    ...(value.includes("@") ? [createHash("sha256").update(value).digest("hex")] : []), // addresses can be guessed, so their plain hash counts too
  ];
  return { field, value, spellings: [...new Set(spellings)] };
}

/** The first trace that occurs in the text as a whole word. */
export function findTrace(traces: readonly Trace[], text: string): Trace | undefined {
  return traces.find(({ spellings }) => spellings.some((spelling) => holdsWord(text, spelling)));
}

/**
 * `Lead` is in `a Lead's` but not in `Leader`. A word that could be part of a name, such as `mill`, is not in
 * `is_mill`.
 */
export function holdsWord(text: string, word: string): boolean {
  const letter = /^[a-z]+$/.test(word) ? /[\p{L}\p{N}_]/u : /[\p{L}\p{N}]/u;
  const isOpen = (at: number) => !letter.test(text.charAt(at));
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
    if (isOpen(at - 1) && isOpen(at + word.length)) return true;
  return false;
}
