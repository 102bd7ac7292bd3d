import { type BatchContext, batchDeadline, handleBatch } from "../../functions/runtime/batch/handle-batch.ts";
import type {
  BatchHandler,
  BatchHandlerSpecification,
  BatchResult,
} from "../../functions/runtime/define/batch-handler.ts";
import type { Event, HandlerContext } from "../../functions/runtime/define/handler.ts";
import { createFailures } from "../../functions/runtime/handle/give-up.ts";
import type { Outcome } from "../../functions/runtime/handle/settle.ts";
import type { Delivery } from "../../functions/runtime/pubsub/message.ts";
import { VirtualClock } from "../../local/core/clock.ts";
import { captureLog } from "./captured-log.ts";
import { ACCEPTED, deliveryOf } from "./delivery.ts";
import { topicsInMemory } from "./published.ts";
import { validatorOf } from "./units.ts";

export type Form = Event<"form.submitted">;
export type Run = (
  events: readonly Form[],
  context: HandlerContext<never>,
) => AsyncIterable<BatchResult<"form.submitted">>;

/** A batch handler of form.submitted that does as `run` says, as the build holds it. */
export function batchHandler(
  run: Run,
  changes: Partial<BatchHandlerSpecification<"form.submitted", never>> = {},
): BatchHandler {
  return { eventType: "form.submitted", uses: [], batch: {}, run: run as BatchHandler["run"], ...changes };
}

/** Deliveries of as many people's forms; a person's name is the message's id. */
export function formsOf(
  people: readonly string[],
  changes: { readonly attempt?: number } = { attempt: 1 },
): Delivery[] {
  return people.map((person) => ({
    ...deliveryOf("form.submitted", "full", {
      ...changes,
      attributes: { "ce-id": `evt-${person}`, "ce-subject": `${person}@example.com` },
    }),
    messageId: person,
  }));
}

export function personIn({ subject }: Form): string {
  return subject.replace("@example.com", "");
}

/** Runs a batch: what has become of whom, in the order in which it was known, and what is left on topics and in the log. */
export async function runBatch(
  run: Run,
  deliveries: readonly Delivery[],
  options: Partial<BatchContext> & { readonly handler?: Parameters<typeof batchHandler>[1] } = {},
) {
  const { handler: changes, ...context } = options;
  const topics = topicsInMemory();
  const { log, lines, text } = captureLog();
  const outcomes: [id: string, outcome: Outcome][] = [];
  const clock = context.clock ?? new VirtualClock(ACCEPTED + 250);
  const handler = batchHandler(run, changes);
  await handleBatch({ handler, validate: validatorOf("form.submitted") }, deliveries, {
    clients: () => ({}),
    publish: topics.publish,
    clock,
    failures: createFailures(),
    log,
    logOf: ({ messageId }) => log.with({ eventId: messageId }),
    signal: batchDeadline(handler, clock).signal,
    settle: ({ messageId }, outcome) => void outcomes.push([messageId, outcome]),
    ...context,
  });
  return { outcomes, topics, lines, text };
}
