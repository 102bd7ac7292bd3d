import { Refusal } from "../state/refusal.ts";

/** A token. `at` is its offset, from 0. */
export type Token = { readonly at: number; readonly text: string } & (
  | { readonly kind: "name" | "symbol" | "date" | "end" }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
);

const PATTERNS = [
  ["date", /\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d))?/y],
  ["number", /[+-]?\d+(?:\.\d+)?/y],
  ["name", /[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)*(?::\d+)?/y],
  ["symbol", /!=|<>|<=|>=|[=<>(),]/y],
] as const;

/** Salesforce's complete list; other sequences are errors. \_ and \% are for LIKE. */
const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  N: "\n",
  r: "\r",
  R: "\r",
  t: "\t",
  T: "\t",
  b: "\b",
  B: "\b",
  f: "\f",
  F: "\f",
  '"': '"',
  "'": "'",
  "\\": "\\",
  _: "\\_",
  "%": "\\%",
};

/** Tokenizes as Salesforce does, including escapes in strings: a badly escaped value ends its string here too. */
export function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  let at = skipSpace(query, 0);
  while (at < query.length) {
    const token = query[at] === "'" ? readString(query, at) : readPlain(query, at);
    tokens.push(token);
    at = skipSpace(query, at + token.text.length);
  }
  tokens.push({ kind: "end", at: query.length, text: "<EOF>" });
  return tokens;
}

/** A syntax error with Salesforce's pointer at the place. */
export function queryError(code: string, query: string, at: number, explanation: string): Refusal {
  return new Refusal(code, `\n${query}\n${" ".repeat(at)}^\nERROR at Row:1:Column:${at + 1}\n${explanation}`);
}

function skipSpace(query: string, from: number): number {
  let at = from;
  while (at < query.length && /\s/.test(query.charAt(at))) at += 1;
  return at;
}

function readPlain(query: string, at: number): Token {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const text = pattern.exec(query)?.[0];
    if (text === undefined) continue;
    return kind === "number" ? { kind, at, text, value: Number(text) } : { kind, at, text };
  }
  throw queryError("MALFORMED_QUERY", query, at, `unexpected token: '${query.charAt(at)}'`);
}

function readString(query: string, start: number): Token {
  let value = "";
  for (let at = start + 1; at < query.length; at += 1) {
    const character = query.charAt(at);
    if (character === "'") return { kind: "string", at: start, text: query.slice(start, at + 1), value };
    // [U] Salesforce's words.
    if (character === "\n" || character === "\r")
      throw new Refusal("MALFORMED_QUERY", "Line breaks not allowed in string literals");
    if (character !== "\\") {
      value += character;
      continue;
    }
    const [text, length] = readEscape(query, at + 1);
    value += text;
    at += length;
  }
  throw new Refusal("MALFORMED_QUERY", `line 1:${query.length} mismatched character '<EOF>' expecting '''`);
}

/** The character for an escape sequence, and the sequence's length. */
function readEscape(query: string, at: number): [text: string, length: number] {
  const letter = query.charAt(at);
  const plain = ESCAPES[letter];
  if (plain !== undefined) return [plain, 1];
  const hexadecimal = /^u[0-9A-Fa-f]{4}/.exec(query.slice(at, at + 5))?.[0].slice(1);
  if (hexadecimal !== undefined) return [String.fromCharCode(Number.parseInt(hexadecimal, 16)), 5];
  throw new Refusal(
    "MALFORMED_QUERY",
    `Invalid string literal. Illegal character sequence '\\${letter}' in string literal`,
  );
}
