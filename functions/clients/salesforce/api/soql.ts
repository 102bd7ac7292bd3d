/**
 * SOQL with its values quoted: `` soql`SELECT Id FROM Lead WHERE Email = ${email}` ``. A list becomes `('a','b')` and
 * must not be empty. Also for queries through jsforce, whose own builder escapes quotes but not backslashes, so that an
 * e-mail could inject SOQL.
 */
export function soql(texts: TemplateStringsArray, ...values: readonly (string | readonly string[])[]): string {
  return texts.reduce((query, text, index) => query + literal(values[index - 1] ?? "") + text);
}

function literal(value: string | readonly string[]): string {
  return typeof value === "string" ? quoted(value) : `(${value.map(quoted).join(",")})`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "'": "\\'",
  '"': '\\"',
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\b": "\\b",
  "\f": "\\f",
};

function quoted(value: string): string {
  // A URL can't contain a lone surrogate.
  return `'${value.toWellFormed().replaceAll(/[\\'"\n\r\t\b\f]/g, (character) => ESCAPES[character] ?? "")}'`;
}

/** An id takes 27 bytes of a query's URL, and Salesforce allows 16 KB: this many take 5 KB. */
const MOST_IDS = 200;

/** Chunks of as many items as one query, or one write of many records, may name. */
export function inChunks<Item>(items: readonly Item[], most = MOST_IDS): Item[][] {
  const chunks = Math.ceil(items.length / most);
  return Array.from({ length: chunks }, (_, index) => items.slice(index * most, (index + 1) * most));
}

/** Salesforce accepts URLs of 16,384 bytes including headers, and a query's URL contains more than its list. */
const MOST_LIST_BYTES = 14_000;

/** Chunks of as many values as a list in one query's URL may hold, however long their literals are. */
export function inLists<Value>(
  values: readonly Value[],
  literalOf = (value: Value) => quoted(String(value)),
): Value[][] {
  const lists: Value[][] = [];
  let room = 0;
  for (const value of values) {
    // In a URL, apostrophes and the comma take three bytes each.
    const size = encodeURIComponent(literalOf(value)).replaceAll("'", "%27").length + 3;
    if (size > room) {
      lists.push([]);
      room = MOST_LIST_BYTES;
    }
    lists.at(-1)?.push(value);
    room -= size;
  }
  return lists;
}
