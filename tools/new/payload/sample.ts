import { openStrangers } from "../../../local/console/send/strangers.ts";
import { type Leaf, type Payload } from "./leaves.ts";
import type { Guess } from "./guess.ts";

/**
 * The payload as a sample: `{{id}}` and `{{now}}` where each webhook has its own, and no address, name or number of anybody's.
 */
export function sampleOf(payload: Payload, { id, time, email }: Guess): unknown {
  const strangers = openStrangers();
  if (email !== undefined) strangers.value(String(email.value)); // the first is Ada
  const replace = (value: unknown, path: readonly string[]): unknown => {
    if (isAt(id, path)) return "{{id}}";
    if (isAt(time, path)) return now(value);
    if (Array.isArray(value)) return value.map((item) => replace(item, [...path, "-"]));
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([name, member]) => [name, replace(member, [...path, name])]),
      );
    return typeof value === "string" ? strangers.value(value, path.at(-1)) : value;
  };
  return replace(payload, []);
}

function isAt(leaf: Leaf | undefined, path: readonly string[]): boolean {
  return leaf !== undefined && leaf.path.length === path.length && leaf.path.every((name, at) => name === path[at]);
}

function now(value: unknown): string {
  if (typeof value === "string" && /\D/.test(value)) return "{{now}}";
  return Number(value) < 1e11 ? "{{now:s}}" : "{{now:ms}}";
}
