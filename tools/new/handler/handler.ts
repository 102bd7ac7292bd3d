import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../bundler/paths.ts";
import { eventSamples } from "../../../bundler/read/samples.ts";
import { readSchemas } from "../../../bundler/read/schemas.ts";
import { handlerName } from "../../../functions/runtime/define/handler.ts";
import { UsageError } from "../../../local/core/problems.ts";
import { didYouMean } from "../../../bundler/nearest.ts";
import { nameFault } from "../names.ts";
import type { Files } from "../write.ts";
import { handlerCode, handlerTest } from "./code.ts";
import { firstCallOf } from "./first-calls.ts";

export interface HandlerOptions {
  readonly uses: readonly string[];
  readonly name?: string | undefined;
}

/** A handler's files. @throws UsageError where there is no such event type or system, or nothing to prove it with. */
export async function handlerFiles(type: string, { uses, name }: HandlerOptions): Promise<Files> {
  const { events } = await readSchemas();
  const schema = events.get(type);
  if (schema === undefined)
    throw new UsageError(
      `There is no event type ${type} (schemas/${type}.json); ${didYouMean(type, [...events.keys()])}`,
    );
  const known = clientNames();
  const unknown = uses.find((use) => !known.includes(use));
  if (unknown !== undefined) throw new UsageError(`There is no system ${unknown}; ${didYouMean(unknown, known)}`);
  if (uses.length === 0)
    throw new UsageError(`--uses names the systems that it writes to; there are: ${known.join(", ")}`);
  const own = name ?? handlerName({ eventType: type });
  const fault = nameFault(own);
  if (fault !== undefined) throw new UsageError(fault);
  if (name === undefined && existsSync(join(root, `functions/handlers/${own}.ts`)))
    throw new UsageError(`functions/handlers/${own}.ts is there already: another handler of ${type} says --name NAME.`);
  const sample = eventSamples().find(({ of }) => of === type);
  if (sample === undefined)
    throw new UsageError(`samples/events/${type} has no sample, by which the handler is proved: write one first.`);
  const isPerson = Array.isArray(schema["required"]) && schema["required"].includes("email");
  const calls = uses.map((use) => firstCallOf(use, isPerson, own));
  const unit = { name: own, isNamed: own !== handlerName({ eventType: type }), type, calls };
  return new Map([
    [`functions/handlers/${own}.ts`, handlerCode(unit)],
    [`test/handlers/${own}.test.ts`, handlerTest(unit, sample.name)],
  ]);
}

function clientNames(): string[] {
  const folder = join(root, "functions/clients");
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, "client.ts")));
}
