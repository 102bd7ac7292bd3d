import type { Shape } from "../../functions/runtime/reading/shape.ts";

/** Facts about a schema that accompany its validator. */
export function readingFacts(schema: object) {
  return { names: new Set(namesIn(schema)), shape: shapeOf(schema) };
}

/** All member names in a schema, at any depth. */
function namesIn(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { properties, required } = schema as { properties?: object; required?: unknown };
  const own = [...Object.keys(properties ?? {}), ...(Array.isArray(required) ? required.map(String) : [])];
  return [...new Set([...own, ...Object.values(schema).flatMap(namesIn)])].toSorted();
}

/** The part of a schema that the runtime reads payloads by: types and required members. */
function shapeOf(schema: object): Shape {
  const { type, required, properties, items, enum: words } = schema as Shape; // ajv has accepted it as a schema
  return {
    ...(type !== undefined && { type }),
    ...(required !== undefined && { required }),
    ...(properties !== undefined && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, member]) => [name, shapeOf(member)])),
    }),
    ...(items !== undefined && { items: shapeOf(items) }),
    ...(words !== undefined && { enum: words }),
  };
}
