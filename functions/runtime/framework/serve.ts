import type { IncomingMessage } from "node:http";
import { systemClock } from "../clock.ts";
import { type AnyHandler, isBatchHandler, pauseAfterOf, priorityOf } from "../define/batch-handler.ts";
import type { ClientCall, Clients, ClientSpecification, Fetch } from "../define/client.ts";
import { handlerName } from "../define/handler.ts";
import { DEFAULT_MAX_BODY_BYTES } from "../define/source.ts";
import { SettingError } from "../define/errors.ts";
import { createFailures } from "../handle/give-up.ts";
import { handleDelivery, type HandlerUnit } from "../handle/handle.ts";
import { createLog, hashOrderingKey, type Log } from "../log.ts";
import { decodePush, type Delivery, subjectOf } from "../pubsub/message.ts";
import { errorName, placeOf, showLocally } from "../place.ts";
import { readThresholds } from "../outage/allowance.ts";
import { createEvidence } from "../outage/evidence.ts";
import { createPausing, type Pausing } from "../outage/pausing.ts";
import { readWaits } from "../outage/settings.ts";
import { createSubscriptions } from "../pubsub/subscriptions.ts";
import { createPublisher, type Publish } from "../pubsub/publish.ts";
import { isSwept, sweepSettings } from "../sweep/settings.ts";
import { createRadar } from "../receive/radar.ts";
import { receiveWebhook } from "../receive/receive.ts";
import { refuseByHeaders, type WebhookRequest } from "../receive/refusal.ts";
import type { SourceUnit } from "../receive/unit.ts";
import { takeOver } from "./framework.ts";
import { aroundRequest, openTracing, spanWithin, traceIn, traceOfRequest } from "./request-traces.ts";
import { createListener, type Endpoint, type HttpAnswer } from "./listener.ts";
import {
  type Environment,
  handlerSettings,
  type platformSettings,
  readKeys,
  readPublicUrl,
  readSettings,
  sourceSettings,
  withQueryOf,
} from "../settings.ts";
import { traceparentWithin } from "../trace.ts";
import { createTransport } from "../transport.ts";

/** A push holds one message of at most 10 MB, in base64. */
const MAX_PUSH_BYTES = 15 * 1024 * 1024;

/** Registers a source as an HTTP function. Called by the entry file that the build writes for it. */
export function serveSource(unit: SourceUnit, environment: Environment = process.env): void {
  const { source } = unit;
  start(environment, () => {
    const settings = readSettings(sourceSettings(source.name), environment);
    const keys = readKeys(settings.SIGNING_SECRETS, source.signature);
    const radar = createRadar();
    const publicUrl = readPublicUrl(settings.PUBLIC_URL, source.signature);
    const fetch = createTransport(systemClock);
    const publish = publisherFor(settings, environment, fetch);
    const instanceLog = createLog(settings.GOOGLE_CLOUD_PROJECT).with({ source: source.name });
    const tracing = openTracing(source.name, settings, { fetch, log: instanceLog });
    const contextOf = (request: IncomingMessage, trace = traceOfRequest(request)) => ({
      trace,
      log: createLog(settings.GOOGLE_CLOUD_PROJECT, trace).with({ source: source.name }),
    });
    serve(source.name, instanceLog, {
      failed: (request, error) => failed(contextOf(request).log, error),
      maxBodyBytes: source.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES,
      refuse(request, body) {
        const refusal = refuseByHeaders(source, webhookRequest(request, body, publicUrl));
        if (refusal === undefined) return undefined;
        const { answer, reason } = refusal;
        contextOf(request).log.warning("webhook refused", { outcome: "refused", status: answer.status, reason });
        return answer;
      },
      answer(request, body) {
        const webhook = webhookRequest(request, body, publicUrl);
        const context = { keys, publish, radar, now: systemClock.now };
        if (tracing === undefined) return receiveWebhook(unit, webhook, { ...context, ...contextOf(request) });
        const own = spanWithin(request);
        const span = { name: `webhook ${source.name}`, kind: "server", attributes: {}, ...own } as const;
        return tracing.around(span, (within) =>
          receiveWebhook(unit, webhook, {
            ...context,
            ...contextOf(request, own.trace),
            publish: within.publish(publish),
          }),
        );
      },
    });
  });
}

