import type { Shape } from "../../functions/runtime/reading/shape.ts";

/** The part of a schema that the runtime reads payloads by: types and required members. */
export function shapeOf(schema: object): Shape {
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
