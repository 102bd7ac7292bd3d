import { UnavailableError } from "../../functions/runtime/define/errors.ts";
import type { Message } from "../../functions/runtime/pubsub/message.ts";
import type { Publish } from "../../functions/runtime/pubsub/publish.ts";

/** Topics in memory. */
export interface Topics {
  readonly publish: Publish;
  /** What lies on a topic. */
  on(topic: string): readonly Message[];
  /** Everything published, anywhere. */
  all(): readonly Message[];
}

export function topicsInMemory(): Topics {
  const topics = new Map<string, Message[]>();
  return {
    publish(topic, messages) {
      topics.set(topic, [...(topics.get(topic) ?? []), ...messages]);
      return Promise.resolve();
    },
    on: (topic) => topics.get(topic) ?? [],
    all: () => [...topics.values()].flat(),
  };
}

/** Pub/Sub while it is down. */
export const publishFails: Publish = () =>
  Promise.reject(
    new UnavailableError("Pub/Sub did not take the message: HTTP_503", {
      code: "HTTP_503",
      system: "pubsub",
      status: 503,
    }),
  );
