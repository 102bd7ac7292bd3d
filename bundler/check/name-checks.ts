import { didYouMean } from "../../functions/runtime/define/nearest.ts";
import { KEEPER } from "../../functions/runtime/keeper/handlers.ts";
import { SWEEP } from "../../functions/runtime/sweep/sweep.ts";
import type { Schemas } from "../read/schemas.ts";

/** Names of ycat's own functions. */
export const OWN_NAMES = [KEEPER, SWEEP];

/** What is wrong with a function's name, after which its file must be called; `isSaid` is false for a default name. */
export function nameFaults(name: string, file: string, isSaid = true): string[] {
  const faults = [];
  const remedy = isSaid ? "" : `say name: "${file}" for another handler of its event type, or `;
  if (file !== name) faults.push(`its name is "${name}"; ${remedy}the file must be ${name}.ts.`);
  if (!/^[a-z][a-z0-9-]{1,48}[a-z0-9]$/.test(name)) {
    faults.push(
      `the name "${name}" can't be a function's: 3 to 50 lower-case letters, digits and dashes, beginning with a letter.`,
    );
  }
  return faults;
}

/** The event type to use when a schema can't only grow: form.submitted.v2, then .v3. */
export function nextVersion(type: string): string {
  const [, name = type, version = "1"] = /^(.+)\.v(\d+)$/.exec(type) ?? [];
  return `${name}.v${Number(version) + 1}`;
}

export function unknownEventType(type: string, schemas: Schemas): string {
  return `the event type "${type}" is unknown: there is no schemas/${type}.json (${didYouMean(type, [...schemas.events.keys()])}).`;
}
