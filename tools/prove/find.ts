import { readdir } from "node:fs/promises";
import { CommandError } from "../../local/core/problems.ts";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { AnyHandler } from "../../functions/runtime/define/batch-handler.ts";
import { handlerName } from "../../functions/runtime/define/handler.ts";
import { lookForStandIns } from "../../local/core/find.ts";
import { root } from "../../bundler/paths.ts";
import { findHandlers } from "../../bundler/read/units.ts";
import { readSchemas } from "../../bundler/read/schemas.ts";
import { eventValidator, readValidators } from "../../bundler/write/validators.ts";
import { type Declarations, readDeclarations } from "./declared/declarations.ts";
import { readAccepted } from "./effects/file.ts";
import type { Candidate } from "./run/candidate.ts";
import { readSamples } from "./events/samples.ts";

/** Workers import this module to find the same candidates. */
export const source = new URL(import.meta.url);

/** Every handler with its samples, declarations, clients and built validator. */
export async function findCandidates(): Promise<Candidate[]> {
  const [{ handlers, clients }, { broken }] = await Promise.all([findHandlers(), lookForStandIns()]);
  const [validators, { events }] = await Promise.all([readValidators(), readSchemas()]);
  await checkOwners(handlers.map(({ specification }) => handlerName(specification)));
  return Promise.all(
    handlers.map(async ({ file: base, specification: handler }) => {
      const name = handlerName(handler);
      const validate = validators[eventValidator(handler.eventType)];
      if (validate === undefined)
        throw new CommandError(`dist/validators.mjs has none for ${handler.eventType}: run npm run build first.`);
      const used = clients
        .map(({ specification }) => specification)
        .filter((client) => handler.uses.includes(client.name));
      const samples = readSamples(handler.eventType);
      const { declared, problems } = await declaredFor(name);
      const inMinorUnits = amountsInMinorUnits(events.get(handler.eventType));
      const proved = { name, handler, validate, inMinorUnits, declared, clients: used };
      const accepted = { effects: await readAccepted(name) };
      const file = join(root, "functions/handlers", `${base}.ts`);
      return {
        handler: proved,
        file,
        again: () => loadAgain(file),
        samples,
        problems,
        accepted,
        brokenStandIns: broken,
      };
    }),
  );
}

/** Names of the fields whose descriptions say that they are in minor units. */
function amountsInMinorUnits(schema: unknown): ReadonlySet<string> {
  const members = typeof schema === "object" && schema !== null ? Object.entries(schema) : [];
  const own = members.flatMap(([name, inner]) => {
    const { description } = Object(inner) as { readonly description?: unknown };
    return typeof description === "string" && /minor unit|\bcents\b/i.test(description) ? [name] : [];
  });
  return new Set([...own, ...members.flatMap(([, inner]) => [...amountsInMinorUnits(inner)])]);
}

let times = 0;

async function loadAgain(file: string): Promise<AnyHandler> {
  times += 1;
  const { default: handler }: { default: AnyHandler } = await import(`${pathToFileURL(file).href}?again=${times}`);
  return handler;
}

async function declaredFor(name: string): Promise<{ readonly declared: Declarations; readonly problems: string[] }> {
  try {
    return { declared: await readDeclarations(name), problems: [] };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { declared: {}, problems: [`has declarations in error: ${text}`] };
  }
}

/** A file for no handler would look effective but never be read. */
async function checkOwners(handlers: readonly string[]): Promise<void> {
  const lost = (await readdir(join(root, "proof"))).flatMap((file) => {
    const [, name] = /^(.*)\.(?:declared\.json|effects\.md)$/.exec(file) ?? [];
    return name === undefined || handlers.includes(name) ? [] : [`proof/${file}: there is no handler ${name}.`];
  });
  if (lost.length > 0) throw new CommandError(lost.join("\n"));
}
