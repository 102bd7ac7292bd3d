import type { Message } from "../../functions/runtime/pubsub/message.ts";
import { isOver, push, type Subscription } from "./deliver.ts";
import type { Run } from "./instance.ts";
import { settle, type Stage, undisturbed } from "./stage.ts";

/** Which of two runs makes its next call, step by step; one that has none to make is passed over. */
export type Schedule = readonly (0 | 1)[];

/** Begins the first attempt of each delivery, and lets their calls through one at a time, in the schedule's order. */
export async function playSwitched(
  stage: Stage,
  deliveries: readonly { readonly subscription: Subscription; readonly message: Message }[],
  schedule: Schedule,
): Promise<readonly Run[]> {
  const waiting: (() => void)[][] = deliveries.map(() => []);
  const first = stage.runs.length + 1;
  stage.direct = async (call, proceed) => {
    await new Promise<void>((resolve) => waiting[call.delivery - first]?.push(resolve));
    return proceed();
  };
  const started = deliveries.map(({ subscription, message }) => ({
    subscription,
    run: push(subscription, message, 1),
  }));
  const areOver = () => started.every(({ subscription, run }) => isOver(subscription, run));
  for (let step = 0; !(await settle(stage, areOver)); step += 1) letThrough(stage, waiting, schedule[step] ?? 0);
  stage.direct = undisturbed;
  return started.map(({ run }) => run);
}

function letThrough(stage: Stage, waiting: readonly (() => void)[][], wanted: number): void {
  const proceed = waiting[wanted]?.shift() ?? waiting[1 - wanted]?.shift();
  if (proceed !== undefined) proceed();
  else if (!stage.clock.step()) throw new Error("neither run can move any more");
}
