import type { Event } from "../../functions/runtime/define/handler.ts";
import type { Source } from "../../functions/runtime/define/source.ts";
import { parseJson } from "../../functions/runtime/reading/json.ts";
import { parseForm } from "../../functions/runtime/receive/form.ts";
import type { SourceUnit } from "../../functions/runtime/receive/unit.ts";
import { parseXml } from "../../functions/runtime/receive/xml.ts";
import type { Validate } from "../../functions/runtime/validate.ts";

/** The parser for each `body` of a source; a bundle includes only the one it needs. */
const PARSERS = {
  json: { parse: parseJson, file: "functions/runtime/reading/json.ts" },
  form: { parse: parseForm, file: "functions/runtime/receive/form.ts" },
  xml: { parse: parseXml, file: "functions/runtime/receive/xml.ts" },
};

export function parserOf({ body = "json" }: Source): (typeof PARSERS)[keyof typeof PARSERS] {
  return PARSERS[body];
}

/** Where a source's validators come from. Each throws or returns one for an existing schema. */
export interface Validators {
  readonly envelope: (source: string) => Validate<never>;
  readonly kind: (source: string, kind: string) => Validate<never>;
  /** By event type. */
  readonly events: Readonly<Record<string, Validate<Event["data"]>>>;
}

/** A source as its bundle holds it, for use without a bundle: by the build itself, replays and tests. */
export function sourceUnit(source: Source, { envelope, kind, events }: Validators): SourceUnit {
  return {
    source,
    parse: parserOf(source).parse,
    validateEnvelope: envelope(source.name),
    validateKind: Object.fromEntries(Object.keys(source.kinds).map((name) => [name, kind(source.name, name)])),
    validateEvent: events,
    unordered: [], // only bundles need this optimisation
  };
}
