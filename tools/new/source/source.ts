import { readSchemas } from "../../../bundler/read/schemas.ts";
import { namesIn } from "../../../functions/runtime/define/person-name.ts";
import { UsageError } from "../../../local/core/problems.ts";
import { nameFault, refuseMistyped, titleOf } from "../names.ts";
import { guessKind } from "../payload/guess.ts";
import { keyOf, type Leaf, leavesOf, type Payload } from "../payload/leaves.ts";
import { readPayload } from "../payload/read.ts";
import { sampleOf } from "../payload/sample.ts";
import { schemeOf } from "../schemes.ts";
import { json, type Written } from "../write.ts";
import { sourceCode } from "./code.ts";
import { type Asked, type Kind, kindOf } from "./kind.ts";
import { newKindsOf, type Present, presentSource, withKinds } from "./further.ts";
import { sourceTest } from "./test.ts";

const DRAFT = "https://json-schema.org/draft/2020-12/schema";

export interface SourceOptions {
  readonly from: readonly string[];
  readonly scheme?: string | undefined;
  readonly kind?: string | undefined;
  readonly publishes?: string | undefined;
  readonly isNewType?: boolean | undefined;
}

/**
 * All files of a source that maps such payloads; of one that is there, those of the kinds that it has not.
 * @throws UsageError where something that was given can't be.
 */
export async function sourceFiles(source: string, options: SourceOptions): Promise<Written> {
  const fault = nameFault(source);
  if (fault !== undefined) throw new UsageError(fault);
  const present = await presentSource(source);
  return present === undefined ? newSource(source, options) : furtherKinds(source, present, options);
}

async function newSource(source: string, options: SourceOptions): Promise<Written> {
  const scheme = schemeOf(options.scheme, source);
  const { payloads, known } = await readGiven(options);
  const kindMember = kindMemberOf(payloads, options.kind);
  const grouped = Map.groupBy(payloads, (payload) =>
    kindMember === undefined ? "webhook" : String(payload[kindMember]),
  );
  const kinds = kindsOf(grouped, { source, kindMember, publishes: options.publishes, known });
  const files = new Map([
    [`functions/sources/${source}.ts`, sourceCode(source, scheme, kinds, kindMember)],
    [`schemas/sources/${source}.json`, json(envelopeOf(source, kinds, kindMember))],
    ...kinds.flatMap((kind) => filesOfKind(source, kind)),
    [`test/sources/${source}.test.ts`, sourceTest(source, kinds, kindMember)],
  ]);
  return { files, changed: [] };
}

async function furtherKinds(source: string, present: Present, options: SourceOptions): Promise<Written> {
  const { payloads, known } = await readGiven(options);
  const kindMember = guessKind(payloads);
  const grouped = newKindsOf(present, payloads);
  const kinds = kindsOf(grouped, { source, kindMember, publishes: options.publishes, known });
  const changed = withKinds(present, kinds);
  const files = new Map([...changed, ...kinds.flatMap((kind) => filesOfKind(source, kind))]);
  return { files, changed: [...changed.keys()] };
}

async function readGiven({ from, publishes, isNewType }: SourceOptions) {
  if (from.length === 0) throw new UsageError("--from names a file with what the sender posts, as JSON.");
  const payloads = await Promise.all(from.map(readPayload));
  const { events: known } = await readSchemas();
  if (publishes !== undefined && !known.has(publishes)) refuseMistyped(publishes, [...known.keys()], isNewType);
  return { payloads, known };
}

function kindsOf(grouped: ReadonlyMap<string, readonly Payload[]>, asked: Asked): Kind[] {
  return [...grouped].map(([name, ofOne]) => kindOf(name, ofOne, asked));
}

function kindMemberOf(payloads: readonly Payload[], given: string | undefined): string | undefined {
  if (given === undefined) return guessKind(payloads);
  if (payloads.every((payload) => typeof payload[given] === "string")) return given;
  throw new UsageError(`--kind is "${given}", and not every payload has a text of that name.`);
}

/** What every webhook must have, for its kind to be known. */
function envelopeOf(source: string, [first]: readonly Kind[], kindMember: string | undefined): object {
  const [fallback = ""] = first?.schema.required ?? Object.keys(first?.schema.properties ?? {});
  const properties =
    kindMember === undefined
      ? { [fallback]: first?.schema.properties?.[fallback] }
      : { [kindMember]: { type: "string" } };
  return {
    $schema: DRAFT,
    title: `${titleOf(source)}Envelope`,
    description: `A webhook of ${source}.`,
    type: "object",
    required: [kindMember ?? fallback],
    properties,
  };
}

function filesOfKind(source: string, kind: Kind): [string, string][] {
  const { schema, title, event, payloads, file } = kind;
  const described = { $schema: DRAFT, title, description: `What ${source} calls ${kind.name}.`, ...schema };
  const samples = payloads.map((payload, index): [string, string] => [
    `samples/webhooks/${source}/${file}${index === 0 ? "" : `+${index + 1}`}.json`,
    json(sampleOf(payload, kind.guess)),
  ]);
  const files: [string, string][] = [[`schemas/sources/${source}/${file}.json`, json(described)], ...samples];
  if (!event.isNew) return files;
  return [
    ...files,
    [`schemas/${event.type}.json`, json(event.schema)],
    [`samples/events/${event.type}/${source}.json`, json(eventSample(source, kind))],
  ];
}

/** The event that the first sample becomes, at a time of its own. */
function eventSample(source: string, { payloads: [payload], guess, event }: Kind): object {
  const sample = sampleOf(payload ?? {}, { email: guess.email });
  const leaves = new Map(leavesOf(sample).map((leaf) => [keyOf(leaf), leaf.value]));
  const at = (leaf: Leaf | undefined) => (leaf === undefined ? undefined : leaves.get(keyOf(leaf)));
  const email = at(guess.email);
  const data = Object.assign(
    {},
    ...event.fields.map(({ name, leaf, isWholeName }) =>
      isWholeName === true ? namesIn({ name: String(at(leaf)) }) : { [name]: at(leaf) },
    ),
  );
  return {
    specversion: "1.0",
    id: `${source}_2xJ9QpZ4mVfH7tKcW1sYbN`,
    source: `/sources/${source}`,
    type: event.type,
    subject: String(email ?? at(guess.subject) ?? "all"),
    time: "2026-11-02T09:30:00.000Z",
    data: { ...(email !== undefined && { email }), ...data },
  };
}
