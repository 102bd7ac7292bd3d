import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Validate } from "../../functions/runtime/validate.ts";
import type { Provable } from "../../local/core/proving.ts";
import { root } from "../../bundler/paths.ts";
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

/** Every stand-in that can say how it is proved on: local/SYSTEM/stand-in.ts. */
export async function findProvables(): Promise<Provable[]> {
  const local = join(root, "local");
  const folders = (await readdir(local, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
  const modules = await Promise.all(
    folders.map(async (folder) => {
      const files = await readdir(join(local, folder));
      if (!files.includes("stand-in.ts")) return undefined;
      const module: { provable: Provable } = await import(pathToFileURL(join(local, folder, "stand-in.ts")).href);
      return module.provable;
    }),
  );
  return modules.filter((provable) => provable !== undefined);
}
