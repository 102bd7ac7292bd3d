import { modelsFor, type Model, spellCreated } from "./created.ts";
import type { ChangedRecord, SpelledCall, SystemEffect } from "./effect.ts";
import type { Told } from "./pairs.ts";
import { withoutValues } from "./values.ts";

/** The values that each field takes in any state. For unchanged records, shows what they could have become. */
type Becoming = ReadonlyMap<string, ReadonlySet<string>>;

export function becomingOf(effects: readonly SystemEffect[]): Becoming {
  const changes = effects.flatMap(({ changed }) => changed.flatMap((record) => record.changes));
  const fields = Map.groupBy(changes, ({ field }) => field);
  return new Map([...fields].map(([field, some]) => [field, new Set(some.map(({ to }) => withoutValues(to)))]));
}

/** The lines of one situation: created, changed, removed and unchanged records. */
export function recordLines(effect: SystemEffect, models: Model[], becoming: Becoming): string[] {
  const created = modelsFor(effect.created, models).map((one) => `+ ${spellCreated(one)}`);
  const changed = effect.changed.flatMap(changeLines);
  const removed = effect.removed.map(({ name }) => `- ${name}`);
  const lines = [...created, ...changed, ...removed];
  const left = effect.left.length === 0 ? [] : [`= ${spellLeft(effect.left, becoming)}`];
  return [...(lines.length === 0 ? ["no change"] : lines), ...left];
}

function changeLines({ name, changes }: ChangedRecord): string[] {
  const fields = mergeFields(changes.map(({ field, from, to }) => [field, `${from} → ${to}`]));
  return fields.length === 1 ? [`~ ${name} ${fields[0]}`] : [`~ ${name}`, ...fields.map((line) => `    ${line}`)];
}

/** One line per field of a created record. Given an earlier sample's record, only the fields that differ in origin. */
export function fieldLines({ fields }: Told, earlier?: Told): string[] {
  const sorted = Object.entries(fields).toSorted(([one], [other]) => (one < other ? -1 : 1));
  if (earlier === undefined) return mergeFields(sorted);
  const missing = Object.keys(earlier.fields).filter((field) => fields[field] === undefined);
  const isOtherwise = ([field, value]: readonly [string, string]) =>
    withoutValues(earlier.fields[field] ?? "") !== withoutValues(value);
  return [
    ...mergeFields(sorted.filter(isOtherwise)),
    ...(missing.length === 0 ? [] : [`no ${missing.toSorted().join(", ")}`]),
  ];
}

/** Joins fields of one object that have the same value, unrelated to the event: `timestamps.company, .title: …`. */
function mergeFields(fields: readonly (readonly [field: string, text: string])[]): string[] {
  const merged = Map.groupBy(fields, ([field, text]) =>
    field.includes(".") && !text.includes("←") ? `${parentOf(field)} ${text}` : field,
  );
  return [...merged.values()].map((some) => {
    const [[first, text] = ["", ""], ...others] = some;
    return `${[first, ...others.map(([field]) => field.slice(parentOf(field).length))].join(", ")}: ${text}`;
  });
}

function parentOf(field: string): string {
  return field.slice(0, field.lastIndexOf("."));
}

/** Named records by name, with the values they keep that others lose. The rest are counted. */
function spellLeft(left: readonly Told[], becoming: Becoming): string {
  const named = left.filter(({ name, kind }) => name !== kind && name.includes("“"));
  const counts = Map.groupBy(
    left.filter((record) => !named.includes(record)),
    ({ kind }) => kind,
  );
  return [
    ...named.map((record) => {
      const kept = Object.entries(record.fields)
        .filter(([field, value]) => becoming.get(field)?.has(withoutValues(value)) === false)
        .map(([field, value]) => `${field} stays ${value}`);
      return kept.length === 0 ? record.name : `${record.name} (${kept.join(", ")})`;
    }),
    ...[...counts].map(([kind, some]) => (some.length === 1 ? kind : `${some.length} × ${kind}`)),
  ].join(", ");
}

/** The calls in order, and their cost. */
export function callsLine(calls: readonly SpelledCall[]): string {
  if (calls.length === 0) return "no call";
  const names = calls.map(({ operation, cost }) =>
    cost !== undefined && Object.keys(cost).length === 0 ? `(${operation})` : operation,
  );
  const costs = [...costOf(calls)].map(([unit, count]) => `${unit}: ${count}`);
  return `${costs.join("; ") || "nothing"} – ${countRuns(names).join(", ")}`;
}

/** Minimum and maximum cost of one event: `API calls of the day: 3 to 9`. */
export function costLines(all: readonly (readonly SpelledCall[])[]): string[] {
  const costs = all.map(costOf);
  const units = [...new Set(costs.flatMap((cost) => [...cost.keys()]))];
  return units.map((unit) => {
    const counts = costs.map((cost) => cost.get(unit) ?? 0);
    const [least, most] = [Math.min(...counts), Math.max(...counts)];
    return `${unit}: ${least === most ? most : `${least} to ${most}`} an event`;
  });
}

/** `2 × GET /notes` for consecutive repetitions. */
function countRuns(names: readonly string[]): string[] {
  const runs: { readonly name: string; count: number }[] = [];
  for (const name of names) {
    const last = runs.at(-1);
    if (last?.name === name) last.count += 1;
    else runs.push({ name, count: 1 });
  }
  return runs.map(({ name, count }) => (count === 1 ? name : `${count} × ${name}`));
}

function costOf(calls: readonly SpelledCall[]): ReadonlyMap<string, number> {
  const total = new Map<string, number>();
  for (const { cost = { calls: 1 } } of calls)
    for (const [unit, count] of Object.entries(cost)) total.set(unit, (total.get(unit) ?? 0) + count);
  return total;
}
