import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../bundler/paths.ts";
import { eventSamples } from "../../../bundler/read/samples.ts";
import { readSchemas, type JsonSchema } from "../../../bundler/read/schemas.ts";
import { handlerName } from "../../../functions/runtime/define/handler.ts";
import { UsageError } from "../../../local/core/problems.ts";
import { didYouMean } from "../../../functions/runtime/define/nearest.ts";
import { type Files, json } from "../write.ts";
import { nameFault, refuseMistyped, titleOf } from "../names.ts";
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

/** The name of the first sample, with which a handler is proved. */
const FIRST_SAMPLE = "first";

/** The schema and a first event of an event type about a person that no source publishes yet. */
function eventTypeFiles(type: string): { schema: JsonSchema; files: Files } {
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: titleOf(type),
    description: "What has happened, and what everybody sees of it.",
    type: "object",
    required: ["email"],
    properties: { email: { type: "string", format: "email", maxLength: 80 } },
  };
  const event = {
    specversion: "1.0",
    id: "01K0Y4CT6YDC7Y5M7FE1GWWPQH",
    source: "/sources/unknown",
    type,
    subject: "ada@example.com",
    time: "2026-11-02T09:30:00.000Z",
    data: { email: "ada@example.com" },
  };
  const files = new Map([
    [`schemas/${type}.json`, json(schema)],
    [`samples/events/${type}/${FIRST_SAMPLE}.json`, json(event)],
  ]);
  return { schema, files };
}
