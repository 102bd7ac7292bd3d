import type { ClientCall, Clients, ClientSpecification, Fetch } from "../../../functions/runtime/define/client.ts";
import { readSettings } from "../../../functions/runtime/settings.ts";
import type { Clock } from "../../../local/core/clock.ts";
import type { ProvedHandler } from "./delivery.ts";
import { MOST_CALLS, never, placeCall } from "./network.ts";
import type { Simulation } from "./simulation.ts";
import { underWay } from "./under-way.ts";

/** An instance's clients, whose calls come to the stand-ins as long as it is alive. */
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

/** Each instance has the same. */
function settingsOf(client: ClientSpecification, { environment }: Simulation): Readonly<Record<string, string>> {
  const ofClients = known.get(environment) ?? new Map<ClientSpecification, Readonly<Record<string, string>>>();
  known.set(environment, ofClients);
  const settings = ofClients.get(client) ?? Object.freeze(readSettings(client.settings, environment));
  ofClients.set(client, settings);
  return settings;
}

/**
 * Keeps a handler that repeats a failing call without end from stopping the clock: at some point it is left waiting. And notes
 * what it says of fields that it can't do without.
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
      // A promise that the handler forgets must fail the case, not end this process.
      if (result instanceof Promise) result.catch(() => {});
      return result;
    };
    return [name, guardedMethod];
  });
  return Object.fromEntries(entries);
}

/** What goes by a system's own library no client fits: there it may all be needed. */
const ALL = "*";

/** As clients' options have it: `{ needed: ["OwnerId"] }`. */
function neededIn(value: unknown): string[] {
  const { needed }: { readonly needed?: unknown } = typeof value === "object" && value !== null ? value : {};
  return Array.isArray(needed) ? needed.map((field) => String(field).toLowerCase()) : [];
}
