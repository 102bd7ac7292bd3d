import { withoutEntities } from "./entities.ts";
import { isObject } from "../objects.ts";
import type { Shape } from "./shape.ts";

/**
 * Decodes the HTML entities that a form tool put into the texts of a parsed payload. Only texts that the schema knows
 * or that are inside open objects are visited, so an e-mail's HTML, which nobody reads, costs nothing. Decodes once:
 * `&amp;lt;` becomes `&lt;`, which may be what was typed.
 */
export function asTyped(shape: Shape, value: unknown): unknown {
  if (typeof value === "string") return isText(shape) ? withoutEntities(value) : value;
  if (Array.isArray(value)) {
    const { items = OPEN } = shape;
    return value.map((item: unknown) => asTyped(items, item));
  }
  if (!isObject(value)) return value;
  const { properties } = shape;
  let typed: Record<string, unknown> | undefined;
  for (const [name, member] of Object.entries(value)) {
    const known = properties === undefined ? OPEN : Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (known === undefined || name === "__proto__") continue;
    const meant = asTyped(known, member);
    // Most values have no entities and are kept as they are.
    if (meant !== member) (typed ??= { ...value })[name] = meant;
  }
  return typed ?? value;
}

/** Shape of everything inside an object whose members the schema leaves open. */
const OPEN: Shape = { type: ["string", "object", "array"] };

function isText({ type }: Shape): boolean {
  return type === "string" || (Array.isArray(type) && type.includes("string"));
}
