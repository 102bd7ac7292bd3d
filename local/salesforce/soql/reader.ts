import { queryError, tokenize } from "./tokens.ts";
import type { Token } from "./tokens.ts";

/** A name in the query and its position, for error messages. */
export interface Name {
  readonly text: string;
  readonly at: number;
}

/** A query's tokens in order. */
export interface Reader {
  readonly text: string;
  peek(): Token;
  next(): Token;
  /** Consumes these words if they come next, in any case. */
  accept(...words: string[]): boolean;
  expect(word: string): void;
  fail(): never;
}

export function createReader(text: string): Reader {
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

const RESERVED = new Set(
  "AND OR NOT FROM WHERE GROUP HAVING ORDER LIMIT SELECT LIKE IN NULL TRUE FALSE OFFSET ASC DESC NULLS".split(" "),
);

/** Whether the name of a field or object comes next. */
export function isNameNext(reader: Reader): boolean {
  const token = reader.peek();
  return token.kind === "name" && !RESERVED.has(token.text.toUpperCase());
}

export function readName(reader: Reader): Name {
  if (!isNameNext(reader)) reader.fail();
  const { text, at } = reader.next();
  return { text, at };
}

export function readList<T>(reader: Reader, readOne: (reader: Reader) => T): T[] {
  const list = [readOne(reader)];
  while (reader.accept(",")) list.push(readOne(reader));
  return list;
}

export function readCount(reader: Reader): number {
  const token = reader.peek();
  if (token.kind !== "number" || !/^\d+$/.test(token.text)) return reader.fail();
  reader.next();
  return token.value;
}
