import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../bundler/paths.ts";
import { eventSamples } from "../../../bundler/read/samples.ts";
import { readSchemas } from "../../../bundler/read/schemas.ts";
import { handlerName } from "../../../functions/runtime/define/handler.ts";
import { UsageError } from "../../../local/core/problems.ts";
import { didYouMean } from "../../../functions/runtime/define/nearest.ts";
import type { Files } from "../write.ts";
import { eventTypeFiles, FIRST_SAMPLE } from "./event-type.ts";
import { nameFault, refuseMistyped } from "../names.ts";
import { handlerCode, handlerTest } from "./code.ts";
import { firstCallOf } from "./first-calls.ts";

export interface HandlerOptions {
  readonly uses: readonly string[];
  readonly name?: string | undefined;
  readonly isNewType?: boolean | undefined;
}

/**
 * A handler's files, and its event type's if that is new.
 * @throws UsageError if a system does not exist, or there is nothing to prove the handler with
 */
export async function handlerFiles(type: string, { uses, name, isNewType }: HandlerOptions): Promise<Files> {
  const { events } = await readSchemas();
  const known = events.get(type);
  if (known === undefined) refuseMistyped(type, [...events.keys()], isNewType);
  const made = known === undefined ? eventTypeFiles(type) : undefined;
  checkSystems(uses);
  const own = name ?? handlerName({ eventType: type });
  const fault = nameFault(own);
  if (fault !== undefined) throw new UsageError(fault);
  if (name === undefined && existsSync(join(root, `functions/handlers/${own}.ts`)))
    throw new UsageError(`functions/handlers/${own}.ts is there already: another handler of ${type} says --name NAME.`);
  const sample = made === undefined ? eventSamples().find(({ of }) => of === type)?.name : FIRST_SAMPLE;
  if (sample === undefined)
    throw new UsageError(`samples/events/${type} has no sample, by which the handler is proved: write one first.`);
  const required = (known ?? made?.schema)?.["required"];
  const isPerson = Array.isArray(required) && required.includes("email");
  const calls = uses.map((use) => firstCallOf(use, isPerson, own));
  const unit = { name: own, isNamed: own !== handlerName({ eventType: type }), type, calls };
  return new Map([
    [`functions/handlers/${own}.ts`, handlerCode(unit)],
    [`test/handlers/${own}.test.ts`, handlerTest(unit, sample)],
    ...(made?.files ?? []),
  ]);
}

/** @throws UsageError */
function checkSystems(uses: readonly string[]): void {
  const known = clientNames();
  const unknown = uses.find((use) => !known.includes(use));
  if (unknown !== undefined) throw new UsageError(`There is no system ${unknown}; ${didYouMean(unknown, known)}`);
  if (uses.length === 0)
    throw new UsageError(`--uses names the systems that it writes to; there are: ${known.join(", ")}`);
}

function clientNames(): string[] {
  const folder = join(root, "functions/clients");
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, "client.ts")));
}
