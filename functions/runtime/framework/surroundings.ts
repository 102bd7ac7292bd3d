import { systemClock } from "../clock.ts";
import { type AnyHandler, isBatchHandler, pauseAfterOf, priorityOf } from "../define/batch-handler.ts";
import type { ClientCall, Clients, ClientSpecification, Fetch } from "../define/client.ts";
import { SettingError } from "../define/errors.ts";
import { handlerName } from "../define/handler.ts";
import { createLog, hashOrderingKey, type Log } from "../log.ts";
import { readThresholds } from "../outage/allowance.ts";
import { createEvidence } from "../outage/evidence.ts";
import { createPausing, type Pausing } from "../outage/pausing.ts";
import { readPausing } from "../outage/settings.ts";
import { type Delivery, subjectOf } from "../pubsub/message.ts";
import { createPublisher, type Publish } from "../pubsub/publish.ts";
import { createSubscriptions } from "../pubsub/subscriptions.ts";
import { type Environment, handlerSettings, type platformSettings, readSettings } from "../settings.ts";
import { isSwept, sweepSettings } from "../sweep/settings.ts";
import type { Trace } from "../trace.ts";
import { createTransport } from "../transport.ts";
import { openTracing, traceIn } from "./request-traces.ts";

type HandlerSettings = Record<keyof typeof handlerSettings, string>;

/** What an instance of a handler has for all its events. */
export function openHandler(handler: AnyHandler, clients: readonly ClientSpecification[], environment: Environment) {
  const settings = readSettings(handlerSettings, environment);
  const fetch = createTransport(systemClock);
  const log = handlerLog(settings, handler);
  const name = handlerName(handler);
  const subscription = `projects/${settings.GOOGLE_CLOUD_PROJECT}/subscriptions/${settings.PREFIX}${name}`;
  return {
    name,
    subscription,
    log,
    logOf: (delivery: Delivery) => deliveryLog(settings, handler, delivery),
    clock: systemClock,
    clients: connect(clients, environment, fetch, settings),
    publish: publisherFor(settings, environment, fetch),
    pausing: pausingOf(handler, settings, { environment, fetch, log, subscription }),
    isSwept: isAnySwept(clients, environment),
    tracing: openTracing(name, settings, { fetch, log }),
  };
}

/** Reads every client's settings at once; connects a client when the first event needs it. */
export function connect(
  specifications: readonly ClientSpecification[],
  environment: Environment,
  fetch: Fetch,
  { MAX_INSTANCES }: Pick<HandlerSettings, "MAX_INSTANCES">,
): (call: ClientCall) => Partial<Clients> {
  if (!/^[1-9]\d{0,3}$/.test(MAX_INSTANCES)) throw new SettingError("MAX_INSTANCES must be a number from 1 on");
  const instances = Number(MAX_INSTANCES);
  const connections = specifications.map((specification) => {
    const settings = readSettings(specification.settings, environment);
    return {
      name: specification.name,
      forEvent: specification.connect({ settings, fetch, clock: systemClock, instances }),
    };
  });
  return (call) => Object.fromEntries(connections.map(({ name, forEvent }) => [name, forEvent(call)]));
}

/** A publisher for the function's project and prefix. */
export function publisherFor(
  settings: Record<keyof typeof platformSettings, string>,
  environment: Environment,
  fetch: Fetch,
): Publish {
  return createPublisher({
    fetch,
    projectId: settings.GOOGLE_CLOUD_PROJECT,
    prefix: settings.PREFIX,
    emulatorHost: environment["PUBSUB_EMULATOR_HOST"],
    clock: systemClock,
  });
}

/** Undefined where the handler never pauses. */
function pausingOf(
  handler: AnyHandler,
  settings: HandlerSettings,
  {
    environment,
    fetch,
    log,
    subscription,
  }: { readonly environment: Environment; readonly fetch: Fetch; readonly log: Log; readonly subscription: string },
): Pausing | undefined {
  const thresholds = readThresholds(settings);
  const waits = readPausing(settings);
  if (waits === undefined) return undefined;
  const emulatorHost = environment["PUBSUB_EMULATOR_HOST"];
  return createPausing({
    subscriptions: createSubscriptions({ emulatorHost, clock: systemClock, fetch }),
    subscription,
    isPushed: !isBatchHandler(handler),
    evidence: createEvidence(pauseAfterOf(handler), thresholds[priorityOf(handler)], systemClock),
    waits,
    clock: systemClock,
    log,
  });
}

/** Whether the handler's sent calls are noted for the sweep. */
function isAnySwept(clients: readonly ClientSpecification[], environment: Environment): boolean {
  return clients.some(({ sweep }) => sweep !== undefined) && isSwept(readSettings(sweepSettings, environment));
}

/** The function's log, with what runs on every line. */
function handlerLog({ GOOGLE_CLOUD_PROJECT, VERSION }: HandlerSettings, handler: AnyHandler, trace?: Trace): Log {
  return createLog(GOOGLE_CLOUD_PROJECT, trace).with({
    handler: handlerName(handler),
    ...(VERSION === "" ? {} : { version: VERSION }),
    eventType: handler.eventType,
  });
}

/** The same with the delivery's identity too. */
export function deliveryLog(settings: HandlerSettings, handler: AnyHandler, { message, attempt }: Delivery): Log {
  const { attributes } = message;
  const subject = subjectOf(message);
  return handlerLog(settings, handler, traceIn({ message })).with({
    ...(attributes["ce-id"] === undefined ? {} : { eventId: attributes["ce-id"].slice(0, 256) }),
    ...(attempt === undefined ? {} : { attempt }),
    ...(subject === undefined ? {} : { orderingKeyHash: hashOrderingKey(subject, settings.LOG_HASH_KEY) }),
  });
}
