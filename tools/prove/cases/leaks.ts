import type { State } from "../../../local/core/records.ts";
import type { Call } from "../simulation/call.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { type Finding, finding } from "../finding.ts";
import { valuesIn } from "../leaves.ts";
import { findTrace, type Trace, traceOf } from "../simulation/traces.ts";

/** What calls on behalf of one event hold of another's. Their bodies must have been recorded. */
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

/** All systems' records, as they stand. */
export function takeStates({ systems }: Simulation): readonly State[] {
  return systems.map((system) => system.state());
}

/** The ids of records that are about somebody and have come since: theirs by what they hold. */
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

/** A shorter id is found anywhere. */
const FEWEST_CHARACTERS = 10;
const FEWEST_RUNS = 4;

/** A hash or an id of chance, and no word that somebody has thought of, like `trial_started_v2`: digits and letters mixed. */
function isDrawn(text: string): boolean {
  return /^(?=.*[a-z])[a-z\d-]{15,}$/i.test(text) && (text.match(/\d+/g) ?? []).length >= FEWEST_RUNS;
}
