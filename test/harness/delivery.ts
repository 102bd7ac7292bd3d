import type { Event, EventType, HandlerContext, HandlerSpecification } from "../../functions/runtime/define/handler.ts";
import { createFailures } from "../../functions/runtime/handle/give-up.ts";
import { handleDelivery, type HandleContext } from "../../functions/runtime/handle/handle.ts";
import { type Delivery, encodeEvent } from "../../functions/runtime/pubsub/message.ts";
import { VirtualClock } from "../../local/core/clock.ts";
import { captureLog, trace } from "./captured-log.ts";
import { readEvent } from "./fixtures.ts";
import { topicsInMemory } from "./published.ts";
import { validatorOf } from "./units.ts";

export const ACCEPTED = Date.parse("2026-11-02T09:30:05Z");

/** A delivery of samples/events/TYPE/NAME.json. */
export function deliveryOf(
  type: string,
  name: string,
  changes: {
    readonly attempt?: number;
    readonly attributes?: Record<string, string | undefined>;
    readonly data?: Buffer;
  } = {},
): Delivery {
  const { specversion: _, ...sample } = readEvent(type, name);
  const message = encodeEvent(sample as unknown as Event, trace.traceparent); // its schema's own test passes it
  const attributes = Object.entries({ ...message.attributes, ...changes.attributes }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return {
    messageId: "17",
    publishedAt: ACCEPTED,
    ...(changes.attempt !== undefined && { attempt: changes.attempt }),
    message: {
      ...message,
      attributes: Object.fromEntries(attributes),
      ...(changes.data !== undefined && { data: changes.data }),
    },
  };
}

type Run = (event: Event<"form.submitted">, context: HandlerContext<never>) => Promise<void>;

/** Delivers to a handler of form.submitted that does as `run` says: the status, and what is left on topics and in the log. */
export async function deliver(
  run: Run,
  delivery: Delivery,
  options: Partial<HandleContext> & { readonly handler?: Partial<HandlerSpecification<"form.submitted", never>> } = {},
) {
  const { handler: changes, ...context } = options;
  const topics = topicsInMemory();
  const { log, lines, text } = captureLog();
  const handler = { eventType: "form.submitted" as const, uses: [], run, ...changes } as HandlerSpecification<
    EventType,
    never
  >; // as the build holds it
  const unit = { handler, validate: validatorOf("form.submitted") };
  const clock = new VirtualClock(ACCEPTED + 250);
  const status = await handleDelivery(unit, delivery, {
    clients: () => ({}),
    publish: topics.publish,
    clock,
    failures: createFailures(),
    log,
    ...context,
  });
  return { status, topics, lines, text };
}
