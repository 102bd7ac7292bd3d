import { pointsWithin } from "../points/points.ts";
import { isFunction, listOf, type Node } from "../../syntax.ts";

/** Marks each character of the source as run (1) or not (0). `digits` has one digit per point: 1 if reached. */
export function reachedBy(source: string, digits: string): Uint8Array {
  const reached = new Uint8Array(source.length).fill(1);
  // Outer pieces come first, so that inner ones overwrite them.
  for (const [place, [point, parents]] of pointsWithin(source).entries()) {
    const [start, end] = pieceOf(point, parents);
    reached.fill(digits[place] === "1" ? 1 : 0, start, end);
  }
  return reached;
}

/**
 * The code that did not run if this point was not reached: the rest of its block, the whole block if the point is its
 * first statement, and for a function also its signature.
 */
function pieceOf(point: Node, [parent = point, outer]: readonly Node[]): readonly [start: number, end: number] {
  if (isFunction(parent)) return [parent.start, parent.end];
  if (parent.type === "SwitchCase") return [point.start, parent.end];
  if (parent.type !== "BlockStatement") return [point.start, point.end];
  const [first] = listOf(parent, "body");
  if (first !== point) return [point.start, parent.end - 1];
  return outer !== undefined && isFunction(outer) ? [outer.start, outer.end] : [parent.start, parent.end];
}
