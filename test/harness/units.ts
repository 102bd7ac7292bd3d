import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { Source } from "../../functions/runtime/define/source.ts";
import type { SourceUnit } from "../../functions/runtime/receive/receive.ts";
import type { Validate } from "../../functions/runtime/validate.ts";
import { root } from "../../bundler/paths.ts";

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
addFormats.default(ajv);
const compiled = new Map<string, Validate>();

/** The validator of schemas/NAME.json, compiled here and now: no build is needed, and it can disagree with the build's. */
export function validatorOf(name: string): Validate {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const validate: Validate = ajv.compile(JSON.parse(readFileSync(join(root, "schemas", `${name}.json`), "utf8")));
  compiled.set(name, validate);
  return validate;
}

/** A source with its validators, as its bundle would hold them. */
export function sourceUnit(source: Source, validatePayload = validatorOf(`sources/${source.name}`)): SourceUnit {
  return {
    source,
    validatePayload,
    validateEvent: Object.fromEntries(source.events.map((type) => [type, validatorOf(type)])),
  };
}
