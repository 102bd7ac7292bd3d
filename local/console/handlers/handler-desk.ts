import type { Manifest } from "../../../bundler/write/manifest.ts";
import { deadLetterTopic } from "../../../functions/runtime/pubsub/names.ts";
import type { Broker } from "../../pubsub/broker/broker.ts";
import { subscriptionJson } from "../../pubsub/state/resources.ts";
import { handlersOf } from "../../runner/functions/handlers.ts";
import { subscriptionPath } from "../../runner/functions/topics.ts";
import type { HandlerView, PauseRequest } from "../contract/handlers.ts";
import type { Rates } from "../journal/rates.ts";
import { type Handled, pause, type Place, resume, viewOf } from "./pausing.ts";

interface HandlerDeskOptions {
  readonly broker: Broker;
  readonly manifest: () => Manifest;
  readonly rates: Rates;
  /** Called when a handler's subscription has changed. */
  readonly tell: (handler: HandlerView) => void;
  readonly now?: () => number;
}

/** The handlers of the running `npm start`, with their state and pauses. */
export class HandlerDesk {
  readonly #options: Required<HandlerDeskOptions>;

  constructor({ now = Date.now, ...options }: HandlerDeskOptions) {
    this.#options = { now, ...options };
    options.broker.onUpdate((path) => {
      const handled = this.#handlers().find(({ name }) => subscriptionPath(name) === path);
      if (handled !== undefined) options.tell(this.#view(handled));
    });
  }

  list(): readonly HandlerView[] {
    return this.#handlers().map((handled) => this.#view(handled));
  }

  /** @param wanted a handler, or a system for all handlers that use it */
  async pause(wanted: string, request: PauseRequest): Promise<readonly HandlerView[]> {
    return this.#among(await pause(wanted, request, this.#place()));
  }

  /** @param wanted a handler, or a system for all paused handlers that use it */
  async resume(wanted: string): Promise<readonly HandlerView[]> {
    return this.#among(await resume(wanted, this.#place()));
  }

  async resumeAll(): Promise<void> {
    for (const { name, paused } of this.list()) if (paused !== null) await this.resume(name);
  }

  #among(names: readonly string[]): readonly HandlerView[] {
    return this.list().filter(({ name }) => names.includes(name));
  }

  #handlers(): readonly Handled[] {
    const handlers = Object.entries(handlersOf(this.#options.manifest()));
    return handlers.map(([name, { systems, push }]) => ({ name, systems, push }));
  }

  #place(): Place {
    const { broker, now } = this.#options;
    return {
      handlers: this.#handlers(),
      now,
      subscriptions: {
        get: (name) => Promise.resolve(subscriptionJson(broker.getSubscription(subscriptionPath(name)))),
        async patch(name, change) {
          broker.updateSubscription(subscriptionPath(name), change, ["pushConfig", "labels"]);
        },
      },
    };
  }

  #view(handled: Handled): HandlerView {
    const { broker, rates, now } = this.#options;
    const { name } = handled;
    const subscription = broker.subscription(subscriptionPath(name));
    const [oldest] = subscription.messages();
    return viewOf(handled, subscriptionJson(subscription.config), {
      backlog: subscription.undelivered,
      oldestSeconds: oldest === undefined ? null : Math.max(0, Math.round((now() - oldest.publishTime) / 1000)),
      deadLetters: broker.subscription(subscriptionPath(deadLetterTopic(name))).undelivered,
      perMinute: rates.perMinute(`handler ${name}`),
    });
  }
}
