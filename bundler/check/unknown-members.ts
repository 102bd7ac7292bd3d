import { RefusedPayloadError } from "../../functions/runtime/define/errors.ts";
import { ourWordFor, wordsFor } from "../../functions/runtime/define/own-words.ts";
import type { Event } from "../../functions/runtime/define/handler.ts";
import { readBody } from "../../functions/runtime/receive/body.ts";
import { readItems } from "../../functions/runtime/receive/items.ts";
import { isOpen } from "../../functions/runtime/receive/radar.ts";
import type { SourceUnit } from "../../functions/runtime/receive/unit.ts";
import { likeliest } from "../nearest.ts";
import { sampleWebhook } from "../read/published.ts";
import type { Schemas } from "../read/schemas.ts";
import type { Sample } from "../read/samples.ts";
import { sourceUnit } from "../read/source-unit.ts";
import type { SourceFile } from "../read/units.ts";
import { compileValidators } from "../write/validators.ts";

/**
 * Members of events' data that a mapping makes of its samples, and the event's schema does not know: no handler has them, and tsc says
 * nothing where `data` is not written in its place. A sentence each. A sender who speaks in our words may say what it likes.
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
          `functions/sources/${file}.ts: data.${name} is nothing that schemas/${type}.json knows${meant(name, known)}: no handler has it. ${type} is made so of ${sample.file}.`,
      );
    }),
  );
  const ofMember = (sentence: string) => sentence.replace(/: no handler has it\. .*/, "");
  return [...new Map(sentences.toReversed().map((sentence) => [ofMember(sentence), sentence])).values()].toReversed();
}

/** What is refused is another check's. */
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

function meant(name: string, known: readonly string[]): string {
  const others = known.flatMap(wordsFor);
  const near = likeliest(name, [...known, ...others]);
  const own = near === undefined ? undefined : known.includes(near) ? near : ourWordFor(near);
  return own === undefined || !known.includes(own) ? "" : ` (did you mean "${own}"?)`;
}
