import { otherRun, type Run, type Schedule, spellRuns, turnOf } from "../simulation/interleave.ts";
import { type SystemTouch, touchEachOther } from "../simulation/touching.ts";

/** One call of two concurrent runs. */
export interface Step {
  readonly run: Run;
  readonly touches: readonly SystemTouch[];
}

/**
 * Partial-order reduction: the order of calls under another schedule, if it must end like this trace. It lets the same
 * calls through, each run's in order, as long as no call sees anything different, which holds if every two calls that
 * touch each other keep their order. If `touch` always holds, only the identical order is covered.
 */
export function coveredBy(
  trace: readonly Step[],
  touch = (one: Step, other: Step) => touchEachOther(one.touches, other.touches),
): (schedule: Schedule) => string | undefined {
  const dependent = trace.flatMap((one, place) =>
    trace
      .slice(place + 1)
      .flatMap((other) => (one.run !== other.run && touch(one, other) ? [[one, other] as const] : [])),
  );
  const counts = ([0, 1] as const).map((run) => ofRun(trace, run).length);
  const placed = dependent.map(([first, then]) => [placeIn(trace, first), placeIn(trace, then)] as const);
  return (schedule) => {
    const { text, places } = orderUnder(schedule, counts);
    const at = ([run, index]: Place) => places[run]?.[index] ?? 0;
    return placed.every(([first, then]) => at(first) < at(then)) ? text : undefined;
  };
}

/** A call of a run. */
type Place = readonly [run: Run, index: number];

function placeIn(trace: readonly Step[], step: Step): Place {
  return [step.run, ofRun(trace, step.run).indexOf(step)];
}

function ofRun(trace: readonly Step[], run: Run): Step[] {
  return trace.filter((step) => step.run === run);
}

export function spellOrder(steps: readonly { readonly run: Run }[]): string {
  return spellRuns(steps.map(({ run }) => run));
}

/** An order of calls: which run is next, and the position of each call of each run. */
interface Order {
  readonly text: string;
  readonly places: readonly (readonly number[])[];
}

const MOST_CALLS = 1000;
const orders = new WeakMap<Schedule, Map<number, Order>>();

/**
 * The order in which a schedule lets this many calls of each run through. Cached, because most runs of a handler make
 * equally many calls.
 */
function orderUnder(schedule: Schedule, [first = 0, second = 0]: readonly number[]): Order {
  const known = orders.get(schedule) ?? new Map<number, Order>();
  const lengths = first * MOST_CALLS + second;
  const before = known.get(lengths);
  if (before !== undefined) return before;
  const order = makeOrder(schedule, first, second);
  orders.set(schedule, known.set(lengths, order));
  return order;
}

function makeOrder(schedule: Schedule, first: number, second: number): Order {
  const places: readonly number[][] = [[], []];
  const runs = Array.from({ length: first + second }, (_, place) => {
    const wanted = turnOf(schedule, place);
    const run = places[wanted]?.length === (wanted === 0 ? first : second) ? otherRun(wanted) : wanted;
    places[run]?.push(place);
    return run;
  });
  return { text: spellRuns(runs), places };
}

const known = new Map<string, readonly Schedule[]>();

/** All schedules with up to this many switches, for runs with at most this many calls. */
export function schedulesOf(calls: number, switches: 1 | 2): readonly Schedule[] {
  const what = `${calls} ${switches}`;
  const all = known.get(what) ?? listSchedules(calls, switches);
  known.set(what, all);
  return all;
}

function listSchedules(calls: number, switches: 1 | 2): Schedule[] {
  const counts = Array.from({ length: calls }, (_, index) => index + 1);
  const both = [0, 1] as const;
  const times = (run: Run, count: number) => Array<Run>(count).fill(run);
  return [
    ...both.map((first): Schedule => [first]),
    ...both.flatMap((first) => counts.map((count): Schedule => [...times(first, count), otherRun(first)])),
    ...(switches === 1 ? [] : both).flatMap((first) =>
      counts.flatMap((count) =>
        counts.map((then): Schedule => [...times(first, count), ...times(otherRun(first), then), first]),
      ),
    ),
  ];
}
