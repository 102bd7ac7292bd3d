import type { JsonSchema, Schemas } from "../read/schemas.ts";

/** Keywords that ajv accepts but nobody can mean: a sentence for each, without the file that begins it. */
export function schemaWordFaults({ events, envelopes, kinds }: Schemas): string[] {
  return [
    ...[...events].flatMap(([type, schema]) => faultsIn(`schemas/${type}.json`, schema)),
    ...[...envelopes].flatMap(([source, schema]) => faultsIn(`schemas/sources/${source}.json`, schema)),
    ...[...kinds].flatMap(([source, ofOne]) =>
      [...ofOne].flatMap(([kind, schema]) => faultsIn(`schemas/sources/${source}/${kind}.json`, schema)),
    ),
  ];
}

function faultsIn(file: string, schema: JsonSchema): string[] {
  return [...new Set(inSchema(schema).map((fault) => `${file}: ${fault}`))];
}

function inSchema(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(inSchema);
  if (typeof schema !== "object" || schema === null) return [];
  const { pattern, properties }: { readonly pattern?: unknown; readonly properties?: object } = schema;
  return [
    ...(typeof pattern === "string" ? patternFaults(pattern) : []),
    ...Object.keys(properties ?? {})
      .filter((name) => name in Object.prototype)
      .map((name) => `a member can't be called ${name}: in JavaScript every object has one.`),
    ...Object.entries(schema).flatMap(([name, value]) => (LITERAL.has(name) ? [] : inSchema(value))),
  ];
}

/** Keywords whose values are not schemas. */
const LITERAL: ReadonlySet<string> = new Set(["const", "default", "enum", "example", "examples"]);

/** `/^a$/i`, as in code: JSON Schema would search for the slashes. */
function patternFaults(pattern: string): string[] {
  const [, inner, flags] = /^\/(.+)\/([dgimsuvy]*)$/.exec(pattern) ?? [];
  if (inner === undefined || flags === undefined || (flags === "" && inner.includes("/"))) return []; // a path
  const both = flags.includes("i") ? "; write letters of either case as [Aa]" : "";
  return [
    `the pattern ${JSON.stringify(pattern)} has slashes around it, which would have to be in the text: ${JSON.stringify(inner)} is meant${both}.`,
  ];
}
