import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Source } from "../../functions/runtime/define/source.ts";
import type { SourceUnit } from "../../functions/runtime/receive/unit.ts";
import type { Validate } from "../../functions/runtime/validate.ts";
import { formats } from "../../bundler/write/formats.ts";
import { root } from "../../bundler/paths.ts";
import { fileNameOf, readSchemas } from "../../bundler/read/schemas.ts";
import { sourceUnit as unitOf } from "../../bundler/read/source-unit.ts";
import { readingFacts } from "../../bundler/write/reading-facts.ts";

// The build has checked the schemas themselves.
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, formats, validateSchema: false, meta: false });
const compiled = new Map<string, Validate<never>>();
const { events } = await readSchemas();

/** The validator of schemas/NAME.json, compiled here and now: no build is needed, and it can disagree with the build's. */
export function validatorOf(name: string): Validate<never> {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const schema: object = JSON.parse(readFileSync(join(root, "schemas", `${name}.json`), "utf8"));
  const validate = compile(schema);
  compiled.set(name, validate);
  return validate;
}

export function compile(schema: object): Validate<never> {
  return Object.assign(ajv.compile<never>(schema), readingFacts(schema));
}

/** A source with its validators, as its bundle would hold them. */
export function sourceUnit(source: Source): SourceUnit {
  return unitOf(source, {
    envelope: (name) => validatorOf(`sources/${name}`),
    kind: (name, kind) => validatorOf(`sources/${name}/${fileNameOf(kind)}`),
    events: Object.fromEntries([...events.keys()].map((type) => [type, validatorOf(type)])),
  });
}
