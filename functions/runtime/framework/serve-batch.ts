import { setFlagsFromString } from "node:v8";
import type { BatchUnit } from "../batch/handle-batch.ts";
import { runInvocation } from "../batch/invocation.ts";
import { connectSubscriber } from "../batch/subscriber.ts";
import type { ClientCall, ClientSpecification } from "../define/client.ts";
import { createFailures } from "../handle/give-up.ts";
import type { Log } from "../log.ts";
import type { Environment } from "../settings.ts";
import { traceOf } from "../trace.ts";
import type { Tracing, Within } from "../traces/tracing.ts";
import type { HttpAnswer } from "./listener.ts";
import { aroundRequest } from "./request-traces.ts";
import { serveCall, start } from "./serve.ts";
import { openHandler } from "./surroundings.ts";

/** The failures of several batches, so that a message's attempts are still known when it is delivered again. */
const MOST_FAILURES = 10_000;

/** Registers a batch handler, with the clients that it uses, as an HTTP function that Cloud Scheduler calls. */
export function serveBatchHandler(
  unit: BatchUnit,
  clients: readonly ClientSpecification[],
  environment: Environment = process.env,
): void {
  // Otherwise V8 lets the messages' garbage pile up: 60,000 of them take 330 MB instead of 225, in the same time.
  setFlagsFromString("--semi-space-growth-factor=1");
  start(environment, () => {
    const instance = openHandler(unit.handler, clients, environment);
    const { name, subscription, log, tracing } = instance;
    const failures = createFailures(MOST_FAILURES);
    const stop = new AbortController();
    async function invoke(within: Within | undefined): Promise<number> {
      if ((await instance.pausing?.isPaused({ isFirst: true })) === true) {
        log.info("handler is paused: nothing is fetched", { outcome: "skipped", reason: "PAUSED" });
        return 204;
      }
      // Each call has its own connection: between calls an instance has no CPU to keep one alive.
      const subscriber = connectSubscriber({ subscription, emulatorHost: environment["PUBSUB_EMULATOR_HOST"] });
      try {
        const clientsFor = (call: ClientCall) => instance.clients({ ...call, onCall: within?.onCall });
        const context = { ...instance, clients: clientsFor, failures, stop: stop.signal, subscriber };
        return (await runInvocation(unit, context)) ? 204 : 503;
      } finally {
        await subscriber.close();
      }
    }

    const answer = oneAtATime(log, traced(name, tracing, invoke));
    serveCall(name, log, answer, () => stop.abort());
  });
}

/** In its own trace, since one call fetches the messages of many. */
function traced(
  name: string,
  tracing: Tracing | undefined,
  invoke: (within: Within | undefined) => Promise<number>,
): () => Promise<HttpAnswer> {
  return () => {
    const span = { name: `batch ${name}`, kind: "server", trace: traceOf(undefined), attributes: {} } as const;
    return aroundRequest(tracing, span, async (within) => ({ status: await invoke(within) }));
  };
}

/** A call during another is answered at once: the running one does its work too. */
function oneAtATime(log: Log, invoke: () => Promise<HttpAnswer>): () => Promise<HttpAnswer> {
  let isRunning = false;
  return async function answer() {
    if (isRunning) {
      log.info("already running", { outcome: "skipped" });
      return { status: 204 };
    }
    isRunning = true;
    try {
      return await invoke();
    } finally {
      isRunning = false;
    }
  };
}
