import type { IncomingMessage } from "node:http";
import { systemClock } from "../clock.ts";
import type { Fetch } from "../define/client.ts";
import type { Log } from "../log.ts";
import { createAccessToken, fromMetadataServer } from "../pubsub/access-token.ts";
import type { Delivery } from "../pubsub/message.ts";
import { newSpanId, type Trace, traceOf, traceparentOf } from "../trace.ts";
import type { tracingSettings } from "../traces/settings.ts";
import { type Tracing, tracingOf, type Within } from "../traces/tracing.ts";

type Settings = Readonly<Record<keyof typeof tracingSettings | "VERSION", string>>;

/** Undefined where tracing is off. */
export function openTracing(
  service: string,
  settings: Settings,
  { fetch, log }: { readonly fetch: Fetch; readonly log: Log },
): Tracing | undefined {
  const accessToken = () => createAccessToken(systemClock, fromMetadataServer(systemClock, fetch));
  return tracingOf(settings, { service, version: settings.VERSION, fetch, clock: systemClock, log, accessToken });
}

/** Runs the request as a span where tracing is on, otherwise as it is. */
export function aroundRequest<Answer extends { readonly status: number }>(
  tracing: Tracing | undefined,
  span: Parameters<Tracing["around"]>[0],
  run: (within: Within | undefined) => Promise<Answer>,
): Promise<Answer> {
  return tracing === undefined ? run(undefined) : tracing.around(span, run);
}

export function traceIn({ message: { attributes } }: Pick<Delivery, "message">): Trace {
  return traceOf(attributes["traceparent"] ?? attributes["googclient_traceparent"]);
}

/** Of several traceparent headers the first counts. */
export function traceOfRequest({ headers: { traceparent } }: Pick<IncomingMessage, "headers">): Trace {
  return traceOf(Array.isArray(traceparent) ? traceparent[0] : traceparent);
}

/** Our own span within the request's trace: what is published belongs to it. */
export function spanWithin(request: Pick<IncomingMessage, "headers">): {
  readonly trace: Trace;
  readonly parentSpanId?: string;
} {
  const { traceId, spanId: parentSpanId } = traceOfRequest(request);
  const spanId = newSpanId();
  const trace = { traceId, spanId, traceparent: traceparentOf({ traceId, spanId }) };
  return request.headers.traceparent === undefined ? { trace } : { trace, parentSpanId };
}
