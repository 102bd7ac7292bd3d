import { abortAfter, systemClock } from "../clock.ts";
import type { ClientCall, ClientSpecification, Fetch } from "../define/client.ts";
import { UnavailableError } from "../define/errors.ts";
import { keep, type Probe } from "../keeper/keep.ts";
import { backlogSettings, createBacklogs, readBacklogShare } from "../keeper/backlog.ts";
import { KEEPER, keeperSettings, readHandlers } from "../keeper/handlers.ts";
import { createLog, type Log } from "../log.ts";
import { type Usage, usageIn } from "../define/usage.ts";
import { allowanceSettings, readThresholds } from "../outage/allowance.ts";
import { readWaits, waitSettings } from "../outage/settings.ts";
import { createSubscriptions } from "../pubsub/subscriptions.ts";
import { type Environment, platformSettings, readSettings } from "../settings.ts";
import { createTransport } from "../transport.ts";
import { serveCall, start } from "./serve.ts";

/** For one system's answer, including a login: all are asked at the same time, within the function's minute. */
const PROBE_MS = 20_000;

/** Registers the keeper, with the clients of all handlers, as an HTTP function that Cloud Scheduler calls. */
export function serveKeeper(clients: readonly ClientSpecification[], environment: Environment = process.env): void {
  start(environment, () => {
    const settings = readSettings(
      { ...platformSettings, ...keeperSettings, ...allowanceSettings, ...backlogSettings, ...waitSettings },
      environment,
    );
    const fetch = createTransport(systemClock);
    const log = createLog(settings.GOOGLE_CLOUD_PROJECT);
    const google = { emulatorHost: environment["PUBSUB_EMULATOR_HOST"], clock: systemClock, fetch };
    const share = readBacklogShare(settings);
    const context = {
      handlers: readHandlers(settings.HANDLERS),
      subscriptions: createSubscriptions(google),
      probes: probesOf(clients, { environment, log, fetch }),
      thresholds: readThresholds(settings),
      backlog: share === 0 ? undefined : { share, count: createBacklogs(settings.GOOGLE_CLOUD_PROJECT, google) },
      waits: readWaits(settings),
      clock: systemClock,
      log,
    };
    serveCall(KEEPER, log, async () => ({ status: 200, body: { handlers: await keep(context) } }));
  });
}

function probesOf(
  clients: readonly ClientSpecification[],
  { environment, log, fetch }: { readonly environment: Environment; readonly log: Log; readonly fetch: Fetch },
): ReadonlyMap<string, Probe> {
  return new Map(
    clients.flatMap((client) => {
      const settings = readSettings(client.settings, environment);
      const probe = client.probe?.({ settings, fetch, clock: systemClock });
      return probe === undefined ? [] : [[client.name, withUsage(probe, log)] as const];
    }),
  );
}

/** Adds what the system says of the day's calls, in whichever answer. */
function withUsage(probe: ReturnType<NonNullable<ClientSpecification["probe"]>>, log: Log): Probe {
  return async () => {
    let usage: Usage | undefined;
    const late = () => new UnavailableError("the probe was not answered", { code: "TIMEOUT", system: KEEPER });
    const { signal, cancel } = abortAfter(systemClock, PROBE_MS, late);
    try {
      const onAnswer: ClientCall["onAnswer"] = (_system, { headers }) => (usage = usageIn(headers) ?? usage);
      await probe({ signal, log, handler: KEEPER, onAnswer });
    } finally {
      cancel();
    }
    return usage;
  };
}
