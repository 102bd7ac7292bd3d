import { systemClock } from "../clock.ts";
import type { ClientSpecification } from "../define/client.ts";
import { handlerName } from "../define/handler.ts";
import { createFailures } from "../handle/give-up.ts";
import { handleDelivery, type HandlerUnit } from "../handle/handle.ts";
import { createLog } from "../log.ts";
import { decodePush } from "../pubsub/message.ts";
import { type Environment, handlerSettings, readSettings } from "../settings.ts";
import { traceparentOf } from "../trace.ts";
import { createTransport } from "../transport.ts";
import type { HttpAnswer } from "./listener.ts";
import { aroundRequest, openTracing, traceIn, traceOfRequest } from "./request-traces.ts";
import { failed, serve, start } from "./serve.ts";
import { connect, deliveryLog, isAnySwept, pausingOf, publisherFor } from "./surroundings.ts";

/** A push holds one message of up to 10 MB, in base64. */
const MAX_PUSH_BYTES = 15 * 1024 * 1024;

/** Registers a handler, with the clients that it uses, as an HTTP function that a push subscription calls. */
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
        // The push's own span, so that a system's log can tell attempts apart.
        const [of, own] = [traceIn(delivery), traceOfRequest(request)];
        const trace = { ...of, spanId: own.spanId };
        const traceparent = traceparentOf(trace);
        const attributes = { "ycat.event_type": handler.eventType, "ycat.attempt": delivery.attempt };
        const span = { name: `push ${name}`, kind: "consumer", trace, parentSpanId: of.spanId, attributes } as const;
        const context = { clock: systemClock, failures, log: deliveryLog(settings, handler, delivery), pausing };
        return aroundRequest(tracing, span, async (within) => ({
          status: await handleDelivery(unit, delivery, {
            ...context,
            clients: (call) => connected({ ...call, traceparent, onCall: within?.onCall }),
            publish: within?.publish(publish) ?? publish,
            isSwept: isNoted,
          }),
        }));
      },
    });
  });
}

function refused(status: number, reason: string): HttpAnswer {
  return { status, body: { outcome: "refused", reason } };
}
