import type { Event } from "../../../functions/runtime/define/handler.ts";
import type { Validate } from "../../../functions/runtime/validate.ts";
import { sampled, seededRandom, seedOf } from "../../seeded-random.ts";
import { memberOf } from "../../json.ts";
import { leavesIn, type Path, replaced } from "./leaves.ts";
import { type Drawing, isKept, listWith, variantOf, withData } from "./variant.ts";

/**
 * A second event about the same thing as the first: id-like values are copied from `first`, all others change,
 * including enum values and booleans. Undefined if that equals the event's variant, or if the types differ and share no
 * id.
 */
export function siblingOf(first: Event, event: Event, drawing: Drawing & { readonly mark: string }): Event | undefined {
  const { validate, words, mark } = drawing;
  const variant = variantOf(event, drawing);
  const isOneThing = [...leavesIn(event.data)].some(
    ({ path, value }) => isIdLike(path, value) && memberOf(first.data, ...path) !== undefined,
  );
  if (first.type !== event.type && !isOneThing) return undefined;
  let data: unknown = variant.data;
  for (const { path, value } of leavesIn(event.data)) {
    if (typeof value !== "boolean" && isKept(value, event.subject)) continue;
    const random = seededRandom(seedOf(1, `${mark} ${path.join(".")}`));
    const isOfList = memberOf(data, ...path) === value;
    const others = isIdLike(path, value)
      ? [memberOf(first.data, ...path)]
      : sampled(isOfList ? alternatives(validate, words, { data, path }) : [], Infinity, random);
    const found = others
      .filter((other) => other !== undefined && other !== memberOf(data, ...path))
      .map((other) => replaced(data, path, other))
      .find((said) => validate(said));
    data = found ?? data;
  }
  return data === variant.data ? undefined : withData(event, data);
}

const NAME = /(?:^id|_id|I[dD]|^key|_key|Key|_?[uU]uid|_number|Number|_ref|Ref)$/;
const FEWEST_CHARACTERS = 6;

/** Id-like by name, or by form: one word of letters with digits that is no date. */
export function isIdLike(path: Path, value: unknown): boolean {
  if (typeof value === "boolean" || value === null) return false;
  const name = path.findLast((step) => typeof step === "string") ?? "";
  if (NAME.test(name)) return true;
  return typeof value === "string" && value.length >= FEWEST_CHARACTERS && /^[a-z][\w:.-]*\d[\w:.-]*$/i.test(value);
}

/** Other values allowed in a place that takes one of a few. */
function alternatives(
  validate: Validate,
  words: Drawing["words"],
  { data, path }: { readonly data: unknown; readonly path: Path },
): readonly unknown[] {
  const value = memberOf(data, ...path);
  if (typeof value === "boolean") return [!value];
  return listWith(words, value) ?? allowedAt(validate, data, path);
}

/** All values that the schema's enum allows in that place. Empty if it has no enum. */
export function allowedAt(validate: Validate, data: unknown, path: Path): readonly unknown[] {
  validate(replaced(data, path, `no ${String(memberOf(data, ...path))}`));
  const allowed = validate.errors?.[0]?.params?.["allowedValues"];
  return Array.isArray(allowed) ? allowed : [];
}
