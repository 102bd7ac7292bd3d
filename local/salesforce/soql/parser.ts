import { queryError, tokenize } from "./tokens.ts";
import type { Token } from "./tokens.ts";
import type { Value } from "../state/store.ts";

/** A name in the query and where it stands, for errors that point at it. */
export interface Name {
  readonly text: string;
  readonly at: number;
}

/** A value in a comparison. A date is written without quotes, and so is not a string. */
export interface Literal {
  readonly kind: "string" | "number" | "boolean" | "null" | "date";
  readonly value: Value;
}

export type Operator = "=" | "!=" | "<" | "<=" | ">" | ">=" | "LIKE" | "IN" | "NOT IN";

export type Condition =
  | { readonly kind: "and" | "or"; readonly parts: readonly Condition[] }
  | { readonly kind: "not"; readonly part: Condition }
  | {
      readonly kind: "compare";
      readonly field: Name;
      readonly operator: Operator;
      readonly literals: readonly Literal[];
    };

/** A query as it is written; whether its names exist is another question. */
export interface ParsedQuery {
  readonly text: string;
  /** Undefined for SELECT COUNT(). */
  readonly fields: readonly Name[] | undefined;
  readonly object: Name;
  readonly where: Condition | undefined;
  readonly order: readonly { readonly field: Name; readonly descending: boolean; readonly nullsLast: boolean }[];
  readonly limit: number | undefined;
  readonly offset: number;
}

interface Reader {
  readonly text: string;
  /** The token ahead. */
  peek(): Token;
  next(): Token;
  /** Takes these words if they come next, in any case. */
  accept(...words: string[]): boolean;
  expect(word: string): void;
  fail(): never;
}

/**
 * Reads SELECT fields|COUNT() FROM object [WHERE] [ORDER BY] [LIMIT] [OFFSET]. Relationships, aggregates, subqueries
 * and date literals like TODAY are not known here, and refused as malformed.
 */
export function parseQuery(text: string): ParsedQuery {
  const reader = createReader(text);
  reader.expect("SELECT");
  const fields = reader.accept("COUNT", "(", ")") ? undefined : readList(reader, readName);
  reader.expect("FROM");
  const object = readName(reader);
  const where = reader.accept("WHERE") ? readCondition(reader) : undefined;
  const order = reader.accept("ORDER", "BY") ? readList(reader, readOrder) : [];
  const limit = reader.accept("LIMIT") ? readCount(reader) : undefined;
  const offset = reader.accept("OFFSET") ? readCount(reader) : 0;
  if (reader.peek().kind !== "end") reader.fail();
  return { text, fields, object, where, order, limit, offset };
}

function createReader(text: string): Reader {
  const tokens = tokenize(text);
  const end: Token = { kind: "end", at: text.length, text: "<EOF>" };
  let position = 0;
  const peek = () => tokens[position] ?? end;
  const isWord = (token: Token | undefined, word: string) =>
    token !== undefined && token.kind !== "string" && token.text.toUpperCase() === word;
  const fail = (): never => {
    throw queryError("MALFORMED_QUERY", text, peek().at, `unexpected token: '${peek().text}'`);
  };
  const accept = (...words: string[]) => {
    if (!words.every((word, index) => isWord(tokens[position + index], word))) return false;
    position += words.length;
    return true;
  };
  return {
    text,
    peek,
    next() {
      const token = peek();
      position += 1;
      return token;
    },
    accept,
    expect(word) {
      if (!accept(word)) fail();
    },
    fail,
  };
}

const RESERVED = new Set([
  "AND",
  "OR",
  "NOT",
  "FROM",
  "WHERE",
  "ORDER",
  "LIMIT",
  "SELECT",
  "LIKE",
  "IN",
  "NULL",
  "TRUE",
  "FALSE",
  "OFFSET",
]);

function readName(reader: Reader): Name {
  const token = reader.peek();
  if (token.kind !== "name" || RESERVED.has(token.text.toUpperCase())) reader.fail();
  reader.next();
  return { text: token.text, at: token.at };
}

function readList<T>(reader: Reader, readOne: (reader: Reader) => T): T[] {
  const list = [readOne(reader)];
  while (reader.accept(",")) list.push(readOne(reader));
  return list;
}

function readOrder(reader: Reader): ParsedQuery["order"][number] {
  const field = readName(reader);
  const descending = reader.accept("DESC");
  if (!descending) reader.accept("ASC");
  const nullsLast = reader.accept("NULLS", "LAST");
  if (!nullsLast) reader.accept("NULLS", "FIRST");
  return { field, descending, nullsLast };
}

function readCount(reader: Reader): number {
  const token = reader.peek();
  if (token.kind !== "number" || !/^\d+$/.test(token.text)) return reader.fail();
  reader.next();
  return token.value;
}

/** AND and OR do not mix without parentheses. */
function readCondition(reader: Reader): Condition {
  const first = readTerm(reader);
  const kind = reader.accept("AND") ? "and" : reader.accept("OR") ? "or" : undefined;
  if (kind === undefined) return first;
  const parts = [first, readTerm(reader)];
  while (reader.accept(kind.toUpperCase())) parts.push(readTerm(reader));
  return { kind, parts };
}

function readTerm(reader: Reader): Condition {
  if (reader.accept("NOT")) return { kind: "not", part: readTerm(reader) };
  if (!reader.accept("(")) return readComparison(reader);
  const condition = readCondition(reader);
  reader.expect(")");
  return condition;
}

function readComparison(reader: Reader): Condition {
  const field = readName(reader);
  const operator = readOperator(reader);
  if (operator !== "IN" && operator !== "NOT IN")
    return { kind: "compare", field, operator, literals: [readLiteral(reader)] };
  reader.expect("(");
  const literals = readList(reader, readLiteral);
  reader.expect(")");
  return { kind: "compare", field, operator, literals };
}

function readOperator(reader: Reader): Operator {
  for (const operator of ["=", "!=", "<=", ">=", "<", ">", "LIKE", "IN"] as const) {
    if (reader.accept(operator)) return operator;
  }
  if (reader.accept("<>")) return "!=";
  return reader.accept("NOT", "IN") ? "NOT IN" : reader.fail();
}

function readLiteral(reader: Reader): Literal {
  const token = reader.next();
  if (token.kind === "string" || token.kind === "number") return { kind: token.kind, value: token.value };
  if (token.kind === "date") return { kind: "date", value: token.text };
  switch (token.text.toUpperCase()) {
    case "TRUE":
      return { kind: "boolean", value: true };
    case "FALSE":
      return { kind: "boolean", value: false };
    case "NULL":
      return { kind: "null", value: null };
    default:
      throw queryError("MALFORMED_QUERY", reader.text, token.at, `unexpected token: '${token.text}'`);
  }
}
