import type { Value } from "../state/store.ts";
import { isDateLiteral } from "./date-literals.ts";
import { readAggregate } from "./fields.ts";
import type { Selected } from "./fields.ts";
import type { ParsedQuery } from "./parser.ts";
import { readList } from "./reader.ts";
import type { Reader } from "./reader.ts";
import { queryError } from "./tokens.ts";

/** A value in a comparison. A date is written without quotes, and so is not a string; `day` is one like TODAY. */
export interface Literal {
  readonly kind: "string" | "number" | "boolean" | "null" | "date" | "day";
  readonly value: Value;
}

export type Operator = "=" | "!=" | "<" | "<=" | ">" | ">=" | "LIKE" | "IN" | "NOT IN" | "INCLUDES" | "EXCLUDES";

export type Condition =
  | { readonly kind: "and" | "or"; readonly parts: readonly Condition[] }
  | { readonly kind: "not"; readonly part: Condition }
  | {
      readonly kind: "compare";
      readonly field: Selected;
      readonly operator: Operator;
      readonly literals: readonly Literal[];
    }
  | { readonly kind: "among"; readonly field: Selected; readonly isNegated: boolean; readonly query: ParsedQuery };

type ReadQuery = (reader: Reader) => ParsedQuery;

/** AND and OR do not mix without parentheses. */
export function readCondition(reader: Reader, readQuery: ReadQuery): Condition {
  const first = readTerm(reader, readQuery);
  const kind = reader.accept("AND") ? "and" : reader.accept("OR") ? "or" : undefined;
  if (kind === undefined) return first;
  const parts = [first, readTerm(reader, readQuery)];
  while (reader.accept(kind.toUpperCase())) parts.push(readTerm(reader, readQuery));
  return { kind, parts };
}

function readTerm(reader: Reader, readQuery: ReadQuery): Condition {
  if (reader.accept("NOT")) return { kind: "not", part: readTerm(reader, readQuery) };
  if (!reader.accept("(")) return readComparison(reader, readQuery);
  const condition = readCondition(reader, readQuery);
  reader.expect(")");
  return condition;
}

const ON_LISTS: ReadonlySet<Operator> = new Set(["IN", "NOT IN", "INCLUDES", "EXCLUDES"]);

function readComparison(reader: Reader, readQuery: ReadQuery): Condition {
  const field = readAggregate(reader);
  const operator = readOperator(reader);
  if (!ON_LISTS.has(operator)) return { kind: "compare", field, operator, literals: [readLiteral(reader)] };
  reader.expect("(");
  const condition: Condition = reader.accept("SELECT")
    ? { kind: "among", field, isNegated: operator === "NOT IN", query: readQuery(reader) }
    : { kind: "compare", field, operator, literals: readList(reader, readLiteral) };
  reader.expect(")");
  return condition;
}

function readOperator(reader: Reader): Operator {
  for (const operator of ["=", "!=", "<=", ">=", "<", ">", "LIKE", "IN", "INCLUDES", "EXCLUDES"] as const) {
    if (reader.accept(operator)) return operator;
  }
  if (reader.accept("<>")) return "!=";
  return reader.accept("NOT", "IN") ? "NOT IN" : reader.fail();
}

function readLiteral(reader: Reader): Literal {
  const token = reader.next();
  if (token.kind === "string" || token.kind === "number") return { kind: token.kind, value: token.value };
  if (token.kind === "date") return { kind: "date", value: token.text };
  const word = token.text.toUpperCase();
  switch (word) {
    case "TRUE":
      return { kind: "boolean", value: true };
    case "FALSE":
      return { kind: "boolean", value: false };
    case "NULL":
      return { kind: "null", value: null };
    default:
      if (isDateLiteral(word)) return { kind: "day", value: word };
      throw queryError("MALFORMED_QUERY", reader.text, token.at, `unexpected token: '${token.text}'`);
  }
}
