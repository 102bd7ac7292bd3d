import type { Message } from "../../../functions/runtime/pubsub/message.ts";
import type { Call } from "./call.ts";
import { isOver, push, pushTogether, type Subscription } from "./deliver.ts";
import type { Delivery } from "./delivery.ts";
import { settle, type Simulation, undisturbed } from "./simulation.ts";

export type Run = 0 | 1;

export function otherRun(run: Run): Run {
  return run === 0 ? 1 : 0;
}

/**
 * Which of two runs makes its next call, step by step. After the end, the last one repeats. A run without a call is
 * skipped.
 */
export type Schedule = readonly Run[];

export function turnOf(schedule: Schedule, step: number): Run {
  return schedule[step] ?? schedule.at(-1) ?? 0;
}

const spelled = new WeakMap<Schedule, string>();

/** `AAAB to its end`: the turns, up to where they stop changing. */
export function spellSchedule(schedule: Schedule): string {
  const text = spelled.get(schedule) ?? spellRuns(schedule).replace(/(.)\1*$/, "$1 to its end");
  spelled.set(schedule, text);
  return text;
}

export function spellRuns(runs: readonly Run[]): string {
  return runs.map((run) => (run === 0 ? "A" : "B")).join("");
}

export interface Switched {
  /** The first delivery of each run. */
  readonly deliveries: readonly Delivery[];
  /** All deliveries of each run, including the others in its batch. */
  readonly all: readonly (readonly Delivery[])[];
  /** The calls in the order in which they were let through. */
  readonly trace: readonly { readonly run: Run; readonly call: Call }[];
  /** Time has passed: a run slept, and may have been skipped for it. */
  readonly hasWaited: boolean;
}

interface Waiting {
  readonly call: Call;
  readonly proceed: () => void;
}

/** The input of one run: a message, or several as a batch. */
interface Beginning {
  readonly subscription: Subscription;
  readonly message: Message;
  /** Other messages in the batch. */
  readonly others?: readonly Message[];
}

/** Starts the first attempt of each run and lets their calls through one at a time, in the schedule's order. */
export async function deliverSwitched(
  simulation: Simulation,
  deliveries: readonly Beginning[],
  schedule: Schedule,
): Promise<Switched> {
  const waiting: Waiting[][] = deliveries.map(() => []);
  const runs = new Map<number, number>();
  simulation.intercept = async (call, proceed) => {
    const run = runs.get(call.delivery) ?? 0;
    await new Promise<void>((resolve) => waiting[run]?.push({ call, proceed: resolve }));
    return proceed();
  };
  const started = deliveries.map(({ subscription, message, others = [] }, run) => {
    runs.set(simulation.deliveries.length + 1, run);
    const all =
      others.length > 0 ? pushTogether(subscription, [message, ...others], 1) : [push(subscription, message, 1)];
    return { subscription, all };
  });
  const isEnded = ({ subscription, all }: (typeof started)[number]) => all.every((one) => isOver(subscription, one));
  // Each run has ended or waits at a call, and nothing else moves.
  const isStill = () => started.every((one, run) => waiting[run]?.length !== 0 || isEnded(one));
  const trace: { readonly run: Run; readonly call: Call }[] = [];
  let hasWaited = false;
  for (;;) {
    await settle(simulation, isStill);
    if (started.every(isEnded)) break;
    const wanted = turnOf(schedule, trace.length);
    const run = waiting[wanted]?.length === 0 ? otherRun(wanted) : wanted;
    const next = waiting[run]?.shift();
    if (next !== undefined) {
      trace.push({ run, call: next.call });
      next.proceed();
    } else if (simulation.clock.fire()) hasWaited = true;
    else throw new Error("neither run can move any more");
  }
  simulation.intercept = undisturbed;
  const all = started.map((one) => one.all);
  return { deliveries: all.flatMap(([first]) => first ?? []), all, trace, hasWaited };
}
