import type { Edit, SourceFile } from "./source-file.ts";
import { childrenOf, isFunction, listOf, type Node, parseFile, partOf, walk } from "../../syntax.ts";

/** Code that runs as a whole or not at all: a statement, a branch, the expression of an arrow function. */
export interface Point {
  readonly start: number;
  readonly end: number;
}

/** Global variable in which instrumented code records its points. */
export const REACHED = "__ycatReached";

export function pointsOf({ source }: Pick<SourceFile, "source">): Point[] {
  return pointsWithin(source).map(([point]) => point);
}

/** The points with their ancestors, nearest first. */
export function pointsWithin(source: string): (readonly [Node, readonly Node[]])[] {
  return [...walk(parseFile(source))].filter(
    ([node, ancestors]) => isPoint(node, ancestors[0]) && ancestors.some(isFunction),
  );
}

function isPoint(node: Node, parent: Node | undefined): boolean {
  if (parent === undefined) return false;
  const isStatement = /Statement$|^VariableDeclaration$/.test(node.type) && node.type !== "BlockStatement";
  if (isStatement) return STATEMENTS.test(parent.type) || (LOOPS.test(parent.type) && node === partOf(parent, "body"));
  return (
    (parent.type === "ConditionalExpression" && node !== partOf(parent, "test")) ||
    (parent.type === "LogicalExpression" && node === partOf(parent, "right")) ||
    (parent.type === "ArrowFunctionExpression" && node === partOf(parent, "body") && node.type !== "BlockStatement")
  );
}

const STATEMENTS = /Block|Switch|If/;
const LOOPS = /^(?:For|While)/;

/** The file with a counter at each point, numbered from `first`. */
export function instrumented(file: SourceFile, first: number): string {
  const insertions: { readonly at: number; readonly text: string }[] = [];
  const points = pointsOf(file);
  const numbers = new Map(points.map(({ start, end }, index) => [`${start}-${end}`, first + index]));
  const visit = (node: Node) => {
    const number = numbers.get(`${node.start}-${node.end}`);
    numbers.delete(`${node.start}-${node.end}`); // without a semicolon, an expression statement has the same range as its expression
    const [before, after] = number === undefined ? ["", ""] : bracketsOf(node, number);
    if (before !== "") insertions.push({ at: node.start, text: before });
    for (const child of childrenOf(node)) visit(child);
    if (after !== "") insertions.push({ at: node.end, text: after });
  };
  visit(parseFile(file.source));
  let text = "";
  let from = 0;
  for (const { at, text: inserted } of insertions.toSorted((one, other) => one.at - other.at)) {
    text += file.source.slice(from, at) + inserted;
    from = at;
  }
  return text + file.source.slice(from);
}

/** A declaration can't be wrapped in braces, because later code needs its names. */
function bracketsOf({ type }: Node, number: number): readonly [string, string] {
  const count = `${REACHED}[${number}] = 1`;
  if (type === "VariableDeclaration") return [`${count}; `, ""];
  return type.endsWith("Statement") ? [`{ ${count}; `, " }"] : [`(${count}, `, ")"];
}

/**
 * The points a mutant depends on: the innermost around it, or else the first inside it. For code that runs when the
 * module loads, those that mention a name it defines. Empty if unknown.
 */
export function pointsNear({ source }: SourceFile, points: readonly Point[], { start, end }: Edit): number[] {
  const [around] = points
    .filter((point) => isWithin({ start, end }, point))
    .toSorted((one, other) => one.end - one.start - (other.end - other.start));
  if (around !== undefined) return [points.indexOf(around)];
  const touched = listOf(parseFile(source), "body").filter(
    (statement) => statement.start < end && statement.end > start,
  );
  const inside = points.findIndex((point) => isWithin(point, { start, end }));
  if (inside !== -1 && touched.length === 1) return [inside];
  const names = touched
    .flatMap((statement) => listOf(partOf(statement, "declaration") ?? statement, "declarations"))
    .flatMap((declaration) => nameOf(partOf(declaration, "id")));
  const speaks = (text: string) => names.some((name) => new RegExp(`\\b${name}\\b`).test(text));
  return points.flatMap((point, index) => (speaks(source.slice(point.start, point.end)) ? [index] : []));
}

function nameOf(node: Node | undefined): string[] {
  const name = node?.["name"];
  return typeof name === "string" ? [name] : [];
}

function isWithin(inner: Point, outer: Point): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
