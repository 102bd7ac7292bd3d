import { setFlagsFromString } from "node:v8";
import type { BatchUnit } from "../batch/handle-batch.ts";
import { runInvocation } from "../batch/invocation.ts";
import { connectSubscriber } from "../batch/subscriber.ts";
import { systemClock } from "../clock.ts";
import type { ClientSpecification } from "../define/client.ts";
import { handlerName } from "../define/handler.ts";
import { createFailures } from "../handle/give-up.ts";
import { createLog, type Log } from "../log.ts";
import type { Delivery } from "../pubsub/message.ts";
import { type Environment, handlerSettings, readSettings } from "../settings.ts";
import { createTransport } from "../transport.ts";
import type { HttpAnswer } from "./listener.ts";
import { connect, deliveryLog, failed, pausingOf, publisherFor, serve, start } from "./serve.ts";

/** Scheduler's call has no body. */
const MAX_CALL_BYTES = 64 * 1024;
/** Several batches' failures, so that a message's attempts are known again when it comes again. */
const MOST_FAILURES = 10_000;

/** Registers a batch handler as an HTTP function that Cloud Scheduler calls, with the clients that it uses. */
export function serveBatchHandler(
  unit: BatchUnit,
  clients: readonly ClientSpecification[],
  environment: Environment = process.env,
): void {
  const { handler } = unit;
  const name = handlerName(handler);
  // Else V8 lets the garbage of messages lie: 60,000 take 330 MB instead of 225, and no less time.
  setFlagsFromString("--semi-space-growth-factor=1");
  start(environment, () => {
    const settings = readSettings(handlerSettings, environment);
    const fetch = createTransport(systemClock);
    const log = createLog(settings.GOOGLE_CLOUD_PROJECT).with({
      handler: name,
      ...(settings.VERSION === "" ? {} : { version: settings.VERSION }),
      eventType: handler.eventType,
    });
    const stop = new AbortController();
    const instance = {
      clients: connect(clients, environment, fetch, settings),
      publish: publisherFor(settings, environment, fetch),
      clock: systemClock,
      failures: createFailures(MOST_FAILURES),
      log,
      logOf: (delivery: Delivery) => deliveryLog(settings, handler, delivery),
      stop: stop.signal,
      pausing: pausingOf(handler, settings, { environment, fetch, log }),
    };
    const subscription = `projects/${settings.GOOGLE_CLOUD_PROJECT}/subscriptions/${settings.PREFIX}${name}`;

    async function invoke(): Promise<number> {
      if ((await instance.pausing?.isPaused({ isFirst: true })) === true) {
        log.info("handler is paused: nothing is fetched", { outcome: "skipped" });
        return 204;
      }
      // One call's own connection: between two calls an instance has no CPU to keep one alive with.
      const subscriber = connectSubscriber({ subscription, emulatorHost: environment["PUBSUB_EMULATOR_HOST"] });
      try {
        return (await runInvocation(unit, { ...instance, subscriber })) ? 204 : 503;
      } finally {
        await subscriber.close();
      }
    }

    const endpoint = {
      maxBodyBytes: MAX_CALL_BYTES,
      refuse: (_request: unknown, body: Buffer) => (body.length <= MAX_CALL_BYTES ? undefined : { status: 413 }),
      failed: (_request: unknown, error: unknown) => failed(log, error),
      answer: oneAtATime(log, invoke),
    };
    serve(name, log, endpoint, () => stop.abort());
  });
}

/** A call that comes while one is at work is answered at once: what it would have done, that one does. */
function oneAtATime(log: Log, invoke: () => Promise<number>): () => Promise<HttpAnswer> {
  let isRunning = false;
  return async function answer() {
    if (isRunning) {
      log.info("already running", { outcome: "skipped" });
      return { status: 204 };
    }
    isRunning = true;
    try {
      return { status: await invoke() };
    } finally {
      isRunning = false;
    }
  };
}
