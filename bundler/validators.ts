import { join } from "node:path";
import standaloneCode from "ajv/dist/standalone/index.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import esbuild from "esbuild";
import { SpecificationError } from "../functions/runtime/define/errors.ts";
import { writeIfChanged } from "./files.ts";
import { dist, root } from "./paths.ts";
import type { JsonSchema, Schemas } from "./schemas.ts";

/** One module with every validator, so that no function compiles a schema when it starts. */
export const validatorsPath = join(dist, "validators.mjs");

export function eventValidator(type: string): string {
  return `event_${type.replaceAll(".", "_")}`;
}

export function payloadValidator(source: string): string {
  return `payload_${source.replaceAll("-", "_")}`;
}

/** @throws SpecificationError naming the schema that is wrong. */
export async function writeValidators({ events, sources }: Schemas): Promise<void> {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, code: { source: true, esm: true, lines: true } });
  addFormats.default(ajv);
  for (const [type, schema] of events) compileSchema(ajv, `schemas/${type}.json`, eventValidator(type), schema);
  for (const [source, schema] of sources)
    compileSchema(ajv, `schemas/sources/${source}.json`, payloadValidator(source), schema);
  const names = [...[...events.keys()].map(eventValidator), ...[...sources.keys()].map(payloadValidator)];
  const code = standaloneCode.default(ajv, Object.fromEntries(names.map((name) => [name, name])));
  // ajv's code requires its run-time pieces by name: bundled, it stands alone.
  const { outputFiles } = await esbuild.build({
    stdin: { contents: code, resolveDir: root, loader: "js" },
    bundle: true,
    format: "esm",
    platform: "node",
    write: false,
    logLevel: "silent",
  });
  await writeIfChanged(validatorsPath, Buffer.from(outputFiles[0]?.contents ?? []));
}

function compileSchema(ajv: Ajv2020, file: string, name: string, schema: JsonSchema): void {
  try {
    ajv.addSchema({ ...schema, $id: name });
    ajv.getSchema(name);
  } catch (error) {
    throw new SpecificationError(`${file} is no valid JSON Schema: ${error instanceof Error ? error.message : ""}`, {
      cause: error,
    });
  }
}
