import { otherRun, type Run, type Schedule, spellRuns, turnOf } from "../simulation/interleave.ts";
import { type SystemTouch, touchEachOther } from "../simulation/touching.ts";

/** One call of two runs at once. */
export interface Step {
  readonly run: Run;
  readonly touches: readonly SystemTouch[];
}

/**
 * Partial-order reduction: the order of the calls under another schedule, if that can only come to what this trace has come to.
 * It lets the same calls through, each run's in its order, for as long as no call sees anything else; and none does where every
 * two that touch come in the same order. Where `touch` holds for all, only the very same order counts.
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
  return (schedule) => {
    const order = orderUnder(schedule, trace);
    const places = new Map(order.map((step, place) => [step, place]));
    const isCovered = dependent.every(([first, then]) => (places.get(first) ?? 0) < (places.get(then) ?? 0));
    return isCovered ? spellOrder(order) : undefined;
  };
}

export function spellOrder(steps: readonly { readonly run: Run }[]): string {
  return spellRuns(steps.map(({ run }) => run));
}

/** The order in which a schedule lets a trace's calls through. */
function orderUnder(schedule: Schedule, trace: readonly Step[]): Step[] {
  const left = ([0, 1] as const).map((run) => trace.filter((step) => step.run === run));
  const next = [0, 0];
  return trace.flatMap((_, place) => {
    const wanted = turnOf(schedule, place);
    const run = next[wanted] === left[wanted]?.length ? otherRun(wanted) : wanted;
    const step = left[run]?.[next[run] ?? 0];
    next[run] = (next[run] ?? 0) + 1;
    return step === undefined ? [] : [step];
  });
}

const known = new Map<string, readonly Schedule[]>();

/** All schedules with up to so many switches, of runs that make at most so many calls. */
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
