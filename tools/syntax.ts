import { parse } from "@babel/parser";

/** A node of a file's syntax tree; its other members are what Babel says of its type. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [member: string]: unknown;
}

let last: { readonly source: string; readonly program: Node } | undefined;

/** Whoever asks several things of a file asks for one file after another. */
export function parseFile(source: string): Node {
  if (last?.source !== source) {
    const { program } = parse(source, { sourceType: "module", plugins: ["typescript"] });
    last = { source, program: program as unknown as Node }; // a class of theirs, whose index signature is all that we use
  }
  return last.program;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value && "end" in value;
}

/** The nodes right below, in the order of the text; types are none, for they are erased. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const member in node) {
    const value = node[member];
    if (typeof value !== "object" || member.endsWith("omments")) continue;
    for (const one of Array.isArray(value) ? value : [value])
      if (isNode(one) && !ERASED.test(one.type)) children.push(one);
  }
  return children.sort((one, other) => one.start - other.start);
}

const ERASED = /^(TS(?!As|Satisfies|NonNull)|ImportDeclaration)/;

/** All nodes, outer ones first, each with its ancestors, nearest first. */
export function* walk(node: Node, ancestors: readonly Node[] = []): Generator<readonly [Node, readonly Node[]]> {
  yield [node, ancestors];
  for (const child of childrenOf(node)) yield* walk(child, [node, ...ancestors]);
}

export function isFunction({ type }: Node): boolean {
  return /Function|ObjectMethod|ClassMethod/.test(type);
}

/** The list of nodes that a member holds. */
export function listOf(node: Node, member: string): Node[] {
  const value = node[member];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The node that a member holds. */
export function partOf(node: Node, member: string): Node | undefined {
  const value = node[member];
  return isNode(value) ? value : undefined;
}
