import type { State } from "../../../local/core/records.ts";
import type { Call } from "../simulation/call.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { type Finding, finding } from "../finding.ts";
import { valuesIn } from "../events/leaves.ts";
import { findTrace, type Trace, traceOf } from "../simulation/traces.ts";

/** Finds another event's data in the calls of one event. Requires recorded bodies. */
export function leakFindings(calls: readonly Call[], foreign: readonly Trace[]): Finding[] {
  return calls.flatMap((call) => {
    const found = findTrace(foreign, textOf(call));
    return found === undefined
      ? []
      : [finding("isolation", `sends ${found.field} of another event's person in ${call.operation}`)];
  });
}

function textOf({ url, requestHeaders = "", requestBody }: Call): string {
  const address = url.href.slice(url.origin.length).replaceAll("+", " ");
  return [address, decoded(address), requestHeaders, requestBody, decoded(requestBody.replaceAll("+", " "))].join("\n");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** The current state of all systems. */
export function takeStates({ systems }: Simulation): readonly State[] {
  return systems.map((system) => system.state());
}

/** Ids of records that are new since `before` and contain the person's data. */
export function idsSince({ systems }: Simulation, before: readonly State[], person: readonly Trace[]): Trace[] {
  const known = new Set(before.flatMap(stringsIn));
  const states = systems.map((system) => [system, system.state()] as const);
  const own = new Set(states.flatMap(([system, state]) => (system.records?.(state) ?? []).map(({ id }) => id)));
  const theirs = states
    .flatMap(([, state]) => Object.values(state).flat())
    .filter((record) => findTrace(person, JSON.stringify(record)) !== undefined);
  const ids = theirs
    .flatMap(stringsIn)
    .filter((text) => isDrawn(text) || (own.has(text) && text.length >= FEWEST_CHARACTERS));
  return [...new Set(ids)].filter((id) => !known.has(id)).map((id) => traceOf("a record's id", id));
}

function stringsIn(data: unknown): string[] {
  return valuesIn(data).filter((value) => typeof value === "string");
}

/** Shorter ids occur everywhere by coincidence. */
const FEWEST_CHARACTERS = 10;
const FEWEST_RUNS = 4;

/** A hash or random id, with mixed digits and letters, rather than a chosen name such as `trial_started_v2`. */
export function isDrawn(text: string): boolean {
  return /^(?=.*[a-z])[a-z\d-]{15,}$/i.test(text) && (text.match(/\d+/g) ?? []).length >= FEWEST_RUNS;
}
