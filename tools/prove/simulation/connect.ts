import type { ClientCall, Clients, ClientSpecification, Fetch } from "../../../functions/runtime/define/client.ts";
import { readSettings } from "../../../functions/runtime/settings.ts";
import type { Clock } from "../../../local/core/clock.ts";
import { MOST_CALLS } from "../finding.ts";
import type { ProvedHandler } from "./delivery.ts";
import { never, placeCall } from "./network.ts";
import type { Simulation } from "./simulation.ts";
import { underWay } from "./under-way.ts";

/** The clients of an instance. Their calls reach the stand-ins as long as the instance is alive. */
export function connectClients(
  simulation: Simulation,
  { clients }: ProvedHandler,
  clock: Clock,
  isAlive: () => boolean,
): (call: ClientCall) => Partial<Clients> {
  const fetch: Fetch = (url, init) => {
    if (!isAlive()) return never();
    const sender = { body: init.body ?? "", delivery: underWay.getStore(), isAlive };
    return placeCall(simulation, new Request(url, init), sender);
  };
  simulation.isConnecting = true;
  const connected = clients.map((client) => ({
    name: client.name,
    forEvent: client.connect({ settings: settingsOf(client, simulation), fetch, clock }),
  }));
  simulation.isConnecting = false;
  return (call) =>
    Object.fromEntries(connected.map(({ name, forEvent }) => [name, guarded(simulation, forEvent(call))]));
}

const known = new WeakMap<Simulation["environment"], Map<ClientSpecification, Readonly<Record<string, string>>>>();

/** Computed once: every instance has the same. */
function settingsOf(client: ClientSpecification, { environment }: Simulation): Readonly<Record<string, string>> {
  const ofClients = known.get(environment) ?? new Map<ClientSpecification, Readonly<Record<string, string>>>();
  known.set(environment, ofClients);
  const settings = ofClients.get(client) ?? Object.freeze(readSettings(client.settings, environment));
  ofClients.set(client, settings);
  return settings;
}

/**
 * Makes a call wait for ever once the handler has repeated failing calls too often, because an endless loop would stop
 * the clock. Also records the fields that the handler declares as needed.
 */
function guarded(simulation: Simulation, client: object): object {
  let count = 0;
  const entries = Object.entries(client).map(([name, method]: [string, unknown]) => {
    if (typeof method === "object" && method !== null) return [name, guarded(simulation, method)];
    if (typeof method !== "function") return [name, method];
    const guardedMethod = (...values: unknown[]): unknown => {
      count += 1;
      for (const field of name === "connection" ? [ALL] : values.flatMap(neededIn)) simulation.needed.add(field);
      if (count > MOST_CALLS) return never();
      const result: unknown = method.apply(client, values);
      // A forgotten promise must fail the case, not end this process.
      if (result instanceof Promise) result.catch(() => {});
      return result;
    };
    return [name, guardedMethod];
  });
  return Object.fromEntries(entries);
}

/** Any field: calls through a system's own library don't go through our client, so all of it may be needed. */
const ALL = "*";

/** From the options of clients: `{ needed: ["OwnerId"] }`. */
function neededIn(value: unknown): string[] {
  const { needed }: { readonly needed?: unknown } = typeof value === "object" && value !== null ? value : {};
  return Array.isArray(needed) ? needed.map((field) => String(field).toLowerCase()) : [];
}
