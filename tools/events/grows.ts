import { nextVersion } from "../../bundler/check/name-checks.ts";
import { SpecificationError } from "../../functions/runtime/define/errors.ts";
import type { Shape } from "../../functions/runtime/reading/shape.ts";

export interface Schema extends Shape {
  readonly [keyword: string]: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

/** Whether the new limit admits everything that the earlier one did. */
const LIMITS: Readonly<Record<string, (before: number, after: number) => boolean>> = {
  maxLength: (before, after) => after >= before,
  maximum: (before, after) => after >= before,
  maxItems: (before, after) => after >= before,
  minLength: (before, after) => after <= before,
  minimum: (before, after) => after <= before,
  minItems: (before, after) => after <= before,
};
const RULES = ["pattern", "format", "const", "multipleOf"];

/**
 * Ways in which a released schema has become stricter or dropped something, one sentence each. What was valid must stay
 * valid, since messages wait and dead letters are replayed.
 */
export function shrinkings(before: Schema, after: Schema, place = ""): string[] {
  const where = place === "" ? "the data" : `"${place}"`;
  const types = (schema: Schema) => [schema.type ?? []].flat();
  const lost = types(before).filter(
    (type) => !types(after).includes(type) && !(type === "integer" && types(after).includes("number")),
  );
  return [
    ...(lost.length > 0 && types(after).length > 0 ? [`${where} can be no ${lost.join(", ")} any more`] : []),
    ...(types(before).length === 0 && types(after).length > 0
      ? [`${where} must be ${types(after).join(" or ")} now`]
      : []),
    ...(after.required ?? [])
      .filter((name) => before.required?.includes(name) !== true)
      .map((name) => `"${join(place, name)}" is required now`),
    ...enumFaults(before, after, where),
    ...limitFaults(before, after, where),
    ...Object.entries(before.properties ?? {}).flatMap(([name, member]) => {
      const now = after.properties?.[name];
      return now === undefined ? [`"${join(place, name)}" is gone`] : shrinkings(member, now, join(place, name));
    }),
    ...(before.items !== undefined && after.items !== undefined
      ? shrinkings(before.items, after.items, `${place}[]`)
      : []),
  ];
}

function enumFaults(before: Schema, after: Schema, where: string): string[] {
  if (after.enum === undefined) return [];
  const words = after.enum.map((word) => JSON.stringify(word));
  if (before.enum === undefined) return [`${where} must be one of ${words.join(", ")} now`];
  const gone = before.enum.map((word) => JSON.stringify(word)).filter((word) => !words.includes(word));
  return gone.length > 0 ? [`${where} can't be ${gone.join(", ")} any more`] : [];
}

function limitFaults(before: Schema, after: Schema, where: string): string[] {
  const limits = Object.entries(LIMITS).filter(([name, holds]) => {
    const [was, is] = [before[name], after[name]];
    return typeof is === "number" && (typeof was !== "number" || !holds(was, is));
  });
  const rules = RULES.filter((name) => name in after && JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return [...limits.map(([name]) => name), ...rules].map((name) => `${where} has another ${name}`);
}

function join(place: string, name: string): string {
  return place === "" ? name : `${place}.${name}`;
}

/** @throws SpecificationError with a sentence for each released event type that does not only grow */
export function checkGrowth(before: ReadonlyMap<string, Schema>, after: ReadonlyMap<string, Schema>): void {
  const faults = [...before].flatMap(([type, schema]) => {
    const now = after.get(type);
    if (now === undefined) return []; // npm run retire reports what would be lost
    return shrinkings(schema, now).map(
      (fault) =>
        `schemas/${type}.json: ${fault}. A released schema only grows: make another event type, ${nextVersion(type)}.`,
    );
  });
  if (faults.length > 0) throw new SpecificationError(faults.join("\n"));
}
