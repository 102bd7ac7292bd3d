import { parseExpression } from "@babel/parser";

/** A node of an expression's syntax tree; its other members are what Babel says of its type. */
interface Node {
  readonly type: string;
  readonly loc?: { readonly start: { readonly line: number } } | null;
  readonly [member: string]: unknown;
}

/** Input that is not JSON, with the line of the error. */
export class LiteralError extends Error {
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.name = "LiteralError";
    this.line = line;
  }
}

/** Babel on more than one expression. */
const MORE = "Unexpected parseExpression() input";

/** Precedes the value in a copied line of code. Blanks of the same number keep line numbers right. */
const DECLARED =
  /^\s*(?:export\s+default|module\.exports\s*=|(?:const|let|var)\s+\w+(?:\s*:\s*\w+)?\s*=|\w+\s*=)(?=\s*[[{])/;

/** Words of JavaScript and Python. */
const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["True", true],
  ["False", false],
  ["None", null],
  ["undefined", undefined],
  ["NaN", null],
]);

/**
 * Parses JSON as people copy it: with comments, extra commas, unquoted names, single or typographic quotes, and
 * Python's words.
 * @throws LiteralError
 */
export function literalIn(text: string): unknown {
  const plain = text
    .replaceAll(/[“”„]/g, '"')
    .replace(DECLARED, (declaration) => declaration.replaceAll(/\S/g, " "))
    .replace(/;\s*$/, "");
  try {
    return valueOf(parseExpression(plain) as unknown as Node); // a Babel class; only its index signature is used here
  } catch (error) {
    if (error instanceof LiteralError) throw error;
    const { message = "", loc }: { message?: string; loc?: { line: number } } = Object(error);
    throw new LiteralError(
      message.startsWith(MORE)
        ? "something follows the value"
        : message.replace(/ \(\d+:\d+\)$/, "").replace(/\.$/, ""),
      loc?.line ?? 1,
    );
  }
}

function valueOf(node: Node): unknown {
  const { type, value, name } = node;
  if (type === "NullLiteral") return null;
  if (["StringLiteral", "NumericLiteral", "BooleanLiteral"].includes(type)) return value;
  if (type === "Identifier" && WORDS.has(String(name))) return WORDS.get(String(name));
  if (type === "ArrayExpression") return nodesIn(node, "elements").map(valueOf); // without what is missing between two commas
  if (type === "ObjectExpression") return Object.fromEntries(nodesIn(node, "properties").map(memberOf));
  if (type === "UnaryExpression" && node["operator"] === "-") return -Number(valueOf(nodeIn(node, "argument")));
  const [quasi, another] = type === "TemplateLiteral" ? nodesIn(node, "quasis") : [];
  if (quasi !== undefined && another === undefined) return Object(quasi["value"]).cooked;
  const what =
    type === "Identifier" ? `${String(name)} is a name, and no value` : "there is code where a value is expected";
  throw new LiteralError(what, lineOf(node));
}

function memberOf(property: Node): [string, unknown] {
  if (property.type !== "ObjectProperty" || property["computed"] === true || property["shorthand"] === true)
    throw new LiteralError(`a name and its value are expected${dotted(property)}`, lineOf(property));
  const key = nodeIn(property, "key");
  const name = key.type === "Identifier" ? key["name"] : valueOf(key);
  return [String(name), valueOf(nodeIn(property, "value"))];
}

function dotted({ type }: Node): string {
  return type === "SpreadElement" ? ", not dots in the place of what was left out" : "";
}

function nodesIn(node: Node, member: string): Node[] {
  return (node[member] as (Node | null)[]).filter((one) => one !== null); // according to Babel's types
}

function nodeIn(node: Node, member: string): Node {
  return node[member] as Node; // according to Babel's types
}

function lineOf({ loc }: Node): number {
  return loc?.start.line ?? 1;
}
