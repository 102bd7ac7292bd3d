import type { Clock } from "../clock.ts";
import type { Fetch } from "../define/client.ts";
import type { Log } from "../log.ts";
import type { Exporter, Span } from "./spans.ts";

interface OtlpOptions {
  /** In full: `https://collector.example.com/v1/traces`. */
  readonly url: string;
  /** Identifies the service to the collector: `service.name` and the like. */
  readonly resource: Readonly<Record<string, string>>;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly log: Log;
}

/** How long an answer may wait for its spans: afterwards the instance has no CPU. */
const FLUSH_MS = 400;
/** After a failure nothing is sent for this long, so that events do not wait for a collector that is down. */
const PAUSE_MS = 30_000;
const MOST_WAITING = 2000;
const MOST_SENT = 500;

/**
 * Sends spans as OTLP over HTTP, in JSON: https://opentelemetry.io/docs/specs/otlp/#otlphttp. Implemented here because
 * OpenTelemetry's SDK and exporter are 290 kB bundled and take 45 ms of CPU to load, while a single POST is needed.
 */
export function createOtlp({ url, resource, fetch, clock, log }: OtlpOptions): Exporter {
  let waiting: Span[] = [];
  let sending: Promise<void> | undefined;
  let pausedUntil = 0;
  let hasDropped = false;

  async function send(spans: readonly Span[], signal: AbortSignal): Promise<void> {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify(toOtlp(spans, resource));
    const { status } = await fetch(url, { method: "POST", headers, body, signal, redirect: "manual" });
    if (status < 200 || status > 299) throw new Error(`HTTP_${status}`);
  }

  async function sendWaiting(): Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    const cancel = clock.after(FLUSH_MS, () => controller.abort(new Error("TIMEOUT")));
    try {
      while (waiting.length > 0 && !signal.aborted) await send(waiting.splice(0, MOST_SENT), signal);
    } catch {
      pausedUntil = clock.now() + PAUSE_MS;
      waiting = [];
      log.warning("spans were not taken: none is sent for half a minute", { reason: "TRACES" });
    } finally {
      cancel();
    }
  }

  return {
    add(span) {
      if (clock.now() < pausedUntil) return;
      if (waiting.length < MOST_WAITING) {
        waiting.push(span);
        return;
      }
      if (!hasDropped) log.warning("spans were dropped: more wait than are sent", { reason: "TRACES" });
      hasDropped = true;
    },
    async flush() {
      // Spans of requests that end together are sent together.
      if (sending !== undefined) await sending;
      if (waiting.length === 0) return;
      sending ??= sendWaiting().finally(() => (sending = undefined));
      await sending;
    },
  };
}

const KINDS = { server: 2, client: 3, producer: 4, consumer: 5 } as const;
const ERROR = 2;

/** https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto, with ids in hex. */
function toOtlp(spans: readonly Span[], resource: Readonly<Record<string, string>>): object {
  return {
    resourceSpans: [
      {
        resource: { attributes: toAttributes(resource) },
        scopeSpans: [{ scope: { name: "ycat" }, spans: spans.map(toSpan) }],
      },
    ],
  };
}

function toSpan({
  name,
  kind,
  traceId,
  spanId,
  parentSpanId,
  startedAt,
  endedAt,
  attributes,
  hasFailed,
}: Span): object {
  return {
    traceId,
    spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    name,
    kind: KINDS[kind],
    startTimeUnixNano: `${startedAt}000000`,
    endTimeUnixNano: `${endedAt}000000`,
    attributes: toAttributes(attributes),
    status: hasFailed ? { code: ERROR } : {},
  };
}

function toAttributes(all: Readonly<Record<string, string | number | undefined>>): object[] {
  return Object.entries(all).flatMap(([key, value]) => {
    if (value === undefined) return [];
    return { key, value: typeof value === "number" ? { intValue: String(Math.round(value)) } : { stringValue: value } };
  });
}
