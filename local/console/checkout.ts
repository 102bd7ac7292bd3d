import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../../bundler/paths.ts";
import { fileNameOf, hashOf, readSchemas } from "../../bundler/read/schemas.ts";
import { sourceUnit } from "../../bundler/read/source-unit.ts";
import type { ManifestFunction } from "../../bundler/write/manifest.ts";
import {
  envelopeValidator,
  eventValidator,
  eventValidatorsIn,
  kindValidator,
  validatorsPath,
} from "../../bundler/write/validators.ts";
import type { Source } from "../../functions/runtime/define/source.ts";
import type { SourceUnit } from "../../functions/runtime/receive/unit.ts";
import type { Validate } from "../../functions/runtime/validate.ts";
import { UsageError } from "../core/problems.ts";

/** The checkout's sources and validators, loaded on first use by a quarantined webhook or dead letter. */
export interface Checkout {
  /** Undefined if there is no such source. */
  source(name: string): Promise<SourceUnit | undefined>;
  /** Validates an event type's data; undefined if there is no such type. */
  validateEvent(type: string): Promise<Validate | undefined>;
}

/** Default places in the checkout. */
const paths = { validators: validatorsPath, schemas: join(root, "schemas"), sources: join(root, "functions/sources") };

interface Functions {
  readonly functions: Readonly<Record<string, Pick<ManifestFunction, "kind">>>;
}

export function openCheckout({ functions }: Functions, { validators: path, schemas, sources } = paths): Checkout {
  let validators: Promise<Readonly<Record<string, Validate<never>>>> | undefined;
  const load = () => (validators ??= loadValidators(path, schemas));
  return {
    async source(name) {
      // Checked against the manifest first, since the name comes from a message and becomes a path.
      if (!Object.hasOwn(functions, name) || functions[name]?.kind !== "source") return undefined;
      return readUnit(join(sources, `${name}.ts`), await load());
    },
    validateEvent: async (type) => (await load())[eventValidator(type)],
  };
}

async function readUnit(path: string, validators: Readonly<Record<string, Validate<never>>>): Promise<SourceUnit> {
  const { default: source }: { default: Source } = await import(pathToFileURL(path).href);
  const validator = (name: string) => {
    const validate = validators[name];
    if (validate === undefined)
      throw new UsageError(`The last build does not know all of the source ${source.name}: run npm run build.`);
    return validate;
  };
  return sourceUnit(source, {
    envelope: (name) => validator(envelopeValidator(name)),
    kind: (name, kind) => validator(kindValidator(name, fileNameOf(kind))),
    events: eventValidatorsIn(validators),
  });
}

/** Changed schemas take effect once they are built: an outdated build is refused. */
async function loadValidators(path: string, folder: string): Promise<Readonly<Record<string, Validate<never>>>> {
  if (!existsSync(path)) throw new UsageError(`${path} is missing: run npm run build.`);
  const { schemas, ...validators } = await import(pathToFileURL(path).href);
  if (schemas !== hashOf(await readSchemas(folder)))
    throw new UsageError("schemas/ has changed since the last build: run npm run build.");
  return validators;
}
