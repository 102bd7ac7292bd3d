import { listOf, type Node, parseFile, partOf, walk } from "../../syntax.ts";
import type { Gap } from "./gaps.ts";

/** A sentence for each gap, with the `FILE:LINE` to edit in the source as it was written. */
export function gapLines(file: string, code: string, gaps: readonly Gap[]): string[] {
  const source = sourceIn(parseFile(code));
  return gaps.map(({ kind, member, sentence }) => {
    const edited = kind === undefined ? source : eventOf(memberOf(memberOf(source, "kinds"), kind));
    const { start = 0 } = propertyOf(edited, member) ?? propertyOf(edited, "type") ?? {};
    return `${file}:${code.slice(0, start).split("\n").length}: ${sentence}`;
  });
}

/** The specification: the object that has kinds. */
function sourceIn(program: Node): Node | undefined {
  for (const [node] of walk(program)) if (propertyOf(node, "kinds") !== undefined) return node;
  return undefined;
}

/** The first event of a mapping. */
function eventOf(mapping: Node | undefined): Node | undefined {
  const list = mapping === undefined ? undefined : partOf(mapping, "body");
  return list === undefined ? undefined : listOf(list, "elements")[0];
}

function memberOf(object: Node | undefined, name: string): Node | undefined {
  const property = propertyOf(object, name);
  return property === undefined ? undefined : partOf(property, "value");
}

function propertyOf(object: Node | undefined, name: string): Node | undefined {
  if (object?.type !== "ObjectExpression") return undefined;
  return listOf(object, "properties").find(({ key }) => [Object(key).name, Object(key).value].includes(name));
}
