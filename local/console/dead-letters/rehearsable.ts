import { type Declarations, handlersFor } from "./place.ts";
import type { Plan } from "./plans.ts";
import type { RehearsedMessage } from "../rehearse/rehearse.ts";

/**
 * The messages that these plans would deliver, by handler: a dead letter to its own, a webhook's events to every
 * handler of their type.
 */
export function rehearsable(plans: readonly Plan[], declarations: Declarations): RehearsedMessage[] {
  return plans.flatMap((plan) => {
    if (plan.action !== "publish") return [];
    const { letter, publications } = plan;
    return publications.flatMap(({ topic, message }) =>
      (letter.kind === "dead-letter" ? [letter.handler ?? ""] : handlersFor(topic, declarations)).map((handler) => ({
        handler,
        message,
      })),
    );
  });
}
