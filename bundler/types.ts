import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { compile } from "json-schema-to-typescript";
import { writeIfChanged } from "./files.ts";
import { root } from "./paths.ts";
import type { JsonSchema, Schemas } from "./schemas.ts";

const path = join(root, "schemas/types.ts");

/** Writes schemas/types.ts where it is not what the schemas say. */
export async function writeTypes(schemas: Schemas): Promise<void> {
  await writeIfChanged(path, Buffer.from(await typesOf(schemas)));
}

export async function typesAreCurrent(schemas: Schemas): Promise<boolean> {
  return (await typesOf(schemas)) === (await current());
}

function current(): Promise<string> {
  return readFile(path, "utf8").catch(() => "");
}

async function typesOf({ events, sources }: Schemas): Promise<string> {
  const declarations = await Promise.all([...events, ...sources].map(([, schema]) => declarationOf(schema)));
  return [
    "// Made from schemas/*.json by npm run build. Do not edit.\n",
    interfaceOf("EventTypes", "The data of each event type.", events),
    interfaceOf("SourcePayloads", "What each source's sender posts.", sources),
    ...declarations,
  ].join("\n");
}

function interfaceOf(name: string, description: string, schemas: ReadonlyMap<string, JsonSchema>): string {
  const members = [...schemas].map(([key, schema]) => `  ${JSON.stringify(key)}: ${schema.title};\n`);
  return `/** ${description} */\nexport interface ${name} {\n${members.join("")}}\n`;
}

function declarationOf(schema: JsonSchema): Promise<string> {
  return compile(schema, schema.title, { bannerComment: "", additionalProperties: false, style: { printWidth: 120 } });
}
