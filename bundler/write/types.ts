import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../paths.ts";
import type { Generated } from "./generated.ts";
import { fileNameOf, type JsonSchema, schemaFiles, type Schemas } from "../read/schemas.ts";
import type { Units } from "../read/units.ts";

const FILE = "schemas/types.ts";

/**
 * Makes schemas/types.ts loadable if it has merge conflicts or was deleted. Units import it, and it is only regenerated
 * once they have been loaded.
 */
export async function repairTypes({ events }: Schemas): Promise<void> {
  const present = await readFile(join(root, FILE), "utf8").catch(() => "");
  if (/^export const eventTypes\b/m.test(present) && !/^(?:<{7}|>{7})/m.test(present)) return;
  await writeFile(join(root, FILE), `export const eventTypes = ${JSON.stringify([...events.keys()])};\n`);
}

/** Generates schemas/types.ts. */
export async function typesOf(schemas: Schemas, units: Units): Promise<Generated> {
  const { events, envelopes, kinds } = schemas;
  const sources = [...envelopes.keys()].map((source) => [source, kindsOf(source, kinds.get(source), units)] as const);
  const declarations = await Promise.all(schemaFiles(schemas).map(([, schema]) => declarationOf(schema)));
  const content = [
    "// Made from schemas/*.json by npm run build. Do not edit.\n",
    interfaceOf("EventTypes", "The data of each event type.", members(events)),
    `/** All of them. */\nexport const eventTypes: readonly (keyof EventTypes)[] = ${JSON.stringify([...events.keys()])};\n`,
    interfaceOf("SourceEnvelopes", "What is read of every webhook of a source, to know its kind.", members(envelopes)),
    interfaceOf(
      "SourceKinds",
      "What each source's sender posts, by kind.",
      sources.map(([source, ofOne]) => [source, `{ ${members(ofOne).map(member).join("; ")} }`]),
    ),
    ...declarations,
  ].join("\n");
  return { file: FILE, from: "schemas/*.json", content };
}

/** By kind as the source spells it, or by file name if the source does not list it. */
function kindsOf(source: string, schemas: Schemas["events"] = new Map(), { sources }: Units): Map<string, JsonSchema> {
  const unit = sources.find(({ specification }) => specification.name === source);
  const spelt = new Map(Object.keys(unit?.specification.kinds ?? {}).map((kind) => [fileNameOf(kind), kind]));
  return new Map([...schemas].map(([file, schema]) => [spelt.get(file) ?? file, schema]));
}

type Member = readonly [name: string, type: string];

function members(schemas: ReadonlyMap<string, JsonSchema>): Member[] {
  return [...schemas].map(([key, schema]) => [key, schema.title]);
}

function member([name, type]: Member): string {
  return `${JSON.stringify(name)}: ${type}`;
}

function interfaceOf(name: string, description: string, of: readonly Member[]): string {
  return `/** ${description} */\nexport interface ${name} {\n${of.map((one) => `  ${member(one)};\n`).join("")}}\n`;
}

/** Imported on demand: with its formatter it is a large part of what a build loads. */
async function declarationOf(schema: JsonSchema): Promise<string> {
  const { compile } = await import("json-schema-to-typescript");
  return compile(schema, schema.title, { bannerComment: "", additionalProperties: false, style: { printWidth: 120 } });
}