/** Registers a handler as an HTTP function that a push subscription calls, with the clients that it uses. */
export function serveHandler(
  unit: HandlerUnit,
  clients: readonly ClientSpecification[],
  environment: Environment = process.env,
): void {
  const { handler } = unit;
  const name = handlerName(handler);
  start(environment, () => {
    const settings = readSettings(handlerSettings, environment);
    const fetch = createTransport(systemClock);
    const publish = publisherFor(settings, environment, fetch);
    const connected = connect(clients, environment, fetch, settings);
    const failures = createFailures();
    const instanceLog = createLog(settings.GOOGLE_CLOUD_PROJECT).with({ handler: name });
    const pausing = pausingOf(handler, settings, { environment, fetch, log: instanceLog });
    const isNoted = isAnySwept(clients, environment);
    const tracing = openTracing(name, settings, { fetch, log: instanceLog });
    serve(name, instanceLog, {
      failed: (_request, error) => failed(instanceLog, error),
      maxBodyBytes: MAX_PUSH_BYTES,
      refuse: (_request, body) =>
        body.length <= MAX_PUSH_BYTES ? undefined : refused(413, "too large for a Pub/Sub push"),
      async answer(request, body) {
        const delivery = decodePush(body);
        if (delivery === undefined) {
          instanceLog.error("request is no Pub/Sub push", { outcome: "refused", status: 400 });
          return refused(400, "not a Pub/Sub push request");
        }
        // The push's own span, so that a system's log tells one attempt from the next.
        const [of, own] = [traceIn(delivery), traceOfRequest(request)];
        const traceparent = traceparentWithin(of, own);
        const attributes = { "ycat.event_type": handler.eventType, "ycat.attempt": delivery.attempt };
        const trace = { ...of, spanId: own.spanId };
        const span = { name: `push ${name}`, kind: "consumer", trace, parentSpanId: of.spanId, attributes } as const;
        const context = { clock: systemClock, failures, log: deliveryLog(settings, handler, delivery), pausing };
        return aroundRequest(tracing, span, async (within) => ({
          status: await handleDelivery(unit, delivery, {
            ...context,
            clients: (call) => connected({ ...call, traceparent, called: within?.called }),
            publish: within?.publish(publish) ?? publish,
            isSwept: isNoted,
          }),
        }));
      },
    });
  });
}

/** Whether what the handler sends is to be noted, for the sweep. */
export function isAnySwept(clients: readonly ClientSpecification[], environment: Environment): boolean {
  return clients.some(({ sweep }) => sweep !== undefined) && isSwept(readSettings(sweepSettings, environment));
}

/** Undefined where the handler is never to pause. */
export function pausingOf(
  handler: AnyHandler,
  settings: HandlerSettings,
  { environment, fetch, log }: { readonly environment: Environment; readonly fetch: Fetch; readonly log: Log },
): Pausing | undefined {
  const thresholds = readThresholds(settings);
  const waits = readWaits(settings);
  if (waits === undefined) return undefined;
  const emulatorHost = environment["PUBSUB_EMULATOR_HOST"];
  return createPausing({
    subscriptions: createSubscriptions({ emulatorHost, clock: systemClock, fetch }),
    subscription: `projects/${settings.GOOGLE_CLOUD_PROJECT}/subscriptions/${settings.PREFIX}${handlerName(handler)}`,
    isPushed: !isBatchHandler(handler),
    evidence: createEvidence(pauseAfterOf(handler), thresholds[priorityOf(handler)], systemClock),
    waits,
    clock: systemClock,
    log,
  });
}

/** @param onStop called when the instance is to end, in ten seconds at the latest. */
export function serve(name: string, log: Log, endpoint: Endpoint, onStop?: () => void): void {
  takeOver(name, createListener(endpoint, systemClock), log, onStop);
}

const MAX_CALL_BYTES = 64 * 1024;

/** What Cloud Scheduler calls: that it is called says all. */
export function serveCall(name: string, log: Log, answer: () => Promise<HttpAnswer>, onStop?: () => void): void {
  const endpoint: Endpoint = {
    maxBodyBytes: MAX_CALL_BYTES,
    refuse: (_request, body) => (body.length <= MAX_CALL_BYTES ? undefined : { status: 413 }),
    failed: (_request, error) => failed(log, error),
    answer,
  };
  serve(name, log, endpoint, onStop);
}

/** Whatever escapes is a mistake of ours: logged by name and place, its text may hold a payload. Answered by 500. */
export function failed(log: Log, error: unknown): HttpAnswer {
  showLocally(error);
  log.error("request failed", {
    outcome: "failed",
    status: 500,
    reason: errorName(error),
    operation: placeOf(error) ?? "unknown",
  });
  return { status: 500, body: { outcome: "failed" } };
}

function refused(status: number, reason: string): HttpAnswer {
  return { status, body: { outcome: "refused", reason } };
}

export type HandlerSettings = Record<keyof typeof handlerSettings, string>;

export function deliveryLog(settings: HandlerSettings, handler: AnyHandler, { message, attempt }: Delivery): Log {
  const { attributes } = message;
  const subject = subjectOf(message);
  return createLog(settings.GOOGLE_CLOUD_PROJECT, traceIn({ message })).with({
    handler: handlerName(handler),
    ...(settings.VERSION === "" ? {} : { version: settings.VERSION }),
    eventType: handler.eventType,
    ...(attributes["ce-id"] === undefined ? {} : { eventId: attributes["ce-id"].slice(0, 256) }),
    ...(attempt === undefined ? {} : { attempt }),
    ...(subject === undefined ? {} : { orderingKeyHash: hashOrderingKey(subject, settings.LOG_HASH_KEY) }),
  });
}

/** Reads every client's settings now; connects a client when the first event asks for it. */
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

/** A wrong setting ends the instance with one line that names it; the framework would call it a syntax error. */
export function start(environment: Environment, run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof SettingError)) throw error;
    createLog(environment["GOOGLE_CLOUD_PROJECT"] ?? "").error(error.message, { reason: "SETTING" });
    process.exit(1);
  }
}

function webhookRequest(request: IncomingMessage, body: Buffer, publicUrl: string): WebhookRequest {
  const url = withQueryOf(request.url ?? "", publicUrl);
  return { method: request.method ?? "", url, headers: request.headers as WebhookRequest["headers"], body };
}
