import { readSchemas } from "../../../bundler/read/schemas.ts";
import { DEFAULT_MAX_BODY_BYTES } from "../../../functions/runtime/define/source.ts";
import { namesIn } from "../../../functions/runtime/reading/person-name.ts";
import { UsageError } from "../../../local/core/problems.ts";
import { nameFault, refuseMistyped, titleOf } from "../names.ts";
import { formOf, type Given, refolded, wrapped } from "../payload/given.ts";
import { guessKind, kindGiven, kindInHeaders, kindOfPayload, type KindPlace, saysInHeader } from "../payload/kind.ts";
import { keyOf, type Leaf, leavesOf, type Payload } from "../payload/leaves.ts";
import { readGiven } from "../payload/read.ts";
import { sampleOf } from "../payload/sample.ts";
import { guessedScheme, type SchemeOptions, schemeOf } from "../schemes.ts";
import { json, type Written } from "../write.ts";
import { sourceCode } from "./code.ts";
import { type Gap, gapsOf, NO_KIND } from "./gaps.ts";
import { type Asked, type Kind, kindOf } from "./kind.ts";
import { idHeaderOf, newKindsOf, type Present, presentSource, withKinds } from "./further.ts";
import { sourceTest } from "./test.ts";

const DRAFT = "https://json-schema.org/draft/2020-12/schema";

export interface SourceOptions extends SchemeOptions {
  readonly from: readonly string[];
  readonly kind?: string | undefined;
  readonly publishes?: string | undefined;
  readonly isNewType?: boolean | undefined;
}

/**
 * All files of a new source that maps such payloads; for an existing one, those of its new kinds.
 * @throws UsageError if an option can't be right
 */
export async function sourceFiles(source: string, options: SourceOptions): Promise<Written> {
  const fault = nameFault(source);
  if (fault !== undefined) throw new UsageError(fault);
  const present = await presentSource(source);
  const written = await (present === undefined ? newSource(source, options) : furtherKinds(source, present, options));
  return { ...written, notes: [...(written.notes ?? []), ...largeSamples(written.files)] };
}

function largeSamples(files: Written["files"]): string[] {
  const large = [...files].filter(
    ([file, text]) => file.startsWith("samples/webhooks/") && Buffer.byteLength(text) > DEFAULT_MAX_BODY_BYTES,
  );
  return large.map(
    ([file]) =>
      `${file} is larger than the ${DEFAULT_MAX_BODY_BYTES} bytes that a source accepts: shorten its lists and texts, or set maxBodyBytes (docs/sources.md).`,
  );
}

async function newSource(source: string, options: SourceOptions): Promise<Written> {
  const { given, known } = await readAll(options);
  const [{ body, items, headers }] = given;
  const scheme = schemeOf(options, source, headers) ?? guessedScheme(source, headers);
  const kind = kindPlaceOf(source, given, options.kind);
  const sending = { scheme, kind, body, items };
  const kinds = kindsOf(groupedBy(kind, given), { source, kind, publishes: options.publishes, known });
  const files = new Map([
    [`functions/sources/${source}.ts`, sourceCode(source, sending, kinds)],
    [`schemas/sources/${source}.json`, json(envelopeOf(source, kinds, kind))],
    ...kinds.flatMap((one) => [...schemasOfKind(source, one), ...samplesOfKind(source, one, given, kind)]),
    [`test/sources/${source}.test.ts`, sourceTest(source, kinds, sending)],
  ]);
  const { notes, idHeader } = scheme;
  const gaps = kinds.flatMap((one) => gapsOf(one, { place: kind, idHeader }));
  return {
    files,
    changed: [],
    gaps: [...(kind === undefined ? [NO_KIND] : []), ...sharedType(kinds, options), ...gaps],
    notes,
  };
}

async function furtherKinds(source: string, present: Present, options: SourceOptions): Promise<Written> {
  const { given, known } = await readAll(options);
  const payloads = given.flatMap((one) => one.payloads);
  const kind = guessKind(payloads);
  const grouped = newKindsOf(present, given);
  const kinds = kindsOf(grouped, { source, kind, publishes: options.publishes, known });
  const changed = withKinds(present, kinds);
  const samples = kinds.flatMap((one) => [
    ...schemasOfKind(source, one),
    ...samplesOfKind(source, one, given, undefined),
  ]);
  const gaps = kinds.flatMap((one) => gapsOf(one, { place: kind, idHeader: idHeaderOf(present) }));
  return {
    files: new Map([...changed, ...samples]),
    changed: [...changed.keys()],
    gaps: [...sharedType(kinds, options), ...gaps],
  };
}

/** What --publishes says may be meant for one kind alone: an opened mail is no opt-out. */
function sharedType(kinds: readonly Kind[], { publishes }: SourceOptions): Gap[] {
  const sentence = `${kinds.map(({ name }) => name).join(", ")} all publish ${publishes}, as --publishes says: delete each that means something else, with its schema, samples and row of the test.`;
  return publishes === undefined || kinds.length < 2 ? [] : [{ kind: undefined, member: "kinds", sentence }];
}

