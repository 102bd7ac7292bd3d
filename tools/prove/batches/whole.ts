import { type Finding, finding } from "../finding.ts";
import { deliverTogether, pass, type Subscription } from "../simulation/deliver.ts";
import { messagesOf, type CleanBatch } from "./batch.ts";
import type { BatchDisturbance } from "./batch-case.ts";
import { deliverRest } from "./deliveries.ts";

const WHOLE_BATCH = "the whole batch";

type Messages = ReturnType<typeof messagesOf>;

/** Batches with the messages in other orders and repeated. */
export function wholeDisturbances({ batch }: CleanBatch): BatchDisturbance[] {
  const all = messagesOf(batch);
  const every = (nth: 0 | 1) => all.filter((_, place) => place % 2 === nth);
  return [
    disturbance("in the order of their times", "", [all]),
    disturbance("in the reverse order", "", [all.toReversed()]),
    disturbance("each twice in one batch", "", [all.flatMap((message) => [message, message])]),
    disturbance("again as a whole", "the whole batch is delivered again", [all, all]),
    disturbance("again as a whole to another instance", "", [all, all], true),
    disturbance("half of it again with the rest", "of half of it no acknowledgement holds: it comes with the others", [
      every(0),
      all.toReversed(),
    ]),
    disturbance("one after another in batches of two", "", inTwos(all)),
  ];
}

function disturbance(
  name: string,
  says: string,
  batches: readonly Messages[],
  onNewInstance = false,
): BatchDisturbance {
  return {
    place: WHOLE_BATCH,
    disturbance: name,
    ...(says === "" ? {} : { says }),
    async run(simulation, subscription) {
      const findings: Finding[] = [];
      for (const [index, messages] of batches.entries()) {
        if (index > 0) await pass(simulation, REPETITION_MS);
        if (onNewInstance) subscription.instance.kill();
        findings.push(...(await deliverWell(subscription, messages)));
      }
      return { findings, rule: `ends otherwise than its messages each alone (${name})` };
    },
  };
}

const REPETITION_MS = 90_000;

function inTwos(all: Messages): Messages[] {
  return all.flatMap((_, place) => (place % 2 === 0 ? [all.slice(place, place + 2)] : []));
}

/** Undisturbed, everything succeeds at once, or soon if an index lags. */
async function deliverWell(subscription: Subscription, messages: Messages): Promise<Finding[]> {
  const deliveries = await deliverTogether(subscription, messages, 1);
  const findings = await deliverRest(subscription, deliveries);
  const { deadLetters } = subscription.simulation;
  return deadLetters.length === 0
    ? findings
    : [finding("batch", "dead-letters a message of a batch that nothing disturbs")];
}
