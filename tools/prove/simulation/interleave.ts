import type { Message } from "../../../functions/runtime/pubsub/message.ts";
import { isOver, push, type Subscription } from "./deliver.ts";
import type { Delivery } from "./delivery.ts";
import { settle, type Simulation, undisturbed } from "./simulation.ts";

/** Which of two runs makes its next call, step by step; one that has none to make is passed over. */
export type Schedule = readonly (0 | 1)[];

/** Begins the first attempt of each delivery, and lets their calls through one at a time, in the schedule's order. */
export async function deliverSwitched(
  simulation: Simulation,
  deliveries: readonly { readonly subscription: Subscription; readonly message: Message }[],
  schedule: Schedule,
): Promise<readonly Delivery[]> {
  const waiting: (() => void)[][] = deliveries.map(() => []);
  const first = simulation.deliveries.length + 1;
  simulation.intercept = async (call, proceed) => {
    await new Promise<void>((resolve) => waiting[call.delivery - first]?.push(resolve));
    return proceed();
  };
  const started = deliveries.map(({ subscription, message }) => ({
    subscription,
    delivery: push(subscription, message, 1),
  }));
  const areOver = () => started.every(({ subscription, delivery }) => isOver(subscription, delivery));
  for (let step = 0; !(await settle(simulation, areOver)); step += 1)
    letThrough(simulation, waiting, schedule[step] ?? 0);
  simulation.intercept = undisturbed;
  return started.map(({ delivery }) => delivery);
}

function letThrough(simulation: Simulation, waiting: readonly (() => void)[][], wanted: number): void {
  const proceed = waiting[wanted]?.shift() ?? waiting[1 - wanted]?.shift();
  if (proceed !== undefined) proceed();
  else if (!simulation.clock.fire()) throw new Error("neither run can move any more");
}
