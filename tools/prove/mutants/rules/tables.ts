import type { SourceFile } from "../../points/source-file.ts";
import type { Mutant } from "../mutant.ts";
import { childrenOf, isFunction, listOf, type Node, parseFile, partOf, walk } from "../../../syntax.ts";

/** Mutants of lists and objects: an entry left out, or in the wrong list. */
export function tableMutants({ file, source }: SourceFile): Mutant[] {
  const program = parseFile(source);
  const nodes = [...walk(program)];
  const removed = nodes
    .filter(([node, ancestors]) => !isSaid(node, ancestors))
    .flatMap(([node]) => entriesOf(node))
    .map((entry) => ({ file, rule: "EntryRemoved", ...withComma(source, entry), replacement: "" }));
  return [...removed, ...movedEntries(file, source, nodes)];
}

/** Entries, if there are several: a single one Stryker removes by emptying the whole. */
function entriesOf(node: Node): Node[] {
  const member = node.type === "ObjectExpression" ? "properties" : node.type === "ArrayExpression" ? "elements" : "";
  const entries = listOf(node, member);
  return entries.length > 1 ? entries : [];
}

/** Part of an error's message or reason, or of a log line, which only people read. */
function isSaid(node: Node, ancestors: readonly Node[]): boolean {
  return [node, ...ancestors].some((one) => {
    const callee = partOf(one, "callee");
    const name = String(callee?.["name"] ?? partOf(callee ?? one, "property")?.["name"]);
    return (
      /^(NewExpression|CallExpression)$/.test(one.type) && /Error$|^(debug|info|warning|error|logAnswer)$/.test(name)
    );
  });
}

function withComma(source: string, { start, end }: Node): { readonly start: number; readonly end: number } {
  const comma = /^\s*,[^\S\n]*/.exec(source.slice(end))?.[0] ?? "";
  return { start, end: end + comma.length };
}

/** For string lists at module level: each entry moved to the next list, the last list's to the first. */
function movedEntries(file: string, source: string, nodes: readonly (readonly [Node, readonly Node[]])[]): Mutant[] {
  const lists = nodes
    .filter(([, ancestors]) => !ancestors.some(isFunction))
    .map(([node]) => node)
    .filter((node) => node.type === "ArrayExpression" && childrenOf(node).every(({ type }) => type === "StringLiteral"))
    .filter((node) => childrenOf(node).length > 0);
  if (lists.length < 2) return [];
  return lists.flatMap((list, index) =>
    childrenOf(list).map((entry): Mutant => {
      const target = lists[(index + 1) % lists.length] ?? list;
      const [gone, at] = [withComma(source, entry), target.start + 1];
      const text = `${source.slice(entry.start, entry.end)}, `;
      const [start, end] = [Math.min(gone.start, at), Math.max(gone.end, at)];
      const replacement = at > gone.start ? source.slice(gone.end, at) + text : text + source.slice(at, gone.start);
      return { file, rule: "EntryMoved", start, end, replacement };
    }),
  );
}
