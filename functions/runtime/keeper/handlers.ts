import type { SettingSpecification } from "../define/client.ts";
import { SettingError } from "../define/errors.ts";
import type { Priority } from "../define/handler.ts";
import type { PushConfig } from "../pubsub/subscriptions.ts";
import { isObject, jsonIn, membersOf } from "../objects.ts";

/** The function's name. */
export const KEEPER = "keeper";

/** A handler as the keeper knows it. */
export interface KeptHandler {
  readonly name: string;
  /** In full: `projects/P/subscriptions/S`. */
  readonly subscription: string;
  /** The push configuration while the subscription runs, exactly as declared; undefined for a pulled one. */
  readonly push: PushConfig | undefined;
  readonly systems: readonly string[];
  readonly priority: Priority;
  /** By system: the most calls of the day that one event takes, as far as measured. */
  readonly dailyCalls: Readonly<Record<string, number>>;
}

export const keeperSettings = {
  HANDLERS: {
    description:
      'JSON of all handlers by name: {"subscription": "projects/…", "push": the push configuration or null, "systems": […], ' +
      '"priority": "live" or "batch", "dailyCalls": {SYSTEM: what an event takes}}',
  },
} as const satisfies Record<string, SettingSpecification>;

/** @throws SettingError that names the handler and what is wrong with it. */
export function readHandlers(text: string): readonly KeptHandler[] {
  const all = jsonIn(text);
  if (!isObject(all)) throw new SettingError("HANDLERS must be a JSON object of handlers by name");
  return Object.entries(all).map(([name, value]) => {
    const { subscription, push, systems, priority, dailyCalls = {} } = membersOf(value);
    const wrong = (what: string) => new SettingError(`HANDLERS: ${what} of ${name}`);
    if (typeof subscription !== "string" || !/^projects\/[^/]+\/subscriptions\/[^/]+$/.test(subscription))
      throw wrong("subscription must be projects/P/subscriptions/S");
    if (push !== null && typeof membersOf(push)["pushEndpoint"] !== "string")
      throw wrong("push must be a push configuration with its pushEndpoint, or null");
    if (!Array.isArray(systems) || !systems.every((system) => typeof system === "string"))
      throw wrong("systems must be a list of names");
    if (priority !== "live" && priority !== "batch") throw wrong('priority must be "live" or "batch"');
    if (!isCalls(dailyCalls)) throw wrong("dailyCalls must be numbers by system");
    return { name, subscription, push: isObject(push) ? push : undefined, systems, priority, dailyCalls };
  });
}

function isCalls(value: unknown): value is Readonly<Record<string, number>> {
  return isObject(value) && Object.values(value).every((calls) => typeof calls === "number" && calls >= 0);
}
