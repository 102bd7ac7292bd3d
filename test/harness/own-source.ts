import { Ajv2020 } from "ajv/dist/2020.js";
import type { Source } from "../../functions/runtime/define/source.ts";
import type { SourceUnit } from "../../functions/runtime/receive/unit.ts";
import type { Validate } from "../../functions/runtime/validate.ts";
import app from "../../functions/sources/app.ts";
import { formats } from "../../bundler/write/formats.ts";
import { sourceUnit } from "../../bundler/read/source-unit.ts";
import { readingFacts } from "../../bundler/write/reading-facts.ts";
import { validatorOf } from "./units.ts";

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, formats });

function compile(schema: object): Validate<never> {
  return Object.assign(ajv.compile<never>(schema), readingFacts(schema));
}

/** A sender that signs as app does, and posts something else. */
export function ownSource(
  changes: Partial<Source>,
  { envelope = {}, kinds = {} }: { envelope?: object; kinds?: Readonly<Record<string, object>> } = {},
): SourceUnit {
  const source: Source = {
    ...app,
    name: "vendor",
    headers: [],
    kind: ({ type }: { type: string }) => type,
    ...changes,
  };
  return sourceUnit(source, {
    envelope: () => compile(envelope),
    kind: (_name, kind) => compile(kinds[kind] ?? {}),
    events: { "contact.unsubscribed": validatorOf("contact.unsubscribed") },
  });
}
