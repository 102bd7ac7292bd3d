import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { http } from "@google-cloud/functions-framework";
import { systemClock } from "../clock.ts";
import type { ClientCall, Clients, ClientSpecification } from "../define/client.ts";
import { type Handler, handlerName } from "../define/handler.ts";
import { DEFAULT_MAX_BODY_BYTES } from "../define/source.ts";
import { SettingError } from "../define/errors.ts";
import { handleDelivery, type HandlerUnit } from "../handle/handle.ts";
import { createLog, hashOrderingKey, type Log } from "../log.ts";
import { decodePush, type Delivery } from "../pubsub/message.ts";
import { createPublisher, type Publish } from "../pubsub/publish.ts";
import { interceptServer, rawBody } from "./raw-body.ts";
import type { Answer } from "../receive/answer.ts";
import { receiveWebhook } from "../receive/receive.ts";
import { refuseByHeaders, type WebhookRequest } from "../receive/refusal.ts";
import type { SourceUnit } from "../receive/unit.ts";
import {
  type Environment,
  handlerSettings,
  platformSettings,
  readKeys,
  readSettings,
  signingSecrets,
} from "../settings.ts";
import { traceOf } from "../trace.ts";

/** A push holds one message of at most 10 MB, in base64. */
const MAX_PUSH_BYTES = 15 * 1024 * 1024;

/** Registers a source as an HTTP function. Called by the entry file that the build writes for it. */
export function serveSource(unit: SourceUnit, environment: Environment = process.env): void {
  const { source } = unit;
  start(environment, () => {
    const settings = readSettings({ ...platformSettings, SIGNING_SECRETS: signingSecrets(source.name) }, environment);
    const keys = readKeys(settings.SIGNING_SECRETS, source.signature);
    const publish = publisherFor(settings, environment);
    const logFor = (request: IncomingMessage) => {
      const trace = traceOf(headerOf(request, "traceparent"));
      return { trace, log: createLog(settings.GOOGLE_CLOUD_PROJECT, trace).with({ source: source.name }) };
    };

    http(
      source.name,
      answering(logFor, async (request, response, context) => {
        const webhook = webhookRequest(request, rawBody(request));
        write(response, await receiveWebhook(unit, webhook, { keys, publish, now: systemClock.now, ...context }));
      }),
    );
    interceptServer(
      {
        maxBodyBytes: source.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES,
        refuse(request, response, body) {
          const refusal = refuseByHeaders(source, webhookRequest(request, body));
          if (refusal === undefined) return false;
          logFor(request).log.warning("webhook refused", {
            outcome: "refused",
            status: refusal.answer.status,
            reason: refusal.reason,
          });
          write(response, refusal.answer);
          return true;
        },
      },
      (server) => takeOverProcess(server, createLog(settings.GOOGLE_CLOUD_PROJECT).with({ source: source.name })),
    );
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
    const publish = publisherFor(settings, environment);
    const connected = connect(clients, environment);
    const logFor = () => ({ log: createLog(settings.GOOGLE_CLOUD_PROJECT).with({ handler: name }) });

    http(
      name,
      answering(logFor, async (request, response, context) => {
        const delivery = decodePush(rawBody(request));
        if (delivery === undefined) {
          context.log.error("request is no Pub/Sub push", { outcome: "refused", status: 400 });
          return write(response, { status: 400, body: { outcome: "refused", reason: "not a Pub/Sub push request" } });
        }
        const log = deliveryLog(settings, handler, delivery);
        response.statusCode = await handleDelivery(unit, delivery, {
          clients: connected,
          publish,
          clock: systemClock,
          log,
        });
        response.end();
      }),
    );
    interceptServer(
      { maxBodyBytes: MAX_PUSH_BYTES, refuse: (_request, response, body) => isTooLong(response, body) },
      (server) => takeOverProcess(server, logFor().log),
    );
  });
}

function isTooLong(response: ServerResponse, body: Buffer): boolean {
  if (body.length <= MAX_PUSH_BYTES) return false;
  write(response, { status: 413, body: { outcome: "refused", reason: "too large for a Pub/Sub push" } });
  return true;
}

type HandlerSettings = Record<keyof typeof handlerSettings, string>;

