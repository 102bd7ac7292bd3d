import { systemClock } from "../clock.ts";
import type { ClientSpecification, Fetch, Sweeping } from "../define/client.ts";
import { createLog, type Log } from "../log.ts";
import { SENT_TOPIC } from "../pubsub/names.ts";
import { createPulling } from "../pubsub/pull.ts";
import { type Environment, platformSettings, readSettings } from "../settings.ts";
import { readAge, sweepFunctionSettings } from "../sweep/settings.ts";
import { SWEEP, sweep } from "../sweep/sweep.ts";
import { createTransport } from "../transport.ts";
import { serveCall, start } from "./serve.ts";
import { publisherFor } from "./surroundings.ts";

/** Of the function's nine minutes; the remainder is for what is in progress then. */
const BUDGET_MS = 480_000;

/**
 * Registers the sweep, with the clients of the systems that may drop what they have accepted, as an HTTP function that
 * Cloud Scheduler calls.
 */
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
      systems: sweepingOf(clients, { environment, log, fetch }),
      clock: systemClock,
      log,
      ageMs: readAge(settings),
    };
    serveCall(SWEEP, log, async () => {
      const swept = await sweep({ ...context, until: systemClock.now() + BUDGET_MS });
      return { status: 200, body: swept };
    });
  });
}

function sweepingOf(
  clients: readonly ClientSpecification[],
  { environment, log, fetch }: { readonly environment: Environment; readonly log: Log; readonly fetch: Fetch },
): ReadonlyMap<string, Sweeping> {
  const { signal } = new AbortController();
  return new Map(
    clients.flatMap((client) => {
      const settings = readSettings(client.settings, environment);
      const sweeping = client.sweep?.({ settings, fetch, clock: systemClock });
      return sweeping === undefined ? [] : [[client.name, sweeping({ signal, log, handler: SWEEP })] as const];
    }),
  );
}
