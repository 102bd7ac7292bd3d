import { parseTime } from "../../../functions/runtime/reading/time.ts";
import type { Guess } from "./guess.ts";
import { type Leaf, keyOf } from "./leaves.ts";

/** What an event can't do without. */
export type Needed = Pick<Guess, "email" | "time" | "id" | "subject">;

export interface Inferred {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly minLength?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Inferred>>;
  readonly items?: Inferred;
}

/**
 * The schema that these values have in common. Only what leads to what is needed is required. Everything else is a gift,
 * which refuses no webhook.
 */
export function inferSchema(values: readonly unknown[], needed: Needed = {}, path: readonly string[] = []): Inferred {
  const given: readonly unknown[] = values.filter((value) => value !== null && value !== undefined);
  const types = [...new Set(given.map(typeOf))].toSorted();
  if (types.includes("number") && types.includes("integer")) types.splice(types.indexOf("integer"), 1);
  const [only, another] = types;
  if (only === undefined) return {};
  if (another !== undefined) return types.some((type) => ["object", "array"].includes(type)) ? {} : { type: types };
  if (only === "object") return inferObject(given.map(Object), needed, path);
  if (only === "array") return { type: "array", items: inferSchema((given as unknown[][]).flat()) };
  const isHere = (leaf: Leaf | undefined) => leaf !== undefined && keyOf(leaf) === keyOf({ path });
  const isNeeded = neededIn(needed).some(isHere);
  // Samples have ids as text.
  const isId = isNeeded && !isHere(needed.time);
  if (only !== "string") return { type: isId && only === "integer" ? ["integer", "string"] : only };
  return inferText(given as string[], isNeeded);
}

/** Those that were found. */
export function neededIn({ email, time, id, subject }: Needed): Leaf[] {
  return [email, time, id, subject].filter((leaf) => leaf !== undefined);
}

function inferText(texts: readonly string[], isNeeded: boolean): Inferred {
  if (isNeeded && texts.every((text) => /^\d+$/.test(text))) return { type: ["integer", "string"] };
  const format = formatOf(texts);
  if (format !== undefined) return { type: "string", format };
  return isNeeded ? { type: "string", minLength: 1 } : { type: "string" };
}

function inferObject(values: readonly object[], needed: Needed, path: readonly string[]): Inferred {
  const names = [...new Set(values.flatMap((value) => Object.keys(value)))];
  const within = neededIn(needed).filter((leaf) => path.every((name, depth) => leaf.path[depth] === name));
  const required = names.filter((name) => within.some((leaf) => leaf.path[path.length] === name));
  const properties = names.map((name) => {
    const members = values.map((value): unknown => Reflect.get(value, name));
    return [name, inferSchema(members, needed, [...path, name])] as const;
  });
  return {
    type: "object",
    ...(required.length > 0 && { required }),
    ...(names.length > 0 && { properties: Object.fromEntries(properties) }),
  };
}

/** None for addresses, because users may type spaces around theirs. The event's own e-mail is read without them. */
function formatOf(texts: readonly string[]): string | undefined {
  if (texts.every((text) => /\D/.test(text) && parseTime(text) !== undefined)) return "date-time";
  return texts.every((text) => /^https?:\/\/\S+$/.test(text) && URL.canParse(text)) ? "uri" : undefined;
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}
