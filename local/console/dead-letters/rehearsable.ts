import type { Declarations } from "./place.ts";
import type { Plan } from "./plans.ts";
import type { RehearsedMessage } from "../rehearse/rehearser.ts";

/**
 * The messages that these plans would deliver, by handler: a dead letter to its own, a webhook's events to every
 * handler of their type.
 */
export function rehearsable(plans: readonly Plan[], { functions, subscriptions }: Declarations): RehearsedMessage[] {
  const handlersOf = (topic: string) =>
    Object.keys(subscriptions).filter((name) => name in functions && subscriptions[name]?.topic === topic);
  return plans.flatMap((plan) => {
    if (plan.action !== "publish") return [];
    const { letter, publications } = plan;
    return publications.flatMap(({ topic, message }) =>
      (letter.kind === "dead-letter" ? [letter.handler ?? ""] : handlersOf(topic)).map((handler) => ({
        handler,
        message,
      })),
    );
  });
}
