import { Refusal } from "../api/errors.ts";
import { toLongId } from "../state/ids.ts";
import type { Field, ObjectType } from "../state/schema.ts";
import type { Org } from "../state/org.ts";
import type { Condition, Literal, Name, Operator } from "./parser.ts";
import { queryError } from "./tokens.ts";
import { type Row, type Store, type Value, valueOf } from "../state/store.ts";

/** A WHERE clause, ready to run. */
export interface Filter {
  matches(row: Row): boolean;
  /** Rows among which all matches are, found by an index; undefined when only reading all would do. */
  candidates(store: Store): ReadonlySet<Row> | undefined;
}

/** What a query's names are looked up in. */
export interface Source {
  readonly org: Org;
  readonly text: string;
  readonly type: ObjectType;
}

/** Checks the clause's fields and values against the object. */
export function compileFilter(source: Source, condition: Condition): Filter {
  switch (condition.kind) {
    case "and":
    case "or":
      return combine(
        condition.kind,
        condition.parts.map((part) => compileFilter(source, part)),
      );
    case "not": {
      const inner = compileFilter(source, condition.part);
      return { matches: (row) => !inner.matches(row), candidates: () => undefined };
    }
    default:
      return compileComparison(source, condition.field, condition.operator, condition.literals);
  }
}

/** The field of that name; Salesforce takes any case. */
export function resolveField({ org, text, type }: Source, name: Name): Field {
  const field = type.field(name.text);
  if (field !== undefined && !org.shape.isHidden(field)) return field;
  const explanation = name.text.includes(".")
    ? `Didn't understand relationship '${name.text.split(".")[0]}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`
    : `No such column '${name.text}' on entity '${type.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`;
  throw queryError("INVALID_FIELD", text, name.at, explanation);
}

/** Orders values as ORDER BY does: text in any case, ids exactly. Neither is null. */
export function compareValues(field: Field, one: Value, other: Value): number {
  const [left, right] = [comparable(field, one), comparable(field, other)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function combine(kind: "and" | "or", parts: readonly Filter[]): Filter {
  if (kind === "and") {
    return {
      matches: (row) => parts.every((part) => part.matches(row)),
      candidates: (store) => fewest(parts.map((part) => part.candidates(store)).filter((rows) => rows !== undefined)),
    };
  }
  return {
    matches: (row) => parts.some((part) => part.matches(row)),
    candidates(store) {
      const found = new Set<Row>();
      for (const part of parts) {
        const rows = part.candidates(store);
        if (rows === undefined) return undefined;
        for (const row of rows) found.add(row);
      }
      return found;
    },
  };
}

/** The most selective of several look-ups: a campaign has thousands of members, a person a few. */
function fewest(found: readonly ReadonlySet<Row>[]): ReadonlySet<Row> | undefined {
  return found.reduce<ReadonlySet<Row> | undefined>(
    (least, rows) => (least === undefined || rows.size < least.size ? rows : least),
    undefined,
  );
}

function compileComparison(source: Source, name: Name, operator: Operator, literals: readonly Literal[]): Filter {
  const { text, type } = source;
  const field = resolveField(source, name);
  if (field.filterable !== true) {
    throw queryError("INVALID_FIELD", text, name.at, `field '${field.name}' can not be filtered in a query call`);
  }
  const values = literals.map((literal) => readOperand(text, name, field, literal));
  const test = createTest(field, operator, values);
  const isLookup = operator === "=" || operator === "IN";
  return {
    matches: (row) => test(valueOf(row.fields, field)),
    candidates: (store) => (isLookup && !values.includes(null) ? lookUp(store, type, field, values) : undefined),
  };
}

function lookUp(store: Store, type: ObjectType, field: Field, values: readonly Value[]): ReadonlySet<Row> | undefined {
  if (field.type === "id") {
    return new Set(
      values.flatMap((value) => {
        const row = typeof value === "string" ? store.get(value) : undefined;
        return row?.type === type && row.fields["IsDeleted"] !== true ? [row] : [];
      }),
    );
  }
  if (!field.indexed) return undefined;
  const [first = null, ...others] = values;
  return others.length === 0
    ? store.find(type, field, first)
    : new Set(values.flatMap((value) => [...store.find(type, field, value)]));
}

/** The kind of literal that a field is compared with. */
const LITERALS: Readonly<Record<Field["kind"], Literal["kind"]>> = {
  text: "string",
  id: "string",
  other: "string",
  number: "number",
  boolean: "boolean",
  date: "date",
  datetime: "date",
};

function readOperand(text: string, name: Name, field: Field, { kind, value }: Literal): Value {
  if (kind === "null") return null;
  const wanted = LITERALS[field.kind];
  if (kind !== wanted) {
    const quoted = wanted === "string" ? "should be enclosed in quotes" : "should not be enclosed in quotes";
    const explanation = `value of filter criterion for field '${field.name}' must be of type ${wanted === "string" ? "string" : field.type} and ${quoted}`;
    throw queryError("INVALID_FIELD", text, name.at, explanation);
  }
  if (kind === "date" && Number.isNaN(Date.parse(String(value))))
    throw queryError("MALFORMED_QUERY", text, name.at, `Invalid date: ${String(value)}`);
  if (field.kind === "datetime") return new Date(String(value)).toISOString().replace("Z", "+0000");
  return field.kind === "id" ? readId(field, value) : value;
}

function readId(field: Field, value: Value): string {
  const id = toLongId(String(value));
  if (id === undefined)
    throw new Refusal("INVALID_QUERY_FILTER_OPERATOR", `invalid ID field: ${String(value)} (${field.name})`);
  return id;
}

/** A record without the value matches != and NOT IN, and none of the others but = null. */
function createTest(field: Field, operator: Operator, values: readonly Value[]): (value: Value) => boolean {
  const wanted = values.map((value) => comparable(field, value));
  const among = (value: Value) => wanted.includes(comparable(field, value));
  const first = values[0] ?? null;
  switch (operator) {
    case "=":
    case "IN":
      return among;
    case "!=":
    case "NOT IN":
      return (value) => !among(value);
    case "LIKE":
      return like(String(first));
    default:
      return (value) => value !== null && first !== null && isOrdered(operator, compareValues(field, value, first));
  }
}

function isOrdered(operator: "<" | "<=" | ">" | ">=", order: number): boolean {
  if (order === 0) return operator.endsWith("=");
  return order < 0 === operator.startsWith("<");
}

/** % is any text, _ one character; the tokenizer has left \% and \_ as they are. */
function like(pattern: string): (value: Value) => boolean {
  const source = pattern.replace(/\\([%_])|[%_]|[.*+?^${}()|[\]\\]/g, (part, literal: string | undefined) => {
    if (literal !== undefined) return literal;
    return part === "%" ? "[\\s\\S]*" : part === "_" ? "[\\s\\S]" : `\\${part}`;
  });
  const tested = new RegExp(`^${source}$`, "i");
  return (value) => typeof value === "string" && tested.test(value);
}

function comparable(field: Field, value: Value): string | number {
  if (typeof value === "string") return field.kind === "id" ? value : value.toLowerCase();
  return Number(value ?? Number.NEGATIVE_INFINITY);
}
