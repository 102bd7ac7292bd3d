import { createHash } from "node:crypto";
import type { Event } from "../../../functions/runtime/define/handler.ts";
import { decodeEvent, type Message } from "../../../functions/runtime/pubsub/message.ts";
import { leavesOf } from "../variant.ts";

/** Something of one event that has no business elsewhere. */
export interface Trace {
  /** As findings name it, for they repeat no value: `data.email`. */
  readonly field: string;
  readonly value: string;
  /** As it may be written. */
  readonly spellings: readonly string[];
}

/** Shorter ones, and numbers with fewer digits, are found anywhere. */
const FEWEST_CHARACTERS = 4;
const FEWEST_DIGITS = 6;

/** What an event can be known by: its person, and all of its data but what configuration is chosen by. */
export function tracesOf(event: Event): Trace[] {
  const leaves = [...leavesOf(event), { field: fieldOfSubject(event), value: event.subject }];
  return leaves.filter(({ value }) => isTelling(value)).map(({ field, value }) => traceOf(field, String(value)));
}

/** A message's event; undefined where it is none. */
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
    ...(value.includes("@") ? [createHash("sha256").update(value).digest("hex")] : []), // anybody can try addresses
  ];
  return { field, value, spellings: [...new Set(spellings)] };
}

/** The first of them that is in the text, as a whole word. */
export function findTrace(traces: readonly Trace[], text: string): Trace | undefined {
  return traces.find(({ spellings }) => spellings.some((spelling) => holdsWord(text, spelling)));
}

/** `Lead` is in `a Lead's`, and not in `Leader`; a word that may be part of a name, `mill`, is not in `is_mill`. */
export function holdsWord(text: string, word: string): boolean {
  const letter = /^[a-z]+$/.test(word) ? /[\p{L}\p{N}_]/u : /[\p{L}\p{N}]/u;
  const isOpen = (at: number) => !letter.test(text.charAt(at));
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
    if (isOpen(at - 1) && isOpen(at + word.length)) return true;
  return false;
}
