import { systemClock } from "../clock.ts";
import type { ClientSpecification, Sweeping } from "../define/client.ts";
import { createLog, type Log } from "../log.ts";
import { SENT_TOPIC } from "../pubsub/names.ts";
import { createPulling } from "../pubsub/pull.ts";
import { type Environment, platformSettings, readSettings } from "../settings.ts";
import { readAge, sweepFunctionSettings } from "../sweep/settings.ts";
import { SWEEP, sweep } from "../sweep/sweep.ts";
import { createTransport } from "../transport.ts";
import { failed, publisherFor, serve, start } from "./serve.ts";

const MAX_CALL_BYTES = 64 * 1024;
/** Of the function's nine minutes; what is under way then is ended. */
const BUDGET_MS = 480_000;

/** Registers the sweep as an HTTP function that Cloud Scheduler calls, with the clients of the systems that may drop what they take. */
export function serveSweep(clients: readonly ClientSpecification[], environment: Environment = process.env): void {
  start(environment, () => {
    const settings = readSettings({ ...platformSettings, ...sweepFunctionSettings }, environment);
    const fetch = createTransport(systemClock);
    const log = createLog(settings.GOOGLE_CLOUD_PROJECT).with({ handler: SWEEP });
    const subscription = `projects/${settings.GOOGLE_CLOUD_PROJECT}/subscriptions/${settings.PREFIX}${SENT_TOPIC}`;
    const emulatorHost = environment["PUBSUB_EMULATOR_HOST"];
    const context = {
      pulling: createPulling(subscription, { emulatorHost, clock: systemClock, fetch }),
      publish: publisherFor(settings, environment, fetch),
      systems: sweepingOf(clients, { environment, log }),
      clock: systemClock,
      log,
      ageMs: readAge(settings),
    };
    serve(SWEEP, log, {
      maxBodyBytes: MAX_CALL_BYTES,
      refuse: (_request, body) => (body.length <= MAX_CALL_BYTES ? undefined : { status: 413 }),
      failed: (_request, error) => failed(log, error),
      answer: async () => ({ status: 200, body: await sweep({ ...context, until: systemClock.now() + BUDGET_MS }) }),
    });
  });
}

function sweepingOf(
  clients: readonly ClientSpecification[],
  { environment, log }: { readonly environment: Environment; readonly log: Log },
): ReadonlyMap<string, Sweeping> {
  const fetch = createTransport(systemClock);
  const { signal } = new AbortController();
  return new Map(
    clients.flatMap((client) => {
      const settings = readSettings(client.settings, environment);
      const sweeping = client.sweep?.({ settings, fetch, clock: systemClock });
      return sweeping === undefined ? [] : [[client.name, sweeping({ signal, log, handler: SWEEP })] as const];
    }),
  );
}
