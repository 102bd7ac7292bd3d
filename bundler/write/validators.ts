import { existsSync } from "node:fs";
import { utimes } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import standaloneCode from "ajv/dist/standalone/index.js";
import { Ajv2020, type Options } from "ajv/dist/2020.js";
import { _ } from "ajv/dist/core.js";
import esbuild from "esbuild";
import { SpecificationError } from "../../functions/runtime/define/errors.ts";
import type { Event } from "../../functions/runtime/define/handler.ts";
import type { Validate } from "../../functions/runtime/validate.ts";
import { writeIfChanged } from "./files.ts";
import { formats, importFormats } from "./formats.ts";
import { schemaFault } from "./schema-fault.ts";
import { shapeOf } from "./shapes.ts";
import { dist, root } from "../paths.ts";
import { fileNameOf, hashOf, type JsonSchema, type Schemas } from "../read/schemas.ts";
import type { Validators } from "../read/source-unit.ts";

/** One module with every validator, for tools and tests: no schema is compiled when they start. It says as `schemas` which they are of. */
export const validatorsPath = join(dist, "validators.mjs");

export function eventValidator(type: string): string {
  return `event_${type.replaceAll(".", "_")}`;
}

/** The event validators in what the build has written, by event type. */
export function eventValidatorsIn<Validator>(module: Readonly<Record<string, Validator>>): Record<string, Validator> {
  const events = Object.entries(module).filter(([name]) => name.startsWith("event_"));
  return Object.fromEntries(events.map(([name, validate]) => [name.slice(6).replaceAll("_", "."), validate]));
}

export function envelopeValidator(source: string): string {
  return `envelope_${identifier(source)}`;
}

/** Of a kind, by the name of its files. */
export function kindValidator(source: string, kind: string): string {
  return `kind_${identifier(source)}_${identifier(kind)}`;
}

/** Letters and digits as they are, all else by its code: no two names become one. */
function identifier(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9]/g, (character) => `$${character.charCodeAt(0).toString(16)}`);
}

/** Compiles schemas as ycat understands them. */
export function createAjv(code: Options["code"] = {}): Ajv2020 {
  return new Ajv2020({ strict: true, allowUnionTypes: true, formats, code });
}

/**
 * Writes a module for each schema.
 * @returns the validators' names.
 * @throws SpecificationError naming the schema that is wrong.
 */
export async function writeValidators(schemas: Schemas): Promise<readonly string[]> {
  const ajv = createAjv({
    source: true,
    esm: true,
    lines: true,
    formats: _`formats`,
  });
  const all = validatedSchemas(schemas);
  for (const { file, validator, schema } of all) compileSchema(ajv, file, validator, schema);
  await Promise.all(
    all.map(({ validator, schema }) => {
      const code = standaloneCode.default(ajv, { validate: validator });
      const names = `new Set(${JSON.stringify(namesIn(schema))})`;
      const told = `Object.assign(validate, { names: ${names}, shape: ${JSON.stringify(shapeOf(schema))} });`;
      return writeIfChanged(validatorPath(validator), Buffer.from(`${importFormats(code)}\n${code}\n${told}\n`));
    }),
  );
  return all.map(({ validator }) => validator);
}

/** Writes the one module of all that are written. */
export async function bundleValidators(schemas: Schemas, validators: readonly string[]): Promise<void> {
  const exported = validators.map(
    (validator) => `export { validate as ${validator} } from "${validatorPath(validator)}";`,
  );
  // ajv's code requires its run-time pieces by name: bundled, it stands alone.
  const { outputFiles } = await esbuild.build({
    stdin: {
      contents: [`export const schemas = "${hashOf(schemas)}";`, ...exported].join("\n"),
      resolveDir: root,
      loader: "js",
    },
    bundle: true,
    format: "esm",
    platform: "node",
    write: false,
    logLevel: "silent",
  });
  await writeIfChanged(validatorsPath, Buffer.from(outputFiles[0]?.contents ?? []));
  // Git gives schemas new times: what is as it was has been built all the same, and is asked whether it is older than they are.
  await utimes(validatorsPath, new Date(), new Date());
}

/**
 * What the build has written of all, by the validators' names.
 * @throws SpecificationError where it has not yet
 */
export async function readValidators(): Promise<Readonly<Record<string, Validate<Event["data"]> | undefined>>> {
  if (!existsSync(validatorsPath))
    throw new SpecificationError("dist/validators.mjs is missing: run npm run build first.");
  return import(pathToFileURL(validatorsPath).href);
}

/** A module of its own: a bundle holds those that its function asks for, and no other. */
export function validatorPath(validator: string): string {
  return join(dist, "validators", `${validator}.mjs`);
}

interface Validated {
  readonly file: string;
  readonly validator: string;
  readonly schema: JsonSchema;
}

function validatedSchemas({ events, envelopes, kinds }: Schemas): Validated[] {
  return [
    ...[...events].map(([type, schema]) => ({ file: `schemas/${type}.json`, validator: eventValidator(type), schema })),
    ...[...envelopes].map(([source, schema]) => ({
      file: `schemas/sources/${source}.json`,
      validator: envelopeValidator(source),
      schema,
    })),
    ...[...kinds].flatMap(([source, ofOne]) =>
      [...ofOne].map(([kind, schema]) => ({
        file: `schemas/sources/${source}/${kind}.json`,
        validator: kindValidator(source, kind),
        schema,
      })),
    ),
  ];
}

/** The names of all members that a schema speaks of, at any depth. */
function namesIn(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { properties, required } = schema as { properties?: object; required?: unknown };
  const own = [...Object.keys(properties ?? {}), ...(Array.isArray(required) ? required.map(String) : [])];
  return [...new Set([...own, ...Object.values(schema).flatMap(namesIn)])].toSorted();
}

/** What a validator tells besides its judgement. */
export function toldOf(schema: object) {
  return { names: new Set(namesIn(schema)), shape: shapeOf(schema) };
}

function compileSchema(ajv: Ajv2020, file: string, name: string, schema: JsonSchema): void {
  try {
    ajv.addSchema({ ...schema, $id: name });
    const validate = ajv.getSchema<never>(name);
    if (validate !== undefined) compiled.set(schema, Object.assign(validate, toldOf(schema)));
  } catch (error) {
    throw new SpecificationError(schemaFault(file, error, ajv.errors ?? []), { cause: error });
  }
}

/** The same validators without a build, each compiled once. */
export function compileValidators(schemas: Schemas): Validators {
  return {
    envelope: (source) => compile(schemas.envelopes.get(source)),
    kind: (source, kind) => compile(schemas.kinds.get(source)?.get(fileNameOf(kind))),
    events: Object.fromEntries([...schemas.events].map(([type, schema]) => [type, compile(schema)])),
  };
}

const compiled = new WeakMap<JsonSchema, Validate<never>>();
let compiling: Ajv2020 | undefined;

function compile(schema: JsonSchema | undefined): Validate<never> {
  const known = schema && compiled.get(schema);
  if (known !== undefined) return known;
  compiling ??= createAjv(); // it compiles its meta-schemas first
  const validate = Object.assign(compiling.compile<never>(schema ?? false), toldOf(schema ?? {}));
  if (schema !== undefined) compiled.set(schema, validate);
  return validate;
}
