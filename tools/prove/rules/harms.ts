import type { Event } from "../../../functions/runtime/define/handler.ts";
import type { KnownRecord } from "../../../local/core/records.ts";
import type { System } from "../../../local/core/system.ts";
import { valuesIn } from "../events/leaves.ts";
import { EMPTIES } from "../finding.ts";
import { holdsWord } from "../simulation/traces.ts";

/** A record of any system. Its kind is prefixed with the system's name. */
export interface KeyedRecord extends KnownRecord {
  /** Identifies the record before and after a run. */
  readonly key: string;
}

/** All records of all systems. Equal records without an id are numbered. */
export function knownRecords(systems: readonly Pick<System, "name" | "state" | "records">[]): KeyedRecord[] {
  const counts = new Map<string, number>();
  return systems.flatMap((system) =>
    (system.records?.(system.state()) ?? []).map((record) => {
      const kind = `${system.name} ${record.kind}`;
      const alike = `${kind} ${record.id ?? JSON.stringify(record.fields)}`;
      const count = (counts.get(alike) ?? 0) + 1;
      counts.set(alike, count);
      return { ...record, kind, key: `${alike} ${count}` };
    }),
  );
}

/** The records before and after an undisturbed run. */
export interface Watched {
  readonly before: readonly KeyedRecord[];
  readonly after: readonly KeyedRecord[];
}

/** Damage done by an undisturbed run. */
export interface Harm {
  /** As in declarations. */
  readonly records: string;
  /** `*`: the record itself is gone. */
  readonly field: string;
  /** The rest of a sentence that starts with the handler's name. */
  readonly rule: string;
  /** For a change: the new value. */
  readonly to?: unknown;
}

/** Data that was lost although the event does not mention it. */
export function losses({ before, after }: Watched, event: Event): Harm[] {
  const found = new Map(after.map((record) => [record.key, record]));
  return before.flatMap((record) => {
    const { key, kind, name } = record;
    const now = found.get(key);
    if (now === undefined)
      return [{ records: kind, field: "*", rule: `removes ${name} (${kind}), of which the event does not speak` }];
    return Object.entries(record.fields)
      .filter(([field, value]) => !isEmpty(value) && !isKept(value, now.fields[field]))
      .filter(([field]) => isEmpty(now.fields[field]) || !isSpokenOf(now.fields[field], event))
      .map(([field, value]) => ({ records: kind, field, rule: lossRule(field, kind, value, now.fields[field]) }));
  });
}

/** Changes that someone made and the repeated event undid. */
export function undoings({
  written,
  corrected,
  after,
}: Record<"written" | "corrected" | "after", readonly KeyedRecord[]>): Harm[] {
  const [was, now] = [written, after].map((records) => new Map(records.map((record) => [record.key, record.fields])));
  return corrected.flatMap(({ key, kind, fields }) =>
    Object.entries(fields)
      .map(([field, value]) => ({ field, value, to: now?.get(key)?.[field], from: was?.get(key)?.[field] }))
      .filter(({ value, to, from }) => spell(value) !== spell(from) && spell(value) !== spell(to))
      .map(({ field, value, to }) => ({
        records: kind,
        field,
        to,
        rule: `changes ${field} of ${kind}, which somebody has changed to “${spell(value)}” since, to “${spell(to)}” when the event comes again`,
      })),
  );
}

/** Records that exist once more although they existed before, or twice although they did not. */
export function doubles({ before, after }: Watched): Harm[] {
  const known = new Set(before.map(({ key }) => key));
  const things = Map.groupBy(
    after.filter(({ of }) => of !== undefined),
    ({ kind, of }) => `${kind.split(" ")[0]} ${of?.thing} ${of?.key}`,
  );
  return [...things.values()].flatMap((records) => {
    const [first] = records.toSorted((one, other) => Number(known.has(other.key)) - Number(known.has(one.key)));
    const added = records.find((record) => record !== first && !known.has(record.key));
    if (first === undefined || added === undefined) return [];
    const rule = `adds ${added.name} where there is ${first.name}: the same ${added.of?.thing} twice`;
    return [{ records: added.kind, field: "*", rule }];
  });
}

function lossRule(field: string, kind: string, from: unknown, to: unknown): string {
  return isEmpty(to) && to !== false
    ? `${EMPTIES} ${field} of ${kind} (“${spell(from)}”), of which the event does not speak`
    : `changes ${field} of ${kind} from “${spell(from)}” to “${spell(to)}”, of which the event does not speak`;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "" || value === false;
}

/** Appending to a text keeps it. */
function isKept(from: unknown, to: unknown): boolean {
  return spell(from) === spell(to) || (typeof from === "string" && typeof to === "string" && to.includes(from));
}

function spell(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

/** Shorter texts occur in others by coincidence. */
const LEAST = 4;
/** A first name within a full name. */
const LEAST_WORD = 3;
/** Values may be truncated to a field's length. */
const LEAST_CUT = 10;

/** Whether a value comes from the event: from its data or time, or a text composed of them. */
function isSpokenOf(value: unknown, event: Event): boolean {
  if (typeof value === "object" && value !== null)
    return Object.values(value).every((inner) => isSpokenOf(inner, event));
  const { data, subject, time, id } = event;
  const said = [...valuesIn(data), subject, id].map((one) => String(one).toLowerCase());
  const text = String(value).toLowerCase();
  return (
    isItsTime(value, Date.parse(time)) ||
    said.some(
      (one) =>
        one === text ||
        (one.length >= LEAST && text.includes(one)) ||
        (text.length >= LEAST_WORD && holdsWord(one, text)) ||
        (text.length >= LEAST_CUT && one.startsWith(text)),
    )
  );
}

function isItsTime(value: unknown, at: number): boolean {
  if (typeof value === "number") return value === at || value === Math.floor(at / 1000);
  if (typeof value !== "string") return false;
  return Date.parse(value) === at || value === new Date(at).toISOString().slice(0, 10);
}
