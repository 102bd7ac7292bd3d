import { isCalled, type Letter, reasonLine } from "../../local/console/dead-letters/letters.ts";
import type { Declarations } from "../../local/console/dead-letters/place.ts";
import { didYouMean } from "../../functions/runtime/define/nearest.ts";
import { readMs } from "../arguments.ts";
import { counted } from "../printing.ts";
import { UsageError } from "../../local/core/problems.ts";

/** Which dead letters to select. Without ids and filters: all. */
export interface Selection {
  /** Event or message ids. */
  readonly ids: readonly string[];
  /** All keys must match, each with any of its values. */
  readonly filters: ReadonlyMap<FilterKey, readonly string[]>;
}

/** Keys that compare literally, with their values. */
const values = {
  kind: ({ kind }) => kind,
  handler: ({ handler }) => handler,
  source: ({ source }) => source,
  type: ({ type }) => type,
  code: ({ reason }) => reason?.code,
  system: ({ reason }) => reason?.system,
  operation: ({ reason }) => reason?.operation,
  field: ({ reason }) => reason?.field,
} satisfies Record<string, (letter: Letter) => string | undefined>;

const tests = {
  reason: (value, letter) =>
    `${reasonLine(letter)} ${letter.reason?.text ?? ""}`.toLowerCase().includes(value.toLowerCase()),
  "older-than": (value, { held }, now) => now - held.publishedAt > readMs(value),
  "newer-than": (value, { held }, now) => now - held.publishedAt < readMs(value),
} satisfies Record<string, (value: string, letter: Letter, now: number) => boolean>;

type FilterKey = keyof typeof values | keyof typeof tests;

export const FILTER_KEYS = [...Object.keys(values), ...Object.keys(tests)] as readonly FilterKey[];

/** Reads `key=value` arguments. */
export function readFilters(texts: readonly string[]): Map<FilterKey, string[]> {
  const filters = new Map<FilterKey, string[]>();
  for (const text of texts) {
    const [, name = "", value = ""] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    const key = FILTER_KEYS.find((known) => known === name);
    if (key === undefined && name !== "")
      throw new UsageError(`--filter ${text}: there is no key ${name}; ${didYouMean(name, FILTER_KEYS)}`);
    if (key === undefined || value === "")
      throw new UsageError(`--filter ${text}: KEY=VALUE is expected, with a key of ${FILTER_KEYS.join(", ")}.`);
    if (key === "older-than" || key === "newer-than") readMs(value);
    filters.set(key, [...(filters.get(key) ?? []), value]);
  }
  return filters;
}

export function isSelected(letter: Letter, { ids, filters }: Selection, now: number): boolean {
  if (ids.length > 0 && !ids.some((id) => isCalled(letter, id))) return false;
  return [...filters].every(([key, wanted]) => wanted.some((value) => fits(letter, key, value, now)));
}

function fits(letter: Letter, key: FilterKey, value: string, now: number): boolean {
  if (!isListed(key)) return tests[key](value, letter, now);
  return values[key](letter) === (key === "source" ? value.replace(/^\/sources\//, "") : value);
}

function isListed(key: FilterKey): key is keyof typeof values {
  return Object.hasOwn(values, key);
}

/** @throws UsageError if a filter names a handler that neither exists nor has a letter */
export function checkHandlers(letters: readonly Letter[], { filters }: Selection, { functions }: Declarations): void {
  const here = Object.keys(functions).filter((name) => functions[name]?.kind === "handler");
  const known = new Set([...here, ...letters.map(values.handler).filter((name) => name !== undefined)]);
  const unknown = filters.get("handler")?.find((name) => !known.has(name));
  if (unknown !== undefined)
    throw new UsageError(`There is no handler ${unknown}; ${didYouMean(unknown, [...known].toSorted())}`);
}

/** What the filters could have asked for, if none of the letters matches. */
export function noneFits(letters: readonly Letter[], { filters }: Selection): string {
  const found = (key: keyof typeof values) =>
    [...new Set(letters.map(values[key]).filter((value) => value !== undefined))].toSorted().join(", ");
  const present = [...filters.keys()].filter(isListed).map((key) => {
    const some = found(key);
    return some === "" ? ` None has a ${key}. Of kind there are: ${found("kind")}.` : ` Of ${key} there are: ${some}.`;
  });
  return `None of the ${letters.length} dead letters matches the filters.${present.join("")}`;
}

/** An event's id is that of a letter of each handler that has given it up. */
export function severalHandlers(selected: readonly Letter[], { ids }: Selection): string[] {
  return ids.flatMap((id) => {
    const called = selected.filter((letter) => isCalled(letter, id));
    const handlers = [...new Set(called.map(values.handler).filter((name) => name !== undefined))].toSorted();
    if (handlers.length < 2) return [];
    return `${id} is a dead letter of ${new Intl.ListFormat("en").format(handlers)}: --filter handler=NAME takes one handler's only.`;
  });
}

/** What to do about letters that no handler of this checkout can take. */
export function missingHandlers(selected: readonly Letter[], { functions }: Declarations): string[] {
  const missing = Map.groupBy(
    selected.filter(({ handler }) => handler !== undefined && !Object.hasOwn(functions, handler)),
    values.handler,
  );
  return [...missing].map(
    ([handler, { length }]) =>
      `This checkout has no handler ${handler}, and can't replay its ${counted(length, "dead letter")}: replay from a checkout that has it, or discard (docs/dead-letters.md#of-a-handler-that-this-checkout-does-not-have).`,
  );
}
