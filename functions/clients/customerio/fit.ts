import type { Attributes } from "./customer-io.ts";

/** In bytes of UTF-8: https://docs.customer.io/journeys/workspace-limits/ */
const [MOST_NAME_BYTES, MOST_VALUE_BYTES] = [150, 1000];

/**
 * The values as customer.io takes them, cut at a character's border. A text that says nothing is left out: nobody has asked
 * to erase what is known.
 */
export function fit(attributes: Attributes): Record<string, string | number | boolean | null> {
  const values = Object.entries(attributes).flatMap(([name, value]): [string, string | number | boolean | null][] => {
    if (value === undefined || (typeof value === "string" && value.trim() === "")) return [];
    return [[cut(name, MOST_NAME_BYTES), typeof value === "string" ? cut(value, MOST_VALUE_BYTES) : value]];
  });
  return Object.fromEntries(values);
}

function cut(text: string, mostBytes: number): string {
  if (text.length * 3 <= mostBytes) return text;
  return text.slice(0, new TextEncoder().encodeInto(text, new Uint8Array(mostBytes)).read);
}
