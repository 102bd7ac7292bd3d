import { pathToFileURL } from "node:url";
import type { Validate } from "../../functions/runtime/validate.ts";
import { findUnits } from "../../bundler/units.ts";
import { eventValidator, validatorsPath } from "../../bundler/validators.ts";
import type { Candidate } from "./prove.ts";
import { readSamples } from "./samples.ts";

/** Every handler that there is, with its samples, its clients and the validator that the build has made. */
export async function findCandidates(): Promise<Candidate[]> {
  const { handlers, clients } = await findUnits();
  const validators: Readonly<Record<string, Validate | undefined>> = await import(pathToFileURL(validatorsPath).href);
  return Promise.all(
    handlers.map(async ({ specification: handler }) => {
      const validate = validators[eventValidator(handler.eventType)];
      if (validate === undefined)
        throw new Error(`dist/validators.mjs has none for ${handler.eventType}: run npm run build first.`);
      const used = clients.map(({ specification }) => specification).filter(({ name }) => handler.uses.includes(name));
      const samples = readSamples(handler.eventType);
      return { handler: { name: handler.name ?? handler.eventType, handler, validate, clients: used }, samples };
    }),
  );
}
