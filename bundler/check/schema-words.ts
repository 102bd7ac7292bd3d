import { schemaFiles, type Schemas } from "../read/schemas.ts";

/** Keywords that ajv accepts but nobody can mean: a sentence for each, which begins with the file. */
export function schemaWordFaults(schemas: Schemas): string[] {
  const faults = schemaFiles(schemas).flatMap(([file, schema]) => inSchema(schema).map((fault) => `${file}: ${fault}`));
  return [...new Set(faults)];
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
    `the pattern ${JSON.stringify(pattern)} has slashes around it, which would have to be in the text: write ${JSON.stringify(inner)}${both}.`,
  ];
}
