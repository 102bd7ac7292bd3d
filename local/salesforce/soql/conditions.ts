import { isDateLiteral } from "./date-literals.ts";
import { readAggregate } from "./fields.ts";
import type { Condition, Literal, Operator, ParsedQuery } from "./parsed-query.ts";
import { readList } from "./reader.ts";
import type { Reader } from "./reader.ts";
import { queryError } from "./tokens.ts";

type ReadQuery = (reader: Reader) => ParsedQuery;

/** AND and OR can't be mixed without parentheses. */
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
