import type { SourceFile } from "../../points/source-file.ts";
import type { Mutant } from "../mutant.ts";
import { isFunction, listOf, type Node, parseFile, partOf, walk } from "../../../syntax.ts";

/** Mutants of steps: one left out, not awaited or too early, and one side of `??` left out. */
export function stepMutants({ file, source }: SourceFile): Mutant[] {
  const text = ({ start, end }: Node) => source.slice(start, end);
  return [...walk(parseFile(source))].flatMap(([node]) => {
    const mutant = (rule: string, replacement: string, { start, end }: Pick<Node, "start" | "end"> = node): Mutant => ({
      file,
      rule,
      start,
      end,
      replacement,
    });
    if (node.type === "ExpressionStatement") {
      const awaited = awaitedBy(partOf(node, "expression"));
      return awaited === undefined
        ? []
        : [mutant("StepRemoved", ";"), mutant("AwaitRemoved", `void ${text(awaited)};`)];
    }
    if (node.type === "LogicalExpression" && node["operator"] === "??") {
      const sides = [partOf(node, "left"), partOf(node, "right")].filter((side) => side !== undefined);
      return sides.map((side) => mutant("NullishSide", `(${text(side)})`));
    }
    return listOf(node, "body").flatMap((second, index, body) => {
      const first = body[index - 1];
      if (first === undefined || !areSwappable(first, second, text(second))) return [];
      const between = source.slice(first.end, second.start);
      const range = { start: first.start, end: second.end };
      return [mutant("StepsSwapped", text(second) + between + text(first), range)];
    });
  });
}

function awaitedBy(expression: Node | undefined): Node | undefined {
  return expression?.type === "AwaitExpression" ? partOf(expression, "argument") : undefined;
}

/** Both are awaited, and the second does not use a name that the first defines. */
function areSwappable(first: Node, second: Node, secondText: string): boolean {
  if (!waits(first) || !waits(second)) return false;
  const made = listOf(first, "declarations")
    .flatMap((declaration) => [...walk(partOf(declaration, "id") ?? declaration)])
    .map(([node]) => node)
    .filter(({ type }) => type === "Identifier")
    .map((node) => String(node["name"]));
  return !made.some((name) => new RegExp(`\\b${name.replace("$", "\\$")}\\b`).test(secondText));
}

function waits(statement: Node): boolean {
  return [...walk(statement)].some(
    ([node, ancestors]) => node.type === "AwaitExpression" && !ancestors.some(isFunction),
  );
}
