import type { Fetch, Sweeping } from "../../../functions/runtime/define/client.ts";
import { readSettings } from "../../../functions/runtime/settings.ts";
import { sweep, type Swept } from "../../../functions/runtime/sweep/sweep.ts";
import type { Log } from "../../../functions/runtime/log.ts";
import { type Finding, finding } from "../finding.ts";
import { pass } from "./deliver.ts";
import { placeCall } from "./network.ts";
import { runUntil, type SentNote, type Simulation, undisturbed } from "./simulation.ts";

const HOUR_MS = 3600 * 1000;
/** Enough for a write to be sent again a few times, and for one sweep that finds it. */
const MOST_SWEEPS = 5;

/** Whether a system accepted a write and then dropped it. */
export function wasDropped({ calls, sent, systems }: Simulation): boolean {
  return (
    sent.length > 0 &&
    calls.some(({ disturbance, system, requestBody, ...call }) => {
      if (disturbance === undefined) return false;
      const fits = systems.find(({ name }) => name === system)?.faultsFor({ ...call, body: requestBody }) ?? [];
      return fits.some(({ name, isDropped = false }) => isDropped && disturbance === name);
    })
  );
}

/** Sweeps hourly, as Scheduler does, until no note is left. */
export async function sweepUp(simulation: Simulation): Promise<Finding[]> {
  for (let sweeps = 0; sweeps < MOST_SWEEPS && simulation.sent.length > 0; sweeps += 1) {
    const { lost } = await sweepOnce(simulation);
    if (lost > 0) return [finding("faults", "loses what was sent: the sweep sends it again, and it is not there")];
  }
  return simulation.sent.length === 0 ? [] : [finding("faults", "is never done being swept")];
}

/** Runs the runtime's sweep an hour later. */
async function sweepOnce(simulation: Simulation): Promise<Swept> {
  simulation.intercept = undisturbed;
  simulation.faults.clear();
  const { clock, sent } = simulation;
  await pass(simulation, HOUR_MS);
  let swept: Swept | undefined;
  const held = new Map<string, SentNote>();
  const pulling = {
    pull: async (most: number) =>
      sent.splice(0, most).map((note) => {
        const ackId = String(held.size);
        held.set(ackId, note);
        return { ackId, ...note };
      }),
    acknowledge: async () => {},
    giveBack: async (messages: readonly { readonly ackId: string }[]) =>
      void sent.push(...messages.flatMap(({ ackId }) => held.get(ackId) ?? [])),
  };
  const running = sweep({
    pulling,
    systems: sweepingOf(simulation),
    publish: async (_topic, messages) =>
      void sent.push(...messages.map((message) => ({ message, publishedAt: clock.now() }))),
    clock,
    log: silent,
    until: clock.now() + HOUR_MS,
    ageMs: HOUR_MS,
  }).then((result) => (swept = result));
  await runUntil(simulation, () => swept !== undefined);
  return running;
}

function sweepingOf(simulation: Simulation): ReadonlyMap<string, Sweeping> {
  const { clock, environment, deliveries } = simulation;
  const fetch: Fetch = (url, init) =>
    placeCall(simulation, new Request(url, init), { body: init.body ?? "", delivery: undefined, isAlive: () => true });
  const { signal } = new AbortController();
  return new Map(
    deliveries
      .flatMap(({ handler }) => handler.clients)
      .flatMap((client) => {
        const settings = readSettings(client.settings, environment);
        const sweeping = client.sweep?.({ settings, fetch, clock });
        return sweeping === undefined ? [] : [[client.name, sweeping({ signal, log: silent, handler: "sweep" })]];
      }),
  );
}

const silent: Log = { debug() {}, info() {}, warning() {}, error() {}, with: () => silent };
