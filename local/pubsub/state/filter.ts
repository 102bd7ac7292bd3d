import { invalid } from "./status.ts";

/** Whether a message with these attributes matches. */
export type Filter = (attributes: Readonly<Record<string, string>>) => boolean;

const MAX_BYTES = 256;
const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*")|([A-Za-z_][\w-]*)|(!=|[-():.,=]))\s*/y;

/**
 * Compiles a subscription's filter: attributes:KEY, attributes.KEY = "VALUE", attributes.KEY != "VALUE", and
 * hasPrefix(attributes.KEY, "PREFIX"), with NOT, AND, OR and parentheses, which mixing AND and OR requires.
 * https://cloud.google.com/pubsub/docs/subscription-message-filter
 */
export function readFilter(text: string): Filter {
  if (text === "") return () => true;
  if (Buffer.byteLength(text) > MAX_BYTES)
    throw invalid(`The filter is too long: it may have ${MAX_BYTES} bytes at most.`);
  const reader = new FilterReader(text);
  const filter = reader.expression();
  reader.end();
  return filter;
}

class FilterReader {
  readonly #text: string;
  readonly #tokens: readonly string[];
  #next = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  expression(): Filter {
    const terms = [this.#term()];
    const operator = this.#peek();
    if (operator !== "AND" && operator !== "OR") return terms[0] ?? this.#fail();
    while (this.#takes(operator)) terms.push(this.#term());
    return operator === "AND"
      ? (attributes) => terms.every((term) => term(attributes))
      : (attributes) => terms.some((term) => term(attributes));
  }

  end(): void {
    if (this.#peek() !== undefined) this.#fail();
  }

  #term(): Filter {
    if (this.#takes("NOT") || this.#takes("-")) {
      const negated = this.#term();
      return (attributes) => !negated(attributes);
    }
    if (this.#takes("(")) {
      const inner = this.expression();
      this.#expect(")");
      return inner;
    }
    return this.#takes("hasPrefix") ? this.#prefix() : this.#comparison();
  }

  #prefix(): Filter {
    this.#expect("(", "attributes", ".");
    const key = this.#key();
    this.#expect(",");
    const prefix = this.#value();
    this.#expect(")");
    return (attributes) => attributes[key]?.startsWith(prefix) === true;
  }

  #comparison(): Filter {
    this.#expect("attributes");
    if (this.#takes(":")) {
      const wanted = this.#key();
      return (attributes) => attributes[wanted] !== undefined;
    }
    this.#expect(".");
    const key = this.#key();
    const isNegated = this.#takes("!=");
    if (!isNegated) this.#expect("=");
    const value = this.#value();
    return (attributes) => (attributes[key] === value) !== isNegated;
  }

  #key(): string {
    const key = this.#take() ?? this.#fail();
    return key.startsWith('"') ? unquoted(key) : key;
  }

  #value(): string {
    const value = this.#take();
    return value?.startsWith('"') === true ? unquoted(value) : this.#fail();
  }

  #peek(): string | undefined {
    return this.#tokens[this.#next];
  }

  #take(): string | undefined {
    this.#next += 1;
    return this.#tokens[this.#next - 1];
  }

  #takes(token: string): boolean {
    if (this.#peek() !== token) return false;
    this.#next += 1;
    return true;
  }

  #expect(...tokens: readonly string[]): void {
    if (!tokens.every((token) => this.#takes(token))) this.#fail();
  }

  #fail(): never {
    throw unreadable(this.#text);
  }
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  const token = new RegExp(TOKEN);
  while (token.lastIndex < text.length) {
    const [, quoted, word, sign] = token.exec(text) ?? [];
    const found = quoted ?? word ?? sign;
    if (found === undefined) throw unreadable(text);
    tokens.push(found);
  }
  return tokens;
}

function unquoted(text: string): string {
  return text.slice(1, -1).replaceAll(/\\(.)/g, "$1");
}

const unreadable = (text: string) => invalid(`The filter '${text}' can't be read.`);