function deliveryLog(settings: HandlerSettings, handler: Handler, { message, attempt }: Delivery): Log {
  const { attributes, orderingKey } = message;
  return createLog(
    settings.GOOGLE_CLOUD_PROJECT,
    traceOf(attributes["traceparent"] ?? attributes["googclient_traceparent"]),
  ).with({
    handler: handlerName(handler),
    eventType: handler.eventType,
    ...(attributes["ce-id"] === undefined ? {} : { eventId: attributes["ce-id"].slice(0, 256) }),
    ...(attempt === undefined ? {} : { attempt }),
    ...(orderingKey === undefined ? {} : { orderingKeyHash: hashOrderingKey(orderingKey, settings.LOG_HASH_KEY) }),
  });
}

/** Reads every client's settings now; connects a client when the first event asks for it. */
function connect(
  specifications: readonly ClientSpecification[],
  environment: Environment,
): (call: ClientCall) => Partial<Clients> {
  const connections = specifications.map((specification) => {
    const settings = readSettings(specification.settings, environment);
    return {
      name: specification.name,
      forEvent: specification.connect({ settings, fetch: globalThis.fetch, clock: systemClock }),
    };
  });
  return (call) => Object.fromEntries(connections.map(({ name, forEvent }) => [name, forEvent(call)]));
}

function publisherFor(settings: Record<keyof typeof platformSettings, string>, environment: Environment): Publish {
  return createPublisher({
    projectId: settings.GOOGLE_CLOUD_PROJECT,
    prefix: settings.PREFIX,
    emulatorHost: environment["PUBSUB_EMULATOR_HOST"],
    clock: systemClock,
  });
}

/** A wrong setting ends the instance with one line that names it; the framework would call it a syntax error. */
function start(environment: Environment, run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof SettingError)) throw error;
    createLog(environment["GOOGLE_CLOUD_PROJECT"] ?? "").error(error.message, { reason: "SETTING" });
    process.exit(1);
  }
}

/** Whatever escapes is a mistake of ours: logged by name, since its text may hold a payload, and answered by 500. */
function answering<Context extends { readonly log: Log }>(
  contextOf: (request: IncomingMessage) => Context,
  answer: (request: IncomingMessage, response: ServerResponse, context: Context) => Promise<void>,
) {
  return async (request: IncomingMessage, response: ServerResponse) => {
    leaveDomain();
    const context = contextOf(request);
    try {
      await answer(request, response, context);
    } catch (error) {
      context.log.error("request failed", {
        outcome: "failed",
        status: 500,
        reason: error instanceof Error ? error.name : "UNKNOWN",
      });
      if (!response.headersSent) write(response, { status: 500, body: { outcome: "failed" } });
    }
  };
}

function webhookRequest(request: IncomingMessage, body: Buffer): WebhookRequest {
  return { method: request.method ?? "", headers: request.headers as WebhookRequest["headers"], body };
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function write(response: ServerResponse, { status, headers, body, text }: Answer): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(text ?? `${JSON.stringify(body)}\n`);
}

/**
 * Takes the end of the process over from the framework once that has set up its own: it exits on SIGTERM in mid-request,
 * where Cloud Run allows 10 s to finish what is under way, and prints an error that nothing caught with its text and
 * stack, which may hold a payload. Such an error is logged by name; the instance ends, and its messages are delivered again.
 */
function takeOverProcess(server: Server, log: Log): void {
  const die = (error: unknown) => {
    log.error("function ended by an error that nothing caught", {
      outcome: "failed",
      reason: error instanceof Error ? error.name : "UNKNOWN",
    });
    process.exit(1);
  };
  server.once("listening", () =>
    setImmediate(() => {
      for (const event of ["SIGTERM", "uncaughtException", "unhandledRejection", "exit"])
        process.removeAllListeners(event);
      process.once("SIGTERM", () => server.close(() => process.exit(0)));
      process.once("uncaughtException", die).once("unhandledRejection", die);
    }),
  );
  // A connection that the sender keeps open after its last answer would hold the process until it is five seconds idle.
  server.on("request", (_request, response: ServerResponse) =>
    response.once("close", () => {
      if (!server.listening) server.closeIdleConnections();
    }),
  );
}

/** The framework runs each request in a domain (node:domain), whose handler prints what would be an uncaught error. */
function leaveDomain(): void {
  const { domain } = process as { domain?: { exit(): void } | null };
  domain?.exit();
}
