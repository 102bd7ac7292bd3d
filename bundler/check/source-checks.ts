import { DEFAULT_MAX_BODY_BYTES, type Source } from "../../functions/runtime/define/source.ts";
import { RefusedPayloadError } from "../../functions/runtime/define/errors.ts";
import { readBody } from "../../functions/runtime/receive/body.ts";
import { readItems } from "../../functions/runtime/receive/items.ts";
import type { SourceUnit } from "../../functions/runtime/receive/unit.ts";
import { didYouMean } from "../../functions/runtime/define/nearest.ts";
import { draftFaults, whyNothing } from "./mapping-faults.ts";
import { memberFaults } from "./members.ts";
import { nameFaults, unknownEventType } from "./name-checks.ts";
import { sampleWebhook } from "../read/published.ts";
import { SOURCE_CONCURRENCY, withDefaults } from "../read/resources.ts";
import { resourceFaults } from "./resources.ts";
import { signatureFaults } from "./signature-faults.ts";
import { fileNameOf, type Schemas } from "../read/schemas.ts";
import { sourceUnit } from "../read/source-unit.ts";
import type { SourceFile } from "../read/units.ts";
import { compileValidators } from "../write/validators.ts";

const MIB = 1024 * 1024;
const MAX_BODY_BYTES = 7 * MIB;
/** An instance's memory besides bodies, and how many copies of a body exist at once: in pieces, whole, and parsed. */
const [BASE_MIB, COPIES] = [96, 3];

/** What is wrong with a source, its schemas and its samples, each in a sentence that names the file. */
export function sourceFaults(unit: SourceFile, schemas: Schemas): string[] {
  const { file, specification } = unit;
  const own = [
    ...nameFaults(specification.name, file),
    ...memberFaults(specification),
    ...resourceFaults(specification.resources),
    ...bodyFaults(specification),
    ...signatureFaults(unit),
    ...kindFaults(unit, schemas),
    ...unit.publishes.filter((type) => !schemas.events.has(type)).map((type) => unknownEventType(type, schemas)),
  ].map((fault) => `functions/sources/${file}.ts: ${fault}`);
  const others = [...schemaFaults(unit, schemas), ...missingSamples(unit)];
  // Samples are tried only once everything they need is present.
  if (own.length + others.length > 0) return [...own, ...others];
  if (unit.publishes.length === 0) return whyNothing(unit);
  const drafts = draftFaults(unit);
  return drafts.length > 0 ? drafts : sampleFaults(unit, schemas);
}

function bodyFaults({ maxBodyBytes = DEFAULT_MAX_BODY_BYTES, resources, body = "json", items = [] }: Source): string[] {
  if (!Number.isInteger(maxBodyBytes) || maxBodyBytes < 1)
    return [`maxBodyBytes is ${JSON.stringify(maxBodyBytes)}; a whole number of bytes is expected.`];
  if (!Array.isArray(items))
    return [
      `items is ${JSON.stringify(items)}; a list of the members that lead to the list is expected, as ["events"].`,
    ];
  const { memoryMiB, concurrency } = withDefaults(resources, SOURCE_CONCURRENCY);
  const most = Math.floor(((memoryMiB - BASE_MIB) * MIB) / (COPIES * maxBodyBytes));
  return [
    ...(["json", "form", "xml"].includes(body)
      ? []
      : [`body is ${JSON.stringify(body)}; json, form and xml are possible.`]),
    ...(maxBodyBytes > MAX_BODY_BYTES
      ? [`maxBodyBytes is ${maxBodyBytes}; at most ${MAX_BODY_BYTES} fit into a Pub/Sub message.`]
      : []),
    ...(concurrency > Math.max(most, 1)
      ? [
          `${concurrency} bodies of ${maxBodyBytes} bytes at once don't fit into ${memoryMiB} MiB; ${Math.max(most, 1)} do (resources.concurrency, resources.memoryMiB).`,
        ]
      : []),
  ];
}

function kindFaults({ specification }: SourceFile, schemas: Schemas): string[] {
  const kinds = Object.keys(specification.kinds);
  const known = [...(schemas.kinds.get(specification.name)?.keys() ?? [])];
  const path = `schemas/sources/${specification.name}`;
  const byFile = Map.groupBy(kinds, (kind) => fileNameOf(kind).toLowerCase());
  return [
    ...(schemas.envelopes.has(specification.name)
      ? []
      : [`${path}.json is missing: the schema of what kind and handshake read.`]),
    ...(kinds.length === 0 ? ["kinds is empty: it maps the sender's kinds onto events."] : []),
    ...(kinds.includes("__proto__") || Object.getPrototypeOf(specification.kinds) !== Object.prototype
      ? ["kinds maps __proto__, which JavaScript keeps for itself: kind() has to call it otherwise."]
      : []),
    ...kinds
      .filter((kind) => !known.includes(fileNameOf(kind)))
      .map(
        (kind) => `kinds maps "${kind}", and ${path}/${fileNameOf(kind)}.json is missing${suggestion(kind, known)}.`,
      ),
    ...[...byFile.values()]
      .filter(({ length }) => length > 1)
      .map((ofOne) => `kinds maps ${ofOne.map((kind) => `"${kind}"`).join(" and ")}, whose files would have one name.`),
  ];
}

function suggestion(kind: string, known: readonly string[]): string {
  return known.length === 0 ? "" : ` (${didYouMean(kind, known)})`;
}

function schemaFaults({ specification: { name, kinds } }: SourceFile, schemas: Schemas): string[] {
  const mapped = new Set(Object.keys(kinds).map(fileNameOf));
  return [...(schemas.kinds.get(name)?.keys() ?? [])]
    .filter((file) => !mapped.has(file))
    .map((file) => `schemas/sources/${name}/${file}.json: functions/sources/${name}.ts maps no such kind.`);
}

function missingSamples({ specification: { name, kinds }, samples }: SourceFile): string[] {
  const present = new Set(samples.map(({ kind }) => kind));
  return Object.keys(kinds)
    .filter((kind) => !present.has(fileNameOf(kind)))
    .map((kind) => `samples/webhooks/${name}/${fileNameOf(kind)}.json is missing: what the sender posts of that kind.`);
}

function sampleFaults(unit: SourceFile, schemas: Schemas): string[] {
  const tried = sourceUnit(unit.specification, compileValidators(schemas));
  return unit.samples.flatMap((sample) => {
    const webhook = sampleWebhook(unit.specification, sample);
    const fault = faultOf(tried, webhook, sample.kind);
    return fault === undefined ? [] : [`${sample.file}: ${fault}`];
  });
}

/** Why a sample is not of the kind that its file name says. */
function faultOf(unit: SourceUnit, webhook: ReturnType<typeof sampleWebhook>, expected: string): string | undefined {
  try {
    const items = readItems(unit, readBody(unit, webhook), webhook);
    const refused = items.find((item) => "error" in item);
    if (refused !== undefined) throw refused.error;
    const kinds = items.flatMap((item) => ("kind" in item ? [item.kind] : []));
    if (kinds.some((kind) => fileNameOf(kind) === expected)) return undefined;
    return `it is of the kind ${[...new Set(kinds)].map((kind) => `"${kind}"`).join(", ")}, not of that of its name.`;
  } catch (error) {
    if (!(error instanceof RefusedPayloadError)) throw error;
    const cause = error.cause instanceof Error ? ` (${error.cause.message})` : "";
    return `it would be quarantined: ${error.message}${cause}.`;
  }
}
