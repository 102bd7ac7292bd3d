import type { BatchUnit } from "../../functions/runtime/batch/handle-batch.ts";
import { runInvocation } from "../../functions/runtime/batch/invocation.ts";
import type { Subscriber } from "../../functions/runtime/batch/subscriber.ts";
import type { ClientCall, ClientSpecification } from "../../functions/runtime/define/client.ts";
import { handlerName } from "../../functions/runtime/define/handler.ts";
import { createFailures } from "../../functions/runtime/handle/give-up.ts";
import { readSettings } from "../../functions/runtime/settings.ts";
import type { Broker } from "../../local/pubsub/broker/broker.ts";
import { subscriptionPath } from "../../local/runner/functions/topics.ts";
import { placeCall } from "../../tools/prove/simulation/network.ts";
import type { Simulation } from "../../tools/prove/simulation/simulation.ts";
import { captureLog } from "./captured-log.ts";
import { pausingIn } from "./keeper.ts";
import { subscriberOf } from "./subscription.ts";

const MINUTE_MS = 60_000;

/** What a lane tells of one message that is done. */
export type Attributes = Readonly<Record<string, string>>;

/** Calls a batch handler's one instance every minute where something waits, as Scheduler does: it fetches, unless it is paused. */
export function startBatch(
  simulation: Simulation,
  broker: Broker,
  { unit, clients, done }: { unit: BatchUnit; clients: readonly ClientSpecification[]; done: Attributes[] },
): void {
  const { clock } = simulation;
  const subscription = subscriptionPath(handlerName(unit.handler));
  const { log } = captureLog();
  const pausing = pausingIn(broker, unit.handler)(clock);
  const instance = {
    clients: connected(simulation, clients),
    clock,
    failures: createFailures(),
    publish: async (topic: string, messages: readonly { readonly attributes: Attributes }[]) => {
      for (const { attributes } of messages)
        simulation.deadLetters.push({ delivery: 0, topic, attributes, at: clock.now() });
    },
    log,
    logOf: () => log,
    stop: new AbortController().signal,
    pausing,
  };
  const subscriber = telling(subscriberOf(broker, subscription), done);

  async function invoke(): Promise<void> {
    const isEmpty = broker.state().messages(subscription).length === 0;
    if (!isEmpty && !(await pausing.isPaused({ isFirst: true })))
      await runInvocation(unit, { ...instance, subscriber });
    clock.after(MINUTE_MS, () => void invoke());
  }
  clock.after(MINUTE_MS, () => void invoke());
}

function connected(simulation: Simulation, clients: readonly ClientSpecification[]) {
  const { clock, environment } = simulation;
  const sender = { delivery: undefined, isAlive: () => true };
  const each = clients.map((client) => {
    const forEvent = client.connect({
      settings: readSettings(client.settings, environment),
      clock,
      fetch: (url, init) => placeCall(simulation, new Request(url, init), { ...sender, body: init.body ?? "" }),
    });
    return [client.name, forEvent] as const;
  });
  return (call: ClientCall) => Object.fromEntries(each.map(([name, forEvent]) => [name, forEvent(call)]));
}

/** Notes what is acknowledged. */
function telling(subscriber: Subscriber, done: Attributes[]): Subscriber {
  const pulled = new Map<string, Attributes>();
  return {
    ...subscriber,
    async pull(most) {
      const some = await subscriber.pull(most);
      for (const { ackId, delivery } of some) pulled.set(ackId, delivery.message.attributes);
      return some;
    },
    async acknowledge(ackIds) {
      await subscriber.acknowledge(ackIds);
      done.push(...ackIds.map((id) => pulled.get(id) ?? {}));
    },
  };
}
