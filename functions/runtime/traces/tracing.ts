import { randomBytes } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { Called, Fetch } from "../define/client.ts";
import { DeliveryError, SettingError } from "../define/errors.ts";
import { errorName } from "../place.ts";
import type { Log } from "../log.ts";
import type { AccessToken } from "../pubsub/access-token.ts";
import type { Message } from "../pubsub/message.ts";
import type { Publish } from "../pubsub/publish.ts";
import type { Trace } from "../trace.ts";
import type { tracingSettings } from "./settings.ts";
import type { Exporter, Span } from "./spans.ts";

type TracingSettings = Readonly<Record<keyof typeof tracingSettings, string>>;

export interface TracingOptions {
  readonly service: string;
  readonly version: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly log: Log;
  readonly accessToken: () => AccessToken;
}

/** What one request tells of. */
export interface Tracing {
  /** Runs what one request asks for as a span, whose own id is the trace's; then sends all that was told, before it is answered. */
  around<Answer extends { readonly status: number }>(
    span: Pick<Span, "name" | "kind" | "attributes"> & { readonly trace: Trace; readonly parentSpanId?: string },
    run: (within: Within) => Promise<Answer>,
  ): Promise<Answer>;
}

/** Of a request's span. */
export interface Within {
  /** The same, told of. */
  readonly publish: (publish: Publish) => Publish;
  /** Told of each call to a system. */
  readonly called: (call: Called) => void;
}

/** Undefined where it is off: then nothing of it is loaded. @throws SettingError that names the setting. */
export function tracingOf(settings: TracingSettings, options: TracingOptions): Tracing | undefined {
  const { TRACES_URL: url, TRACES_RATIO } = settings;
  if (url === "") return undefined;
  const { hostname, protocol } = URL.parse(url) ?? {};
  if (hostname === undefined || !/^https?:$/.test(protocol ?? "") || /[?#@]/.test(url))
    throw new SettingError("TRACES_URL must be the address that spans are posted to: https://COLLECTOR/v1/traces");
  const ratio = Number(TRACES_RATIO);
  if (!(ratio >= 0 && ratio <= 1)) throw new SettingError("TRACES_RATIO must be a number from 0 to 1");
  const { service, version, accessToken, ...rest } = options;
  const resource = { "service.name": service, ...(version !== "" && { "service.version": version }) };
  const isGoogles = hostname.endsWith(".googleapis.com");
  const token = isGoogles ? accessToken() : undefined;
  let loading: Promise<Exporter> | undefined;
  const load = () =>
    (loading ??= import("./otlp.ts").then(({ createOtlp }) =>
      createOtlp({ url, resource, accessToken: token, ...rest }),
    ));
  return { around: (span, run) => around(span, run, { load, clock: options.clock, isTold: isToldBy(ratio) }) };
}

/** By the trace's id, so that all functions tell of the same ones. */
function isToldBy(ratio: number): (trace: Trace) => boolean {
  return ({ traceId }) => Number.parseInt(traceId.slice(-8), 16) < ratio * 2 ** 32;
}

interface Means {
  readonly load: () => Promise<Exporter>;
  readonly clock: Clock;
  readonly isTold: (trace: Trace) => boolean;
}

async function around<Answer extends { readonly status: number }>(
  { trace, attributes, ...own }: Parameters<Tracing["around"]>[0],
  run: (within: Within) => Promise<Answer>,
  { load, clock, isTold }: Means,
): Promise<Answer> {
  const spans: Span[] = [];
  const startedAt = clock.now();
  const { traceId, spanId } = trace;
  const tell = (span: Child) =>
    void spans.push({ spanId: newSpanId(), ...span, traceId, parentSpanId: spanId, endedAt: clock.now() });
  const end = async (status: number | undefined, error?: unknown) => {
    if (!isTold(trace)) return;
    const ending = {
      "http.response.status_code": status,
      ...(error !== undefined && { "error.type": errorName(error) }),
    };
    const hasFailed = status === undefined || status >= 500;
    const said = { attributes: { ...attributes, ...ending }, hasFailed };
    spans.push({ ...own, ...said, traceId, spanId, startedAt, endedAt: clock.now() });
    const exporter = await load();
    for (const span of spans) exporter.add(span);
    await exporter.flush();
  };
  const answer = await run({
    publish: (publish) => (topic, messages) =>
      published(publish, topic, messages, { clock, tell, traceId, kind: own.kind }),
    called: (call) => tell(spanOf(call)),
  }).catch((error: unknown) => end(undefined, error).then(() => Promise.reject(error)));
  await end(answer.status);
  return answer;
}

function spanOf({ system, operation, startedAt, status, code }: Called): Child {
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

/** A span that ends now, within the request's. */
type Child = Omit<Span, "traceId" | "spanId" | "parentSpanId" | "endedAt"> & { readonly spanId?: string };

/** What a source publishes is pushed within the span of its publishing; other messages keep the trace that they have. */
async function published(
  publish: Publish,
  topic: string,
  messages: readonly Message[],
  {
    clock,
    tell,
    traceId,
    kind,
  }: {
    readonly clock: Clock;
    readonly tell: (span: Child) => void;
    readonly traceId: string;
    readonly kind: Span["kind"];
  },
): Promise<void> {
  const startedAt = clock.now();
  const spanId = newSpanId();
  const traceparent = `00-${traceId}-${spanId}-01`;
  const linked =
    kind === "server" ? messages.map((one) => ({ ...one, attributes: { ...one.attributes, traceparent } })) : messages;
  const attributes = {
    "messaging.system": "gcp_pubsub",
    "messaging.destination.name": topic,
    "messaging.batch.message_count": messages.length,
  };
  const base = { name: `publish ${topic}`, kind: "producer", startedAt, spanId } as const;
  try {
    await publish(topic, linked);
    tell({ ...base, attributes, hasFailed: false });
  } catch (error) {
    const code = error instanceof DeliveryError ? error.reason.code : errorName(error);
    tell({ ...base, attributes: { ...attributes, "error.type": code }, hasFailed: true });
    throw error;
  }
}

function newSpanId(): string {
  return randomBytes(8).toString("hex");
}
