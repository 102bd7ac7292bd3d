import type { Event } from "../../../functions/runtime/define/handler.ts";
import { leavesIn } from "../events/leaves.ts";
import { isObject } from "../../../functions/runtime/objects.ts";

/** Names of records by id: `Lead “Ada Lovelace, Analytical Engines” (the older)`. */
export type Names = ReadonlyMap<string, string>;

/** A record's values as text, by field path: `data.form_id`. */
export type Spelled = Readonly<Record<string, string>>;

/** Shorter ones may occur in a text by coincidence. */
const [SHORTEST_ID, SHORTEST_VALUE] = [8, 3];

/** Spells the fields that count. `held` is the same record with the system's ids, which are replaced by names. */
export function spellFields(counted: object, held: unknown, event: Event, names: Names): Spelled {
  const spelled: Record<string, string> = {};
  const visit = (path: string, value: unknown, raw: unknown) => {
    if (isObject(value)) {
      for (const [key, inner] of Object.entries(value))
        visit(path === "" ? key : `${path}.${key}`, inner, Reflect.get(Object(raw), key));
    } else if (value !== null && value !== undefined) {
      for (const [line, text] of spell(value, raw, event, names)) spelled[`${path}${line}`] = text;
    }
  };
  visit("", counted, held);
  return spelled;
}

/** One value, or one entry per line of a multi-line text. */
function spell(value: unknown, raw: unknown, event: Event, names: Names): [line: string, text: string][] {
  const reference = typeof raw === "string" ? names.get(raw) : undefined;
  if (reference !== undefined) return [["", reference]];
  const text = typeof raw === "string" ? (withNames(raw, names) ?? value) : value;
  if (typeof text !== "string" || !text.includes("\n") || originsOf(text, event).length > 0)
    return [["", spellValue(text, event)]];
  return text.split("\n").map((line, index) => [` line ${index + 1}`, spellValue(line, event)]);
}

/** The text with its ids replaced by names. Undefined if it contains none. */
function withNames(text: string, names: Names): string | undefined {
  const found = [...names].filter(([id]) => id.length >= SHORTEST_ID && text.includes(id));
  if (found.length === 0) return undefined;
  return found.reduce((replaced, [id, name]) => replaced.replaceAll(id, `{${name}}`), text);
}

/**
 * A value relative to the event: literal with the field it equals, or with field names in place of the parts taken from
 * the event.
 */
function spellValue(value: unknown, event: Event): string {
  const origins = originsOf(value, event);
  if (origins.length > 0) return `${JSON.stringify(value)} ← ${origins.join(" or ")}`;
  return (
    spellTime(value, Date.parse(event.time)) ??
    spellId(value) ??
    JSON.stringify(typeof value === "string" ? withFields(value, event) : value)
  );
}

/** The line without values, equal for two events if the same fields were used. */
export function withoutValues(line: string): string {
  return line.replaceAll(/(?:"(?:[^"\\]|\\.)*"|-?[\d.e+]+) ← /g, "← ").replaceAll(/\w{6}…\w{4}/g, "…");
}

/** The text with event values replaced by field names, so that it is the same for every sample. */
export function withFields(text: string, { data }: Event): string {
  const values = dataFields(data)
    .filter((field): field is [string, string] => typeof field[1] === "string" && field[1].length >= SHORTEST_VALUE)
    .filter(([, value]) => text.includes(value)) // most have none, and the rest is slow
    .toSorted(([, one], [, other]) => other.length - one.length);
  return values.reduce((replaced, [path, value]) => replaced.replaceAll(asWord(value), () => `{${path}}`), text);
}

/** Matches whole words only: not the Ada in Canada. */
function asWord(text: string): RegExp {
  return new RegExp(String.raw`(?<![\p{L}\p{N}])${RegExp.escape(text)}(?![\p{L}\p{N}])`, "gu");
}

/** The primitive values in an event's data, by path: `address.city`, `items[0].sku`. */
export function dataFields(data: unknown): [path: string, value: unknown][] {
  return [...leavesIn(data)].map(({ path, value }) => [path.map(spellStep).join(""), value]);
}

function spellStep(name: string | number, place: number): string {
  if (typeof name === "number") return `[${name}]`;
  return place === 0 ? name : `.${name}`;
}

/** Whether the value is distinctive enough not to be written by coincidence. */
export function isTelling(value: unknown): value is string | number {
  return (typeof value === "string" || typeof value === "number") && String(value).length > 1;
}

/** The event fields with this value: from its data, or else its subject, id or source. */
function originsOf(value: unknown, { data, subject, id, source }: Event): string[] {
  if (!isTelling(value)) return [];
  const pathsIn = (fields: Iterable<[string, unknown]>) => [...fields].filter(([, field]) => field === value);
  const ofData = pathsIn(dataFields(data));
  const found = ofData.length > 0 ? ofData : pathsIn(Object.entries({ subject, id, source })).slice(0, 1);
  return found.map(([path]) => path);
}

const LONGEST_APART_MS = 400 * 24 * 3600 * 1000;
const UNITS: readonly (readonly [string, number])[] = [
  ["d", 24 * 3600 * 1000],
  ["h", 3600 * 1000],
  ["min", 60 * 1000],
  ["s", 1000],
];

/** A time relative to the event's. */
function spellTime(value: unknown, eventAt: number): string | undefined {
  const apart = apartMs(value, eventAt);
  if (apart === undefined) return undefined;
  if (apart === 0) return "the event's time";
  const [unit, size] = UNITS.find(([, ms]) => apart % ms === 0) ?? ["ms", 1];
  return `the event's time ${apart < 0 ? "−" : "+"} ${Math.abs(apart) / size} ${unit}`;
}

/** A timestamp without a zone would mean a different time on each machine. */
const TIMESTAMP = /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:?\d\d)$/;

/**
 * Milliseconds between a time and the event, if within months of it. A time in whole seconds ignores the event's
 * milliseconds.
 */
function apartMs(value: unknown, eventAt: number): number | undefined {
  const candidates =
    typeof value === "number"
      ? [value * 1000 - (Number.isInteger(value) ? eventAt - (eventAt % 1000) : eventAt), value - eventAt]
      : [typeof value === "string" && TIMESTAMP.test(value) ? Date.parse(value) - eventAt : Number.NaN];
  return candidates.find((apart) => Math.abs(apart) < LONGEST_APART_MS);
}

const RANDOM_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const HASH = /^(?:[0-9a-f]{32,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** Shortens an id: nobody reads it, but a change must show. Random ids differ on each run, so they are replaced. */
function spellId(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  if (RANDOM_ID.test(value)) return "a random id";
  return ULID.test(value) || HASH.test(value) ? `${value.slice(0, 6)}…${value.slice(-4)}` : undefined;
}
