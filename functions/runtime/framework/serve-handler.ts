import type { ClientSpecification } from "../define/client.ts";
import { createFailures } from "../handle/give-up.ts";
import { handleDelivery, type HandlerUnit } from "../handle/handle.ts";
import { decodePush } from "../pubsub/message.ts";
import type { Environment } from "../settings.ts";
import { traceparentOf } from "../trace.ts";
import type { HttpAnswer } from "./listener.ts";
import { aroundRequest, traceIn, traceOfRequest } from "./request-traces.ts";
import { failed, serve, start } from "./serve.ts";
import { openHandler } from "./surroundings.ts";

/** A push holds one message of up to 10 MB, in base64. */
const MAX_PUSH_BYTES = 15 * 1024 * 1024;

/** Registers a handler, with the clients that it uses, as an HTTP function that a push subscription calls. */
export function serveHandler(
  unit: HandlerUnit,
  clients: readonly ClientSpecification[],
  environment: Environment = process.env,
): void {
  const { handler } = unit;
  start(environment, () => {
    const instance = openHandler(handler, clients, environment);
    const { name, log, tracing } = instance;
    const failures = createFailures();
    serve(name, log, {
      failed: (_request, error) => failed(log, error),
      maxBodyBytes: MAX_PUSH_BYTES,
      refuse: (_request, body) =>
        body.length <= MAX_PUSH_BYTES ? undefined : refused(413, "too large for a Pub/Sub push"),
      async answer(request, body) {
        const delivery = decodePush(body);
        if (delivery === undefined) {
          log.error("request is no Pub/Sub push", { outcome: "refused", status: 400 });
          return refused(400, "not a Pub/Sub push request");
        }
        // The push's own span, so that a system's log can tell attempts apart.
        const [of, own] = [traceIn(delivery), traceOfRequest(request)];
        const trace = { ...of, spanId: own.spanId };
        const traceparent = traceparentOf(trace);
        const attributes = { "ycat.event_type": handler.eventType, "ycat.attempt": delivery.attempt };
        const span = { name: `push ${name}`, kind: "consumer", trace, parentSpanId: of.spanId, attributes } as const;
        return aroundRequest(tracing, span, async (within) => ({
          status: await handleDelivery(unit, delivery, {
            ...instance,
            failures,
            log: instance.logOf(delivery),
            clients: (call) => instance.clients({ ...call, traceparent, onCall: within?.onCall }),
            publish: within?.publish(instance.publish) ?? instance.publish,
          }),
        }));
      },
    });
  });
}

function refused(status: number, reason: string): HttpAnswer {
  return { status, body: { outcome: "refused", reason } };
}
