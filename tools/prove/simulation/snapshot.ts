import type { IsLeftOut, State } from "../../../local/core/records.ts";
import type { System } from "../../../local/core/system.ts";
import type { Simulation } from "./simulation.ts";

/** What counts of all systems' state: by kind of record, each record as canonical JSON, in order. */
export type Snapshot = ReadonlyMap<string, readonly string[]>;

const nothing: IsLeftOut = () => false;

export function takeSnapshot(simulation: Simulation, isLeftOut?: IsLeftOut): Snapshot {
  return holdState(simulation)(isLeftOut);
}

/** What counts of a state, for whoever asks later. */
export type Held = (isLeftOut?: IsLeftOut) => Snapshot;

/** The state as it is now. */
export function holdState({ systems, deadLetters }: Simulation): Held {
  const letters = deadLetters
    .map(({ topic, attributes }) => canonical({ topic, code: attributes["dead-letter-code"] }))
    .sort();
  const states = systems.map((system) => [system, system.state()] as const);
  return (isLeftOut) =>
    new Map([
      ["pubsub dead letters", letters],
      ...states.flatMap(([system, state]) => [...kindsOf(system, state, isLeftOut)]),
    ]);
}

/** Of states that nobody changes: a stand-in tells each anew, or, where it holds the same again, the very one of before. */
const whole = new WeakMap<State, Map<string, string[]>>();

/** One system's part of it, of any stand-in's state. */
export function kindsOf(system: System, state: State, isLeftOut?: IsLeftOut): Map<string, string[]> {
  if (isLeftOut !== undefined) return kindsWithout(system, state, isLeftOut);
  const known = whole.get(state) ?? kindsWithout(system, state);
  whole.set(state, known);
  return known;
}

function kindsWithout({ name, comparable }: System, state: State, isLeftOut?: IsLeftOut): Map<string, string[]> {
  const ofSystem: IsLeftOut = isLeftOut === undefined ? nothing : (kind, field) => isLeftOut(`${name} ${kind}`, field);
  const records = comparable(state, ofSystem);
  // A record of which all is left out is left out itself: whether it is there does not count.
  const texts = (list: readonly object[]) => list.map(canonical).filter((text) => text !== "{}");
  return new Map(Object.entries(records).map(([kind, list]) => [`${name} ${kind}`, texts(list).sort()]));
}

export function isEqual(one: Snapshot, other: Snapshot): boolean {
  return [...one].every(([kind, records]) => areSame(records, other.get(kind)));
}

export function kindsThatDiffer(one: Snapshot, other: Snapshot): string[] {
  const kinds = new Set([...one.keys(), ...other.keys()]);
  return [...kinds].filter((kind) => !areSame(one.get(kind), other.get(kind)));
}

function areSame(some: readonly string[] = [], others: readonly string[] = []): boolean {
  return some === others || (some.length === others.length && some.every((record, at) => record === others[at]));
}

/** As one of the ends; but of the kinds that are mixed some records may be as in one of them, and some as in another. */
export function isBetween(ends: readonly Snapshot[], actual: Snapshot, mixed: ReadonlySet<string>): boolean {
  const unmixed = (snapshot: Snapshot) => new Map([...snapshot].filter(([kind]) => !mixed.has(kind)));
  return (
    ends.some((end) => isEqual(unmixed(end), unmixed(actual))) &&
    [...mixed].every((kind) => {
      const lists = [...ends, actual].map((snapshot) => snapshot.get(kind) ?? []);
      return [...new Set(lists.flat())].every((record) => {
        const counts = lists.map((list) => list.filter((other) => other === record).length);
        const [is = 0, ...right] = counts.toReversed();
        return is >= Math.min(...right) && is <= Math.max(...right);
      });
    })
  );
}

const MOST_KNOWN = 10_000;
const known = new Map<string, string>();
const spelled = new WeakMap<object, string>();

/** JSON with its keys in order. Most records are those of the case before; what nobody can change is spelled once. */
function canonical(value: object): string {
  const before = spelled.get(value);
  if (before !== undefined) return before;
  const text = canonicalOf(value);
  if (Object.isFrozen(value)) spelled.set(value, text);
  return text;
}

function canonicalOf(value: object): string {
  const text = JSON.stringify(value);
  const before = known.get(text);
  if (before !== undefined) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const ordered = JSON.stringify(value, inOrder);
  known.set(text, ordered);
  return ordered;
}

function inOrder(_key: string, value: unknown): unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value;
}

/** One record that is not as it should be. */
export interface Difference {
  readonly kind: string;
  readonly what: "missing" | "too many" | "changed";
  /** The record, or of a changed one the fields that differ: should be, is. */
  readonly record: Readonly<Record<string, unknown>>;
  readonly changes: readonly { readonly field: string; readonly expected: unknown; readonly actual: unknown }[];
}

/** What differs, record by record; two that are most alike are one that has changed, and so are two that are alone. */
export function differences(expected: Snapshot, actual: Snapshot): Difference[] {
  return [...new Set([...expected.keys(), ...actual.keys()])].flatMap((kind) => {
    const missing = without(expected.get(kind) ?? [], actual.get(kind) ?? []).map(parse);
    const surplus = without(actual.get(kind) ?? [], expected.get(kind) ?? []).map(parse);
    const gone: Difference[] = missing.map((record) => {
      const areAlone = missing.length === 1 && surplus.length === 1;
      const like = areAlone ? surplus[0] : mostAlike(record, surplus);
      if (like === undefined) return { kind, what: "missing", record, changes: [] };
      surplus.splice(surplus.indexOf(like), 1);
      return { kind, what: "changed", record, changes: changesBetween(record, like) };
    });
    return [...gone, ...surplus.map((record): Difference => ({ kind, what: "too many", record, changes: [] }))];
  });
}

export type Fields = Readonly<Record<string, unknown>>;

function parse(record: string): Fields {
  return JSON.parse(record);
}

/** As often as one list has it more than the other. */
export function without(list: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return list.filter((record) => {
    const index = left.indexOf(record);
    if (index !== -1) left.splice(index, 1);
    return index === -1;
  });
}

/** At least half of the fields are the same. */
function mostAlike(record: Fields, others: readonly Fields[]): Fields | undefined {
  const scored = others.map((other) => ({
    other,
    same: Object.keys(record).length - changesBetween(record, other).length,
  }));
  const [best] = scored.sort((one, two) => two.same - one.same);
  return best !== undefined && best.same * 2 >= Object.keys(record).length ? best.other : undefined;
}

function changesBetween(expected: Fields, actual: Fields): Difference["changes"] {
  return [...new Set([...Object.keys(expected), ...Object.keys(actual)])]
    .filter((field) => JSON.stringify(expected[field]) !== JSON.stringify(actual[field]))
    .map((field) => ({ field, expected: expected[field], actual: actual[field] }));
}
