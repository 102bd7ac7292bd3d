import type { Message } from "../../../functions/runtime/pubsub/message.ts";
import { finding } from "../finding.ts";
import { subscribe } from "../simulation/deliver.ts";
import { deliverSwitched, type Run, type Schedule, spellSchedule } from "../simulation/interleave.ts";
import { type CleanBatch, messagesOf, partOf } from "./batch.ts";
import type { BatchDisturbance } from "./batch-case.ts";
import { deliverRest } from "./deliveries.ts";

const AT_ONCE = "two instances at once";

/**
 * A deployment may run two instances side by side. Also, after a lost lease, messages still in progress go to another
 * instance.
 */
export function atOnceDisturbances({ batch, calls }: CleanBatch): BatchDisturbance[] {
  const all = messagesOf(batch);
  const [some = [], others = []] = [0, 1].map((nth) => messagesOf(partOf(batch, (place) => place % 2 === nth)));
  const kinds = [
    { name: "the same messages", messages: [all, all] },
    { name: "half of them, whose leases are lost", messages: [all, some] },
    { name: "other people's", messages: [some, others] },
  ];
  return kinds
    .filter(({ messages }) => messages.every(({ length }) => length > 1))
    .flatMap(({ name, messages }) =>
      calls.map((_, place): BatchDisturbance => {
        const schedule: Schedule = [...Array<Run>(place + 1).fill(0), 1];
        return {
          place: AT_ONCE,
          disturbance: `${name}, switched ${spellSchedule(schedule)}`,
          operation: name,
          says: "two batches at once, A and B, which take turns as the name says; calls are numbered as they went out",
          run: (simulation, subscription) =>
            runAtOnce([subscription, subscribe(simulation, batch.handler)], messages, schedule),
        };
      }),
    );
}

async function runAtOnce(
  subscriptions: readonly ReturnType<typeof subscribe>[],
  messages: readonly (readonly Message[])[],
  schedule: Schedule,
) {
  const beginnings = subscriptions.flatMap((subscription, run) => {
    const [message, ...others] = messages[run] ?? [];
    return message === undefined ? [] : [{ subscription, message, others }];
  });
  const [{ simulation }] = [subscriptions[0] ?? nobody()];
  const { all } = await deliverSwitched(simulation, beginnings, schedule);
  const findings = [];
  for (const [run, subscription] of subscriptions.entries())
    findings.push(...(await deliverRest(subscription, all[run] ?? [])));
  if (simulation.deadLetters.length > 0)
    findings.push(finding("batch", "dead-letters a message because another batch is at work"));
  return { findings, rule: "ends otherwise where two batches are at work at once" };
}

function nobody(): never {
  throw new Error("there are two subscriptions");
}
