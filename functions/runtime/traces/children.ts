import type { Clock } from "../clock.ts";
import type { FinishedCall } from "../define/client.ts";
import { DeliveryError } from "../define/errors.ts";
import { errorName } from "../safe-error.ts";
import type { Publish } from "../pubsub/publish.ts";
import { newSpanId, traceparentOf } from "../trace.ts";
import type { Span } from "./spans.ts";

/** A span within a request's, which ends now. */
export type Child = Omit<Span, "traceId" | "spanId" | "parentSpanId" | "endedAt"> & { readonly spanId?: string };

export function spanOf({ system, operation, startedAt, status, code }: FinishedCall): Child {
  return {
    name: `${system} ${operation}`,
    kind: "client",
    startedAt,
    attributes: {
      "ycat.system": system,
      "ycat.operation": operation,
      "http.response.status_code": status,
      "error.type": code,
    },
    hasFailed: code !== undefined || (status !== undefined && status >= 400),
  };
}

interface TellingOptions {
  readonly clock: Clock;
  readonly tell: (child: Child) => void;
  readonly traceId: string;
  /**
   * The published message starts a trace here and is pushed within its publishing span; otherwise it keeps its trace.
   */
  readonly isFirst: boolean;
}

export function publishTraced(publish: Publish, { clock, tell, traceId, isFirst }: TellingOptions): Publish {
  return async (topic, messages) => {
    const startedAt = clock.now();
    const spanId = newSpanId();
    const traceparent = traceparentOf({ traceId, spanId });
    const linked = isFirst
      ? messages.map((one) => ({ ...one, attributes: { ...one.attributes, traceparent } }))
      : messages;
    const attributes = {
      "messaging.system": "gcp_pubsub",
      "messaging.destination.name": topic,
      "messaging.batch.message_count": messages.length,
    };
    const span = { name: `publish ${topic}`, kind: "producer", startedAt, spanId } as const;
    try {
      await publish(topic, linked);
      tell({ ...span, attributes, hasFailed: false });
    } catch (error) {
      const code = error instanceof DeliveryError ? error.reason.code : errorName(error);
      tell({ ...span, attributes: { ...attributes, "error.type": code }, hasFailed: true });
      throw error;
    }
  };
}
