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
import { readingFacts } from "./reading-facts.ts";
import { schemaFault } from "./schema-fault.ts";
import { dist, root } from "../paths.ts";
import { fileNameOf, hashOf, type JsonSchema, type Schemas } from "../read/schemas.ts";
import type { Validators } from "../read/source-unit.ts";

/**
 * One module with all validators, so that tools and tests start without compiling schemas. Its `schemas` is the hash of
 * the schemas it was made from.
 */
export const validatorsPath = join(dist, "validators.mjs");

export function eventValidator(type: string): string {
  return `event_${type.replaceAll(".", "_")}`;
}

/** The event validators in that module, by event type. */
export function eventValidatorsIn<Validator>(module: Readonly<Record<string, Validator>>): Record<string, Validator> {
  const events = Object.entries(module).filter(([name]) => name.startsWith("event_"));
  return Object.fromEntries(events.map(([name, validate]) => [name.slice(6).replaceAll("_", "."), validate]));
}

export function envelopeValidator(source: string): string {
  return `envelope_${identifier(source)}`;
}

export function kindValidator(source: string, kind: string): string {
  return `kind_${identifier(source)}_${identifier(kind)}`;
}

/** Letters and digits stay; anything else becomes its code point, so that distinct names stay distinct. */
function identifier(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9]/g, (character) => `$${character.charCodeAt(0).toString(16)}`);
}

/** An ajv with ycat's options and formats. */
function createAjv(code: Options["code"] = {}): Ajv2020 {
  return new Ajv2020({ strict: true, allowUnionTypes: true, formats, code });
}

/**
 * Writes one module per schema.
 * @returns the validators' names
 * @throws SpecificationError with a sentence for each invalid schema.
 */
export async function writeValidators(schemas: Schemas): Promise<readonly string[]> {
  const ajv = createAjv({
    source: true,
    esm: true,
    lines: true,
    formats: _`formats`,
  });
  const all = validatedSchemas(schemas);
  const faults = all.flatMap(({ file, validator, schema }) => faultOf(ajv, file, validator, schema));
  if (faults.length > 0) throw new SpecificationError(faults.join("\n"));
  await Promise.all(
    all.map(({ validator, schema }) => {
      const code = standaloneCode.default(ajv, { validate: validator });
      const { names, shape } = readingFacts(schema);
      const facts = `Object.assign(validate, { names: new Set(${JSON.stringify([...names])}), shape: ${JSON.stringify(shape)} });`;
      return writeIfChanged(validatorPath(validator), Buffer.from(`${importFormats(code)}\n${code}\n${facts}\n`));
    }),
  );
  return all.map(({ validator }) => validator);
}

/** Bundles all validators into one module. */
export async function bundleValidators(schemas: Schemas, validators: readonly string[]): Promise<void> {
  const exported = validators.map(
    (validator) => `export { validate as ${validator} } from "${validatorPath(validator)}";`,
  );
  // ajv's code requires its runtime by name; bundled, it stands alone.
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
  // Git gives schemas new times; touching the file marks it as newer than they are, even if its content is unchanged.
  await utimes(validatorsPath, new Date(), new Date());
}

/**
 * All validators that the build has written, by name.
 * @throws SpecificationError if there was no build
 */
export async function readValidators(): Promise<Readonly<Record<string, Validate<Event["data"]> | undefined>>> {
  if (!existsSync(validatorsPath))
    throw new SpecificationError("dist/validators.mjs is missing: run npm run build first.");
  return import(pathToFileURL(validatorsPath).href);
}

/** A module per validator: a bundle includes only those that its function imports. */
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

/** Compiles a schema; says what is wrong with an invalid one. */
function faultOf(ajv: Ajv2020, file: string, name: string, schema: JsonSchema): string[] {
  try {
    ajv.addSchema({ ...schema, $id: name });
    const validate = ajv.getSchema<never>(name);
    if (validate !== undefined) compiled.set(schema, Object.assign(validate, readingFacts(schema)));
    return [];
  } catch (error) {
    return [schemaFault(file, error, ajv.errors ?? [])];
  }
}

/** The same validators without a build, each compiled on first use. */
export function compileValidators(schemas: Schemas): Validators {
  return {
    envelope: (source) => compile(schemas.envelopes.get(source)),
    kind: (source, kind) => compile(schemas.kinds.get(source)?.get(fileNameOf(kind))),
    events: Object.fromEntries([...schemas.events].map(([type, schema]) => [type, compile(schema)])),
  };
}

const compiled = new WeakMap<JsonSchema, Validate<never>>();
let shared: Ajv2020 | undefined;

/** One ajv for all that compile: each compiles its meta-schemas first, which takes longer than most schemas. */
export function sharedAjv(): Ajv2020 {
  return (shared ??= createAjv());
}

function compile(schema: JsonSchema | undefined): Validate<never> {
  const known = schema && compiled.get(schema);
  if (known !== undefined) return known;
  const validate = Object.assign(sharedAjv().compile<never>(schema ?? false), readingFacts(schema ?? {}));
  if (schema !== undefined) compiled.set(schema, validate);
  return validate;
}
