import type { Edit } from "../points/source-file.ts";
import { applied } from "./mutant.ts";

/** The mutant as a unified diff of its file, with one line of context. */
export function diffOf(source: string, edit: Edit): string[] {
  const [before, after] = [source.split("\n"), applied(source, edit).split("\n")];
  const head = commonLines(before, after);
  const tail = commonLines(before.slice(head).toReversed(), after.slice(head).toReversed());
  const removed = before.slice(head, before.length - tail);
  const added = after.slice(head, after.length - tail);
  const context = (index: number) => (before[index] === undefined ? [] : [` ${before[index]}`]);
  return [
    `@@ -${head + 1},${removed.length} +${head + 1},${added.length} @@`,
    ...(head > 0 ? context(head - 1) : []),
    ...shorten(changes(removed, added)),
    ...context(before.length - tail),
  ];
}

function commonLines(one: readonly string[], other: readonly string[]): number {
  const index = one.findIndex((line, at) => line !== other[at]);
  return index === -1 ? Math.min(one.length, other.length) : index;
}

/** Omits common lines in between, so that a moved line shows as one removal and one addition. */
function changes(removed: readonly string[], added: readonly string[]): string[] {
  const [first, ...rest] = removed;
  if (first === undefined) return added.map((line) => `+${line}`);
  const again = added.indexOf(first);
  const isShared = again !== -1 && !added.slice(0, again).some((line) => rest.includes(line));
  if (!isShared) return [`-${first}`, ...changes(rest, added)];
  return [...added.slice(0, again).map((line) => `+${line}`), ` ${first}`, ...changes(rest, added.slice(again + 1))];
}

const MOST_UNCHANGED = 3;

/** Shows a long move by its ends only. */
function shorten(lines: readonly string[]): string[] {
  const isNear = (index: number) =>
    lines.slice(Math.max(0, index - 1), index + 2).some((line) => !line.startsWith(" ")) ||
    lines.length <= MOST_UNCHANGED;
  return lines.flatMap((line, index) => (isNear(index) ? [line] : isNear(index - 1) ? [" …"] : []));
}