type AllGiven = readonly [Given, ...Given[]];

async function readAll({ from, publishes, isNewType }: SourceOptions) {
  const [first, ...others] = await Promise.all(from.map(readGiven));
  if (first === undefined) throw new UsageError("--from names a file with what the sender posts: JSON, or a form.");
  const odd = others.findIndex((one) => one.body !== first.body || String(one.items) !== String(first.items));
  if (odd !== -1)
    throw new UsageError(
      `--from ${from[odd + 1]}: it is posted otherwise than ${from[0]} is, as a form or as a list: one source reads one of them.`,
    );
  const { events: known } = await readSchemas();
  if (publishes !== undefined && !known.has(publishes)) refuseMistyped(publishes, [...known.keys()], isNewType);
  return { given: [first, ...others] as AllGiven, known };
}

function kindsOf(grouped: ReadonlyMap<string, readonly Payload[]>, asked: Asked): Kind[] {
  return [...grouped].map(([name, ofOne]) => kindOf(name, ofOne, asked));
}

function kindPlaceOf(source: string, given: AllGiven, said: string | undefined): KindPlace | undefined {
  const payloads = given.flatMap((one) => one.payloads);
  if (said !== undefined) return kindGiven(said, payloads);
  const [{ headers }] = given;
  return saysInHeader(source)
    ? kindInHeaders(source, headers)
    : (guessKind(payloads) ?? kindInHeaders(source, headers));
}

function groupedBy(kind: KindPlace | undefined, given: AllGiven): Map<string, Payload[]> {
  const all = given.flatMap(({ payloads, headers }) =>
    payloads.map((payload) => {
      const held = kind !== undefined && "header" in kind ? headers[kind.header] : undefined;
      return { payload, name: held ?? kindOfPayload(payload, kind) };
    }),
  );
  const grouped = Map.groupBy(all, ({ name }) => name);
  return new Map([...grouped].map(([name, ofOne]) => [name, ofOne.map(({ payload }) => payload)]));
}

/** The schema of what every webhook must have so that its kind can be read. */
function envelopeOf(source: string, [first]: readonly Kind[], kind: KindPlace | undefined): object {
  const described = { $schema: DRAFT, title: `${titleOf(source)}Envelope`, description: `A webhook of ${source}.` };
  if (kind !== undefined && "paths" in kind) return { ...described, ...holding(kind.paths) };
  const [fallback] = first?.schema.required ?? Object.keys(first?.schema.properties ?? {});
  if (fallback === undefined) return { ...described, type: "object" };
  const properties = { [fallback]: first?.schema.properties?.[fallback] };
  return { ...described, type: "object", required: [fallback], properties };
}

/** A schema that requires text at these paths. */
function holding(paths: readonly (readonly string[])[]): object {
  if (paths.some((path) => path.length === 0)) return { type: "string" };
  const members = Map.groupBy(paths, ([name = ""]) => name);
  const properties = [...members].map(([name, ofOne]) => [name, holding(ofOne.map(([, ...rest]) => rest))]);
  return { type: "object", required: [...members.keys()], properties: Object.fromEntries(properties) };
}

function schemasOfKind(source: string, { file, name, title, schema, event, ...kind }: Kind): [string, string][] {
  const described = { $schema: DRAFT, title, description: `What ${source} calls ${name}.`, ...schema };
  const own: [string, string][] = [[`schemas/sources/${source}/${file}.json`, json(described)]];
  if (!event.isNew) return own;
  return [
    ...own,
    [`schemas/${event.type}.json`, json(event.schema)],
    [
      `samples/events/${event.type}/${source}.json`,
      json(eventSample(source, { file, name, title, schema, event, ...kind })),
    ],
  ];
}

/** A kind's samples, as they are posted. */
function samplesOfKind(source: string, kind: Kind, given: AllGiven, place: KindPlace | undefined): [string, string][] {
  return kind.payloads.flatMap((payload, index): [string, string][] => {
    const { body, folded, items, around } = given.find(({ payloads }) => payloads.includes(payload)) ?? given[0];
    const name = `samples/webhooks/${source}/${kind.file}${index === 0 ? "" : `+${index + 1}`}`;
    const sample = wrapped(sampleOf(payload, kind.guess), sampleOf(around, {}), items);
    const headers: [string, string][] =
      place !== undefined && "header" in place ? [[`${name}.headers.json`, json({ [place.header]: kind.name })]] : [];
    return [
      body === "form"
        ? [`${name}.form`, `${formOf(Object(sample), folded)}\n`]
        : [`${name}.json`, json(refolded(sample, folded))],
      ...headers,
    ];
  });
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
