import { setImmediate as turn } from "node:timers/promises";
import { dailyCallsOf } from "../../bundler/read/measured.ts";
import { findUnits } from "../../bundler/read/units.ts";
import { manifestOf, type Manifest } from "../../bundler/write/manifest.ts";
import { type AnyHandler, isBatchHandler } from "../../functions/runtime/define/batch-handler.ts";
import { handlerName } from "../../functions/runtime/define/handler.ts";
import { decodePush } from "../../functions/runtime/pubsub/message.ts";
import type { Publish } from "../../functions/runtime/pubsub/publish.ts";
import { receiveWebhook } from "../../functions/runtime/receive/receive.ts";
import { findStandIns } from "../../local/core/find.ts";
import type { OpenSystems } from "../../local/core/system.ts";
import type { Push } from "../../local/pubsub/delivery/push.ts";
import { Broker } from "../../local/pubsub/broker/broker.ts";
import { readConfiguration } from "../../local/runner/configuration.ts";
import { createTopics, functionNameIn, topicPath } from "../../local/runner/functions/topics.ts";
import { isAcknowledged } from "../../tools/prove/simulation/delivery.ts";
import { isOver, push, subscribe } from "../../tools/prove/simulation/deliver.ts";
import { openSimulation } from "../../tools/prove/simulation/simulation.ts";
import { type Attributes, startBatch } from "./batch-lane.ts";
import { pausingIn, startKeeper } from "./keeper.ts";
import { captureLog, trace } from "./captured-log.ts";
import { sourceUnit, validatorOf } from "./units.ts";
import { SECRET } from "./webhook.ts";

const standIns = await findStandIns();
const units = await findUnits();
const dailyCalls = await dailyCallsOf(units);
const configuration = readConfiguration();
export const everyHandler: readonly AnyHandler[] = units.handlers.map(({ specification }) => specification);
const sources = new Map(units.sources.map(({ specification }) => [specification.name, sourceUnit(specification)]));

/**
 * Everything from the webhook to the systems in this process: the sources, the embedded Pub/Sub with what the manifest
 * declares, the handlers with their clients, and the stand-ins, on a clock that moves when nothing else can.
 */
export function openWholeLane(
  start: number,
  {
    handlers = everyHandler,
    settings = {},
    pausing,
  }: {
    handlers?: readonly AnyHandler[];
    settings?: object;
    /** Handlers pause their subscriptions, and a keeper is called every minute: after so long each change holds. */
    pausing?: { readonly pushConfigDelaySeconds: number };
  } = {},
) {
  const simulation = openSimulation(standIns, 1);
  Object.assign(simulation.environment, settings);
  simulation.reset({ email: "", eventAt: 0, configuration }, start);
  const { clock } = simulation;
  const subscriptions = new Map<string, ReturnType<typeof subscribe>>();
  const deliver: Push = async (endpoint, body, signal) => {
    const subscription = subscriptions.get(functionNameIn(endpoint));
    const pushed = decodePush(Buffer.from(JSON.stringify(body)));
    if (subscription === undefined || pushed === undefined) throw new Error(`nobody takes a push at ${endpoint}`);
    const delivery = push(subscription, pushed.message, pushed.attempt ?? 1, pushed.publishedAt);
    while (!isOver(subscription, delivery) && !signal.aborted) await turn();
    if (delivery.status === undefined) throw new Error("no answer");
    return delivery.status;
  };
  const broker = new Broker({ clock, random: () => simulation.random(), push: deliver, ...pausing });
  createTopics(broker, unhurried(manifestOf(units, new Map()), handlers, pausing !== undefined));
  const done: Attributes[] = [];
  for (const handler of handlers) {
    if (pausing !== undefined && isBatchHandler(handler)) {
      const { validate, clients } = proved(handler);
      startBatch(simulation, broker, { unit: { handler, validate }, clients, done });
      continue;
    }
    const paused = pausing && { pausing: pausingIn(broker, handler) };
    subscriptions.set(handlerName(handler), subscribe(simulation, { ...proved(handler), ...paused }));
  }
  const keeper =
    pausing &&
    startKeeper(simulation, broker, {
      handlers,
      clients: units.clients.map(({ specification }) => specification),
      dailyCalls,
    });
  const publish: Publish = (topic, messages) => {
    broker.publish(
      topicPath(topic),
      messages.map(({ data, attributes, orderingKey = "" }) => ({
        data: data.toString("base64"),
        attributes,
        orderingKey,
      })),
    );
    return Promise.resolve();
  };
  return {
    simulation,
    broker,
    /** Where handlers pause. */
    keeper,
    /** What is acknowledged, in that order. */
    done: () => [
      ...simulation.deliveries.filter(isAcknowledged).map(({ message: { attributes } }) => attributes),
      ...done,
    ],
    publish,
    // Each is what its own stand-in.ts has opened.
    ...(Object.fromEntries(simulation.systems.map((system) => [system.name, system])) as unknown as OpenSystems),
    /** Posts a webhook, signed now. */
    async post(source: string, { id, body }: { readonly id: string; readonly body: Buffer }) {
      const unit = sources.get(source);
      if (unit === undefined) throw new Error(`there is no source ${source}`);
      const { signature } = unit.source;
      const headers = { "content-type": "application/json", "content-length": String(body.length) };
      const request = { method: "POST", url: "", headers, body, id };
      const key = signature.key(SECRET);
      const { log } = captureLog();
      const signed = signature.sign(request, key, clock.now());
      return receiveWebhook(unit, signed, { keys: [key], publish, now: () => clock.now(), log, trace });
    },
  };
}

function proved(handler: AnyHandler) {
  const clients = units.clients.map(({ specification }) => specification);
  return {
    name: handlerName(handler),
    handler,
    validate: validatorOf(handler.eventType),
    declared: {},
    clients: clients.filter(({ name }) => handler.uses.some((used) => used === name)),
  };
}

/**
 * The waits, which createTopics shortens a hundred times for people, are as in the cloud. Where it does not pull, a batch handler is
 * pushed to: each message is a batch of its own.
 */
function unhurried(
  { subscriptions, ...manifest }: Manifest,
  handlers: readonly AnyHandler[],
  isPulling: boolean,
): Manifest {
  const names = handlers.map(handlerName);
  const others = everyHandler.map(handlerName).filter((name) => !names.includes(name));
  // What nobody takes would be pushed again and again.
  const ours = Object.entries(subscriptions).filter(([name]) => !others.includes(name));
  const entries = ours.map(([name, { retryPolicy, pull, push: pushed = pull, ...rest }]) => {
    const taken = isPulling && pull !== undefined ? { pull } : pushed !== undefined && { push: pushed };
    const subscription = { ...rest, ...taken };
    if (retryPolicy === undefined) return [name, subscription] as const;
    const { minimumBackoffSeconds, maximumBackoffSeconds } = retryPolicy;
    const waits = {
      minimumBackoffSeconds: minimumBackoffSeconds * 100,
      maximumBackoffSeconds: maximumBackoffSeconds * 100,
    };
    return [name, { ...subscription, retryPolicy: waits }] as const;
  });
  return { ...manifest, subscriptions: Object.fromEntries(entries) };
}
