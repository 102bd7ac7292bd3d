import type { Field } from "../state/schema.ts";
import type { Value } from "../state/store.ts";
import type { Operator } from "./parsed-query.ts";

/** A value, or a period from the first to before the second time. */
export type Operand = Value | readonly [from: string, to: string];

/** A null matches != and NOT IN, and otherwise only = null. */
export function createTest(field: Field, operator: Operator, operands: readonly Operand[]): (value: Value) => boolean {
  const [first = null] = operands;
  switch (operator) {
    case "=":
    case "IN":
      return amongOf(field, operands);
    case "!=":
    case "NOT IN": {
      const among = amongOf(field, operands);
      return (value) => !among(value);
    }
    case "LIKE":
      return like(String(first));
    case "INCLUDES":
      return includes(operands);
    case "EXCLUDES": {
      const isIncluded = includes(operands);
      return (value) => !isIncluded(value);
    }
    default:
      return ordered(field, operator, first);
  }
}

/** A column of ORDER BY, read from a record or from a group of records. */
interface Ordering<Item> {
  readonly field: Field;
  readonly descending: boolean;
  readonly nullsLast: boolean;
  read(item: Item): Value;
}

/** Compares by the first column that differs. Nulls come first in both directions, unless the query says NULLS LAST. */
export function compareBy<Item>(orderings: readonly Ordering<Item>[], one: Item, other: Item): number {
  for (const { field, read, descending, nullsLast } of orderings) {
    const [left, right] = [read(one), read(other)];
    if (left === null && right === null) continue;
    if (left === null || right === null) return (left === null) === nullsLast ? 1 : -1;
    const difference = compareValues(field, left, right);
    if (difference !== 0) return descending ? -difference : difference;
  }
  return 0;
}

/** Text ignoring case, ids exactly. Nulls must be handled before. */
export function compareValues(field: Field, one: Value, other: Value): number {
  const [left, right] = [comparable(field, one), comparable(field, other)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

export function isRange(operand: Operand): operand is readonly [from: string, to: string] {
  return typeof operand === "object" && operand !== null;
}

function amongOf(field: Field, operands: readonly Operand[]): (value: Value) => boolean {
  const ranges = operands.filter(isRange);
  const wanted = operands.flatMap((operand) => (isRange(operand) ? [] : [comparable(field, operand)]));
  // A semi-join may have thousands.
  const values = wanted.length > 8 ? new Set(wanted) : undefined;
  return (value) => {
    const own = comparable(field, value);
    if (values === undefined ? wanted.includes(own) : values.has(own)) return true;
    return ranges.some(([from, to]) => typeof value === "string" && value >= from && value < to);
  };
}

/** A period: < means before its beginning, > after its end. */
function ordered(field: Field, operator: "<" | "<=" | ">" | ">=", operand: Operand): (value: Value) => boolean {
  if (operand === null) return () => false;
  const isBefore = operator.startsWith("<");
  if (isRange(operand)) {
    const edge = isBefore === operator.endsWith("=") ? operand[1] : operand[0];
    return (value) => typeof value === "string" && value < edge === isBefore;
  }
  return (value) => {
    if (value === null) return false;
    const order = compareValues(field, value, operand);
    return order === 0 ? operator.endsWith("=") : order < 0 === isBefore;
  };
}

/** % stands for any text, _ for one character; the tokenizer has kept \% and \_. */
function like(pattern: string): (value: Value) => boolean {
  const source = pattern.replace(/\\([%_])|[%_]|[.*+?^${}()|[\]\\]/g, (part, literal: string | undefined) => {
    if (literal !== undefined) return literal;
    if (part === "%") return "[\\s\\S]*";
    return part === "_" ? "[\\s\\S]" : `\\${part}`;
  });
  const tested = new RegExp(`^${source}$`, "i");
  return (value) => typeof value === "string" && tested.test(value);
}

/** Multi-select picklists: contains all values of any operand such as `A;B`. */
function includes(operands: readonly Operand[]): (value: Value) => boolean {
  const wanted = operands.map((operand) => String(operand).toLowerCase().split(";"));
  return (value) => {
    const chosen = String(value ?? "")
      .toLowerCase()
      .split(";");
    return wanted.some((all) => all.every((one) => chosen.includes(one)));
  };
}

function comparable({ kind }: Field, value: Value): string | number {
  if (typeof value === "string") return kind === "id" ? value : value.toLowerCase();
  return Number(value ?? Number.NEGATIVE_INFINITY);
}
