import type { Clock } from "../clock.ts";
import type { Fetch, FinishedCall } from "../define/client.ts";
import { SettingError } from "../define/errors.ts";
import { errorName } from "../safe-error.ts";
import type { Log } from "../log.ts";
import type { AccessToken } from "../pubsub/access-token.ts";
import { withToken } from "../pubsub/google-api.ts";
import type { Publish } from "../pubsub/publish.ts";
import { newSpanId, type Trace } from "../trace.ts";
import type { tracingSettings } from "./settings.ts";
import { type Child, publishTraced, spanOf } from "./children.ts";
import type { Exporter, Span } from "./spans.ts";

type TracingSettings = Readonly<Record<keyof typeof tracingSettings, string>>;

interface TracingOptions {
  readonly service: string;
  readonly version: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly log: Log;
  readonly accessToken: () => AccessToken;
}

export interface Tracing {
  /** Runs one request as a span, whose own id is the trace's; then sends all its spans, before it is answered. */
  around<Answer extends { readonly status: number }>(
    span: Pick<Span, "name" | "kind" | "attributes"> & { readonly trace: Trace; readonly parentSpanId?: string },
    run: (within: Within) => Promise<Answer>,
  ): Promise<Answer>;
}

export interface Within {
  /** The same publisher, traced. */
  readonly publish: (publish: Publish) => Publish;
  /** Called with each call to a system. */
  readonly onCall: (call: FinishedCall) => void;
}

/** Undefined where tracing is off: then none of it is loaded. @throws SettingError that names the setting. */
export function tracingOf(settings: TracingSettings, options: TracingOptions): Tracing | undefined {
  const { TRACES_URL: url, TRACES_RATIO } = settings;
  if (url === "") return undefined;
  const { hostname, protocol } = URL.parse(url) ?? {};
  if (hostname === undefined || !/^https?:$/.test(protocol ?? "") || /[?#@]/.test(url))
    throw new SettingError("TRACES_URL must be the address that spans are posted to: https://COLLECTOR/v1/traces");
  const ratio = Number(TRACES_RATIO);
  if (!(ratio >= 0 && ratio <= 1)) throw new SettingError("TRACES_RATIO must be a number from 0 to 1");
  const { service, version, accessToken, clock, log } = options;
  const resource = { "service.name": service, ...(version !== "" && { "service.version": version }) };
  const isGoogles = hostname.endsWith(".googleapis.com");
  const fetch = isGoogles ? withToken(options.fetch, accessToken()) : options.fetch;
  let loading: Promise<Exporter> | undefined;
  const load = () =>
    (loading ??= import("./otlp.ts").then(({ createOtlp }) => createOtlp({ url, resource, fetch, clock, log })));
  return { around: (span, run) => around(span, run, { load, clock, isTold: isSampledBy(ratio) }) };
}

/** Decides by the trace's id, so that all functions sample the same traces. */
function isSampledBy(ratio: number): (trace: Trace) => boolean {
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
  const { traceId, spanId } = trace;
  const startedAt = clock.now();
  const children: Span[] = [];
  const tell = (child: Child) =>
    void children.push({ spanId: newSpanId(), ...child, traceId, parentSpanId: spanId, endedAt: clock.now() });
  const send = async (end: End) => {
    if (!isTold(trace)) return;
    const request = { ...own, ...told(end, attributes), traceId, spanId, startedAt, endedAt: clock.now() };
    const exporter = await load();
    for (const span of [...children, request]) exporter.add(span);
    await exporter.flush();
  };
  const answer = await run({
    publish: (publish) => publishTraced(publish, { clock, tell, traceId, isFirst: own.kind === "server" }),
    onCall: (call) => tell(spanOf(call)),
  }).catch(async (error: unknown) => {
    await send({ error });
    throw error;
  });
  await send({ status: answer.status });
  return answer;
}

/** How a request ended: with an answer or an error. */
type End = { readonly status: number } | { readonly error: unknown };

function told(end: End, attributes: Span["attributes"]): Pick<Span, "attributes" | "hasFailed"> {
  return "error" in end
    ? { attributes: { ...attributes, "error.type": errorName(end.error) }, hasFailed: true }
    : { attributes: { ...attributes, "http.response.status_code": end.status }, hasFailed: end.status >= 500 };
}
