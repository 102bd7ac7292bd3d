import { parse } from "@babel/parser";

/** A node of a syntax tree. Its other members depend on Babel's type. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [member: string]: unknown;
}

let last: { readonly source: string; readonly program: Node } | undefined;

/** Caches the last file, because callers ask several things of one file. */
export function parseFile(source: string): Node {
  if (last?.source !== source) {
    const { program } = parse(source, { sourceType: "module", plugins: ["typescript"] });
    last = { source, program: program as unknown as Node }; // a Babel class; only its index signature is used here
  }
  return last.program;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value && "end" in value;
}

/** Child nodes in source order, without types, which are erased. */
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
