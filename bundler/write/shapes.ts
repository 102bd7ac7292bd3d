import type { Shape } from "../../functions/runtime/reading/shape.ts";

/** What the runtime reads a payload by, of a schema: types, and what must be there. */
export function shapeOf(schema: object): Shape {
  const { type, required, properties, items, enum: words } = schema as Shape; // ajv has taken it for a schema
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
