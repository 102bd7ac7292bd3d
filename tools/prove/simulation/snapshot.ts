import type { RecordPair } from "../../../local/console/contract/proof.ts";
import type { IsLeftOut, State } from "../../../local/core/records.ts";
import type { System } from "../../../local/core/system.ts";
import type { Simulation } from "./simulation.ts";

/** The part of all systems' state that counts: each record as canonical JSON, sorted, by kind of record. */
export type Snapshot = ReadonlyMap<string, readonly string[]>;

const nothing: IsLeftOut = () => false;

export function takeSnapshot(simulation: Simulation, isLeftOut?: IsLeftOut): Snapshot {
  return holdState(simulation)(isLeftOut);
}

/** The snapshot of a fixed state, with or without some fields. */
export type Held = (isLeftOut?: IsLeftOut) => Snapshot;

/** The current state. */
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

/** States are immutable here: a stand-in returns a new object for each, or the same object for the same state. */
const whole = new WeakMap<State, Map<string, string[]>>();

/** The snapshot of one system's state. */
export function kindsOf(system: System, state: State, isLeftOut?: IsLeftOut): Map<string, string[]> {
  if (isLeftOut !== undefined) return kindsWithout(system, state, isLeftOut);
  const known = whole.get(state) ?? kindsWithout(system, state);
  whole.set(state, known);
  return known;
}

function kindsWithout({ name, comparable }: System, state: State, isLeftOut?: IsLeftOut): Map<string, string[]> {
  const ofSystem: IsLeftOut = isLeftOut === undefined ? nothing : (kind, field) => isLeftOut(`${name} ${kind}`, field);
  const records = comparable(state, ofSystem);
  // A record with no remaining fields is left out, because then its existence does not count.
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

/**
 * Whether the state equals one of the ends, except that in kinds listed in `mixed` each record may come from any of the
 * ends.
 */
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

/** JSON with sorted keys. Cached for frozen values, since most records are the same as in the previous case. */
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

/** A record that differs from the expected one. */
export interface Difference {
  readonly kind: string;
  readonly what: RecordPair["what"];
  /** The record, or for a changed record the differing fields as [expected, actual]. */
  readonly record: Readonly<Record<string, unknown>>;
  readonly changes: readonly { readonly field: string; readonly expected: unknown; readonly actual: unknown }[];
}

/** The differences by record. The most similar records are paired as one changed record, as are two left over. */
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

/** Items that occur more often in `list` than in `others`. */
export function without(list: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return list.filter((record) => {
    const index = left.indexOf(record);
    if (index !== -1) left.splice(index, 1);
    return index === -1;
  });
}

/** At least half of the fields are equal. */
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
