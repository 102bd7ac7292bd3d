import {
  type AnyHandler,
  isBatchHandler,
  pauseAfterOf,
  priorityOf,
} from "../../functions/runtime/define/batch-handler.ts";
import type { dailyCallsOf } from "../../bundler/read/measured.ts";
import type { Clock } from "../../functions/runtime/clock.ts";
import type { ClientSpecification } from "../../functions/runtime/define/client.ts";
import { handlerName } from "../../functions/runtime/define/handler.ts";
import { keep, type Kept, type Probe } from "../../functions/runtime/keeper/keep.ts";
import { type Usage, usageIn } from "../../functions/runtime/define/usage.ts";
import { allowanceSettings, readThresholds } from "../../functions/runtime/outage/allowance.ts";
import { createEvidence } from "../../functions/runtime/outage/evidence.ts";
import { pauseOf } from "../../functions/runtime/outage/labels.ts";
import { createPausing, type Pausing } from "../../functions/runtime/outage/pausing.ts";
import { readSettings } from "../../functions/runtime/settings.ts";
import type { Broker } from "../../local/pubsub/broker/broker.ts";
import { endpointOf, subscriptionPath } from "../../local/runner/functions/topics.ts";
import { placeCall } from "../../tools/prove/simulation/network.ts";
import type { Simulation } from "../../tools/prove/simulation/simulation.ts";
import { subscriptionsOf } from "./broker-subscriptions.ts";
import { captureLog } from "./captured-log.ts";

const MINUTE_MS = 60_000;
const thresholds = readThresholds(readSettings(allowanceSettings, {}));

/** What Monitoring would tell of it. */
function backlogsOf(broker: Broker): ReadonlyMap<string, number> {
  return new Map(broker.state().subscriptions.map((one) => [one.name.split("/").at(-1) ?? "", one.undelivered]));
}

/** What a handler's instance pauses by. */
export function pausingIn(broker: Broker, handler: AnyHandler): (clock: Clock) => Pausing {
  return (clock) =>
    createPausing({
      subscriptions: subscriptionsOf(broker),
      subscription: subscriptionPath(handlerName(handler)),
      isPushed: !isBatchHandler(handler),
      evidence: createEvidence(pauseAfterOf(handler), thresholds[priorityOf(handler)], clock),
      clock,
      log: captureLog().log,
    });
}

interface KeptUnits {
  readonly handlers: readonly AnyHandler[];
  readonly clients: readonly ClientSpecification[];
  readonly dailyCalls: Awaited<ReturnType<typeof dailyCallsOf>>;
}

/** Calls the keeper every minute of the case's clock, as Scheduler does: over the clients' own probes. */
export function startKeeper(simulation: Simulation, broker: Broker, { handlers, clients, dailyCalls }: KeptUnits) {
  const { clock } = simulation;
  const { log } = captureLog();
  const kept: Readonly<Record<string, Kept>>[] = [];
  const context = {
    handlers: handlers.map((handler) => ({
      name: handlerName(handler),
      subscription: subscriptionPath(handlerName(handler)),
      push: isBatchHandler(handler) ? undefined : { pushEndpoint: endpointOf(handlerName(handler)) },
      systems: handler.uses,
      priority: priorityOf(handler),
      dailyCalls: dailyCalls.get(handlerName(handler)) ?? {},
    })),
    subscriptions: subscriptionsOf(broker),
    probes: new Map(clients.map((client) => [client.name, probeOf(simulation, client)])),
    thresholds,
    backlog: { share: 0.5, count: () => Promise.resolve(backlogsOf(broker)) },
    clock,
    log,
  };
  const run = () => {
    void keep(context).then((seen) => kept.push(seen));
    clock.after(MINUTE_MS, run);
  };
  clock.after(MINUTE_MS, run);
  return {
    /** What each run has seen, the last one last. */
    kept,
    isEveryRunning: () =>
      handlers.every((handler) => {
        const { pushConfig = {}, labels } = broker.getSubscription(subscriptionPath(handlerName(handler)));
        return pauseOf({ pushConfig, labels }, !isBatchHandler(handler)) === undefined;
      }),
  };
}

function probeOf(simulation: Simulation, client: ClientSpecification): Probe {
  const { clock, environment } = simulation;
  const sender = { delivery: undefined, isAlive: () => true };
  const probe = client.probe?.({
    settings: readSettings(client.settings, environment),
    clock,
    fetch: (url, init) => placeCall(simulation, new Request(url, init), { ...sender, body: init.body ?? "" }),
  });
  const { log } = captureLog();
  return async () => {
    let usage: Usage | undefined;
    const { signal } = new AbortController();
    await probe?.({
      signal,
      log,
      handler: "keeper",
      onAnswer: (_, { headers }) => (usage = usageIn(headers) ?? usage),
    });
    return usage;
  };
}
