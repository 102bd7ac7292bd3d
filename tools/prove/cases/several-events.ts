import type { Event } from "../../../functions/runtime/define/handler.ts";
import type { ArrivalRule } from "../declared/declarations.ts";
import type { ProvedHandler } from "../instance.ts";
import { rewritten, type Sample } from "../samples.ts";
import { arrange } from "../scene.ts";
import { isEqual, type Snapshot, takeSnapshot } from "../snapshot.ts";
import type { Stage } from "../stage.ts";
import { deliverUntilAcknowledged, subscribe } from "../deliver.ts";
import { toMessage } from "../samples.ts";
import { playOut } from "../stage.ts";

/** A handler and an event for it. */
export interface Part {
  readonly handler: ProvedHandler;
  readonly sample: Sample;
}

/** Several events, in the order in which they happened. */
export interface Ensemble {
  readonly parts: readonly Part[];
  readonly events: readonly Event[];
  readonly state: string;
  readonly rules: readonly ArrivalRule[];
}

const APART_MS = 60_000;

/** The samples' events as those of one person, a minute apart in the order given. */
export function ensembleOf(parts: readonly Part[], state: string): Ensemble {
  const [first] = parts;
  if (first === undefined) throw new Error("an ensemble has at least one event");
  const { subject: email, time } = first.sample.event;
  const events = parts.map(({ sample }, index) =>
    rewritten(sample.event, { email, at: Date.parse(time) + index * APART_MS, id: `${sample.event.id}-${index + 1}` }),
  );
  return { parts, events, state, rules: rulesOf(parts) };
}

/** What the handlers of these events declare about one another. */
function rulesOf(parts: readonly Part[]): ArrivalRule[] {
  const rules = parts.flatMap(({ handler }, index) =>
    (handler.declared.arrivalDecides ?? []).filter(({ other }) =>
      parts.some((part, place) => place !== index && part.handler.handler.eventType === other),
    ),
  );
  return [...new Set(rules)];
}

/** An end state, and the same with what the rules name left out. */
export interface EndState {
  readonly whole: Snapshot;
  readonly ruled: (rules: readonly ArrivalRule[]) => Snapshot;
}

export function takeEndState(stage: Stage, rules: readonly ArrivalRule[]): EndState {
  const masked = new Map(subsets(rules).map((some) => [keyOf(some), takeSnapshot(stage, leftOutBy(some))]));
  const whole = takeSnapshot(stage);
  return { whole, ruled: (some) => masked.get(keyOf(some)) ?? whole };
}

/** The fewest rules by which two ends are the same; undefined where all of them are not enough. */
export function rulesNeeded(
  one: EndState,
  other: EndState,
  rules: readonly ArrivalRule[],
): readonly ArrivalRule[] | undefined {
  return subsets(rules).find((some) => isEqual(one.ruled(some), other.ruled(some)));
}

/** Smaller ones first. There are a handful of rules. */
function subsets(rules: readonly ArrivalRule[]): (readonly ArrivalRule[])[] {
  const all = rules.reduce<(readonly ArrivalRule[])[]>(
    (sets, rule) => [...sets, ...sets.map((set) => [...set, rule])],
    [[]],
  );
  return all.sort((one, other) => one.length - other.length);
}

function keyOf(rules: readonly ArrivalRule[]): string {
  return rules.map(({ other, records, fields }) => `${other} ${records} ${fields.join(",")}`).join("; ");
}

function leftOutBy(rules: readonly ArrivalRule[]) {
  return (records: string, field: string) =>
    rules.some((rule) => rule.records === records && rule.fields.includes(field));
}

/** Delivers the events one after another in that order, each until it is acknowledged. */
export async function playInOrder(
  stage: Stage,
  { parts, events, state, rules }: Ensemble,
  order: readonly number[],
): Promise<EndState> {
  arrange(stage, events, state);
  for (const index of order) {
    const [part, event] = [parts[index], events[index]];
    if (part === undefined || event === undefined) throw new Error(`there is no event ${index}`);
    await deliverUntilAcknowledged(subscribe(stage, part.handler), toMessage(event));
  }
  await playOut(stage);
  return takeEndState(stage, rules);
}

export function permutations(count: number): number[][] {
  if (count === 0) return [[]];
  return permutations(count - 1)
    .flatMap((shorter) =>
      Array.from({ length: count }, (_, place) => [...shorter.slice(0, place), count - 1, ...shorter.slice(place)]),
    )
    .sort((one, other) => (one.join() < other.join() ? -1 : 1));
}

export function ensembleName({ parts, state }: Ensemble): string[] {
  const [first] = parts;
  const list = parts.map(({ handler, sample }) => `${handler.name} ${sample.name}`).join(", then ");
  return [first?.handler.name ?? "", list, state];
}
