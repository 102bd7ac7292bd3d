import { RefusedPayloadError } from "../../functions/runtime/define/errors.ts";
import { ourWordFor } from "../../functions/runtime/reading/labels.ts";
import { wordsFor } from "../../functions/runtime/reading/other-words.ts";
import type { Event } from "../../functions/runtime/define/handler.ts";
import { readBody } from "../../functions/runtime/receive/body.ts";
import { readItems } from "../../functions/runtime/receive/items.ts";
import { isOpen } from "../../functions/runtime/receive/radar.ts";
import type { SourceUnit } from "../../functions/runtime/receive/unit.ts";
import { likeliest } from "../../functions/runtime/define/nearest.ts";
import { sampleWebhook } from "../read/published.ts";
import type { Schemas } from "../read/schemas.ts";
import type { Sample } from "../read/samples.ts";
import { sourceUnit } from "../read/source-unit.ts";
import type { SourceFile } from "../read/units.ts";
import { compileValidators } from "../write/validators.ts";

/**
 * Members of event data that a mapping makes of its samples but the event's schema does not know: no handler sees them,
 * and tsc says nothing unless `data` is written in place. A sentence each. Senders who use our own words may send
 * anything.
 */
export function unknownMembers({ file, specification, samples }: SourceFile, schemas: Schemas): string[] {
  const unit = sourceUnit(specification, compileValidators(schemas));
  const sentences = samples.flatMap((sample) =>
    eventsOf(unit, sample).flatMap(({ type, data }) => {
      const { properties = {}, additionalProperties } = Object(schemas.events.get(type));
      if (additionalProperties !== undefined) return [];
      const known = Object.keys(properties);
      const unknown = Object.keys(data).filter((name) => !known.includes(name));
      return unknown.map(
        (name) =>
          `functions/sources/${file}.ts: data.${name} is not in schemas/${type}.json${suggestion(name, known)}: no handler sees it. ${type} comes from ${sample.file}.`,
      );
    }),
  );
  const ofMember = (sentence: string) => sentence.replace(/: no handler sees it\. .*/, "");
  return [...new Map(sentences.toReversed().map((sentence) => [ofMember(sentence), sentence])).values()].toReversed();
}

/** Refusals are another check's business. */
function eventsOf(unit: SourceUnit, sample: Sample): readonly Event[] {
  const webhook = sampleWebhook(unit.source, sample);
  try {
    const items = readItems(unit, readBody(unit, webhook), webhook);
    return items.flatMap((item) => ("kind" in item && !speaksOurWords(unit, item.kind) ? item.events : []));
  } catch (error) {
    if (error instanceof RefusedPayloadError) return [];
    throw error;
  }
}

function speaksOurWords({ validateKind }: SourceUnit, kind: string): boolean {
  return isOpen(validateKind[kind]?.shape ?? {});
}

function suggestion(name: string, known: readonly string[]): string {
  const near = likeliest(name, [...known, ...known.flatMap(wordsFor)]);
  if (near === undefined) return "";
  const own = known.includes(near) ? near : ourWordFor(near);
  return own === undefined || !known.includes(own) ? "" : ` (did you mean "${own}"?)`;
}
