import type { IncomingMessage } from "node:http";
import { systemClock } from "../clock.ts";
import { DEFAULT_MAX_BODY_BYTES } from "../define/source.ts";
import { createLog } from "../log.ts";
import { createRadar } from "../receive/radar.ts";
import { receiveWebhook } from "../receive/receive.ts";
import { refuseByHeaders } from "../receive/refusal.ts";
import type { SourceUnit } from "../receive/unit.ts";
import { type Environment, readKeys, readPublicUrl, readSettings, sourceSettings, withQueryOf } from "../settings.ts";
import type { SignedRequest } from "../signatures/scheme.ts";
import { createTransport } from "../transport.ts";
import { openTracing, spanWithin, traceOfRequest } from "./request-traces.ts";
import { failed, serve, start } from "./serve.ts";
import { publisherFor } from "./surroundings.ts";

/** Registers a source as an HTTP function. The entry file that the build writes calls this. */
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

function webhookRequest(request: IncomingMessage, body: Buffer, publicUrl: string): SignedRequest {
  const url = withQueryOf(request.url ?? "", publicUrl);
  return { method: request.method ?? "", url, headers: request.headers as SignedRequest["headers"], body };
}
