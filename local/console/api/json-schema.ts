/** A JSON Schema (2020-12). */
export type Schema = Readonly<Record<string, unknown>>;

/** An object's schema: members are required unless in `optional`, and no others are allowed. */
export function object(properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", properties, required, additionalProperties: false };
}

export function list(items: Schema): Schema {
  return { type: "array", items };
}

export function oneOf(...values: readonly unknown[]): Schema {
  return { enum: values };
}

export function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

export const text: Schema = { type: "string" };
export const number: Schema = { type: "number" };
export const flag: Schema = { type: "boolean" };
export const anything: Schema = {};
export const texts: Schema = list(text);
export const byName = (schema: Schema): Schema => ({ type: "object", additionalProperties: schema });
