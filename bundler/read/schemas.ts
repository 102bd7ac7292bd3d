import { hash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { SpecificationError } from "../../functions/runtime/define/errors.ts";
import { REJECTED_TOPIC } from "../../functions/runtime/pubsub/names.ts";
import { root } from "../paths.ts";
import { parseJson } from "./json.ts";

/** A JSON Schema. Its title is the name of its TypeScript type. */
export interface JsonSchema {
  readonly title: string;
  readonly [keyword: string]: unknown;
}

export interface Schemas {
  /** By event type: schemas/EVENT.TYPE.json. */
  readonly events: ReadonlyMap<string, JsonSchema>;
  /** By source: schemas/sources/SOURCE.json, for `kind` and `handshake`. */
  readonly envelopes: ReadonlyMap<string, JsonSchema>;
  /** By source and the kind's file name: schemas/sources/SOURCE/KIND.json. */
  readonly kinds: ReadonlyMap<string, ReadonlyMap<string, JsonSchema>>;
}

/** Event types are dotted lower-case words, like form.submitted. */
export function isEventType(name: string): boolean {
  return /^[a-z][a-z0-9]*(\.[a-z][a-z0-9]*)+$/.test(name);
}

/** The file name of a kind's schema and samples: kinds may contain spaces and slashes. */
export function fileNameOf(kind: string): string {
  return kind.normalize("NFC").replaceAll(/[^\p{L}\p{N}._-]/gu, "-");
}

/**
 * @throws SpecificationError that names the file if it is not JSON, has no title of its own, or is not named after an
 * event type.
 */
export async function readSchemas(folder = join(root, "schemas")): Promise<Schemas> {
  const sources = join(folder, "sources");
  const [events, envelopes, kinds] = await Promise.all([
    readFolder(folder, "schemas"),
    readFolder(sources, "schemas/sources"),
    readKinds(sources),
  ]);
  for (const type of events.keys()) {
    if (type.endsWith(".schema"))
      throw new SpecificationError(
        `schemas/${type}.json: its name is the event type alone, ${type.slice(0, -7)}.json.`,
      );
    if (!isEventType(type)) {
      throw new SpecificationError(
        `schemas/${type}.json: an event type is dotted lower-case words, like form.submitted.`,
      );
    }
    if (type === REJECTED_TOPIC)
      throw new SpecificationError(
        `schemas/${type}.json: ${type} is the topic of refused webhooks; no event type can be called so.`,
      );
  }
  for (const [type, schema] of events) checkIsObject(`schemas/${type}.json`, schema);
  checkTitles(schemaFiles({ events, envelopes, kinds }));
  return { events, envelopes, kinds };
}

type SchemaFile = readonly [file: string, schema: JsonSchema];

/** All schemas, by their files. */
export function schemaFiles({ events, envelopes, kinds }: Schemas): SchemaFile[] {
  return [
    ...[...events].map(([type, schema]) => [`schemas/${type}.json`, schema] as const),
    ...[...envelopes].map(([source, schema]) => [`schemas/sources/${source}.json`, schema] as const),
    ...[...kinds].flatMap(([source, ofOne]) =>
      [...ofOne].map(([kind, schema]) => [`schemas/sources/${source}/${kind}.json`, schema] as const),
    ),
  ];
}

/** A hash of the schemas' content, independent of file times. */
export function hashOf(schemas: Schemas): string {
  return hash("sha256", JSON.stringify(schemaFiles(schemas)));
}

/** Event data must be an object: no source could publish anything else. */
function checkIsObject(file: string, { type }: JsonSchema): void {
  if (type !== undefined && type !== "object")
    throw new SpecificationError(`${file}: its type is ${JSON.stringify(type)}; an event's data is an "object".`);
}

/** Titles become type names in one file, so each must be unique. */
function checkTitles(schemas: readonly SchemaFile[]): void {
  const files = new Map<string, string>();
  for (const [file, { title }] of schemas) {
    if (!/^[A-Z][A-Za-z0-9]*$/.test(title) || GENERATED.has(title))
      throw new SpecificationError(`${file}: the title "${title}" can't name a type; one word like FormSubmitted can.`);
    const other = files.get(title);
    if (other !== undefined)
      throw new SpecificationError(
        `${file}: the title "${title}" is that of ${other} too; each names a type of its own.`,
      );
    files.set(title, file);
  }
}

/** Names that schemas/types.ts declares itself. */
const GENERATED: ReadonlySet<string> = new Set(["EventTypes", "SourceEnvelopes", "SourceKinds"]);

async function readKinds(folder: string): Promise<Map<string, Map<string, JsonSchema>>> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const sources = entries.map(({ name }) => name).toSorted();
  return new Map(
    await Promise.all(
      sources.map(
        async (source) => [source, await readFolder(join(folder, source), `schemas/sources/${source}`)] as const,
      ),
    ),
  );
}

const GENERATED_FILES: ReadonlySet<string> = new Set(["schemas/types.ts"]);

/** Error messages name files by their place in the repository. */
async function readFolder(folder: string, place: string): Promise<Map<string, JsonSchema>> {
  const entries = (await readdir(folder)).toSorted();
  const other = entries.find(
    (name) =>
      /\.(?:ya?ml|json5|jsonc|[cm]?[jt]s|json)$/i.test(name) &&
      !name.endsWith(".json") &&
      !GENERATED_FILES.has(`${place}/${name}`),
  );
  if (other !== undefined) throw new SpecificationError(`${place}/${other}: it is not read; schemas are .json.`);
  const files = entries.filter((file) => file.endsWith(".json"));
  return new Map(
    await Promise.all(
      files.map(
        async (file) =>
          [
            file.replace(/\.json$/, ""),
            parseSchema(`${place}/${file}`, await readFile(join(folder, file), "utf8")),
          ] as const,
      ),
    ),
  );
}

function parseSchema(file: string, text: string): JsonSchema {
  const schema = parseJson(file, text);
  if (typeof schema !== "object" || schema === null || Array.isArray(schema))
    throw new SpecificationError(`${file} is no schema: an object is expected, { "title": …, "type": "object", … }.`);
  if (!("title" in schema) || typeof schema.title !== "string") {
    throw new SpecificationError(`${file} has no title: its TypeScript type is named by it.`);
  }
  return { ...schema, title: schema.title };
}
