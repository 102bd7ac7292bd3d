import type { Attributes } from "./customer-io.ts";

/** In bytes of UTF-8: https://docs.customer.io/journeys/workspace-limits/ */
const [MOST_NAME_BYTES, MOST_VALUE_BYTES] = [150, 1000];

/** Of each UTF-16 code unit: most text is so short that it needs no counting. */
const MOST_UNIT_BYTES = 3;

export interface Fitted {
  readonly values: Record<string, string | number | boolean | null>;
  /** What customer.io does not store, or not in full. */
  readonly unfit: readonly { readonly field: string; readonly reason: "TOO_LONG" | "NOT_A_NUMBER" }[];
}

/**
 * The values as customer.io accepts them, cut between characters. Blank text is left out, so that it does not erase a
 * known value; so are numbers that are not finite, which JSON turns into null.
 */
export function fit(attributes: Attributes): Fitted {
  const values: Fitted["values"] = {};
  const unfit: Fitted["unfit"][number][] = [];
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || (typeof value === "string" && value.trim() === "")) continue;
    const field = cut(name, MOST_NAME_BYTES);
    if (typeof value === "number" && !Number.isFinite(value)) {
      unfit.push({ field, reason: "NOT_A_NUMBER" });
      continue;
    }
    const held = typeof value === "string" ? cut(value, MOST_VALUE_BYTES) : value;
    values[field] = held;
    if (held !== value || field !== name) unfit.push({ field, reason: "TOO_LONG" });
  }
  return { values, unfit };
}

function cut(text: string, mostBytes: number): string {
  if (text.length * MOST_UNIT_BYTES <= mostBytes) return text;
  return text.slice(0, new TextEncoder().encodeInto(text, new Uint8Array(mostBytes)).read);
}
