import { pointsWithin } from "../mutants/points.ts";
import { isFunction, listOf, type Node } from "../../syntax.ts";

/** What of a file's text has run (1) and what has not (0), character by character. A digit for each point says whether that was come to. */
export function reachedBy(source: string, digits: string): Uint8Array {
  const reached = new Uint8Array(source.length).fill(1);
  // Outer pieces come first: an inner one knows better.
  for (const [place, [point, parents]] of pointsWithin(source).entries()) {
    const [start, end] = pieceOf(point, parents);
    reached.fill(digits[place] === "1" ? 1 : 0, start, end);
  }
  return reached;
}

/** What has not run where a point was not come to: all that follows in its block; with the first of that all of it, and with a function's its head. */
function pieceOf(point: Node, [parent = point, outer]: readonly Node[]): readonly [start: number, end: number] {
  if (isFunction(parent)) return [parent.start, parent.end];
  if (parent.type === "SwitchCase") return [point.start, parent.end];
  if (parent.type !== "BlockStatement") return [point.start, point.end];
  const [first] = listOf(parent, "body");
  if (first !== point) return [point.start, parent.end - 1];
  return outer !== undefined && isFunction(outer) ? [outer.start, outer.end] : [parent.start, parent.end];
}
