import { withoutEntities } from "./entities.ts";
import { isObject } from "../objects.ts";
import type { Shape } from "./shape.ts";

/**
 * The texts of a payload that has been read, before a form's tool has made HTML of them: as far as its schema knows them or leaves an
 * object open, so that a mail's HTML, which nobody reads, costs nothing. Once: what was typed may look so itself, as `&lt;` in `&amp;lt;`.
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
    // Most have no entity in them, and stay what they are.
    if (meant !== member) (typed ??= { ...value })[name] = meant;
  }
  return typed ?? value;
}

/** Of what is within an object of which a schema says nothing more. */
const OPEN: Shape = { type: ["string", "object", "array"] };

function isText({ type }: Shape): boolean {
  return type === "string" || (Array.isArray(type) && type.includes("string"));
}
