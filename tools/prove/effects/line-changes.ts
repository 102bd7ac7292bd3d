/** Differing lines, with the lines above them in the hierarchy: headings and less indented lines. */
export interface LineChange {
  readonly path: readonly string[];
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

interface Line {
  readonly text: string;
  readonly path: readonly string[];
}

/** The differences between two texts, in the order of the second. */
export function lineChanges(before: string, after: string): LineChange[] {
  const [old, young] = [readLines(before), readLines(after)];
  const common = commonLengths(old, young);
  const changes: { path: readonly string[]; removed: string[]; added: string[] }[] = [];
  const changeAt = ({ path }: Line) => {
    const last = changes.at(-1);
    if (last !== undefined && last.path.join("\n") === path.join("\n")) return last;
    const change = { path, removed: [], added: [] };
    changes.push(change);
    return change;
  };
  for (let [one, other] = [0, 0]; one < old.length || other < young.length;) {
    const [was, is] = [old[one], young[other]];
    if (was !== undefined && is !== undefined && isSame(was, is)) [one, other] = [one + 1, other + 1];
    else if (
      is === undefined ||
      (was !== undefined && lengthAt(common, one + 1, other) >= lengthAt(common, one, other + 1))
    ) {
      if (was !== undefined) changeAt(was).removed.push(was.text);
      one += 1;
    } else {
      changeAt(is).added.push(is.text);
      other += 1;
    }
  }
  return changes;
}

/** The non-empty lines, each with its less indented ancestors. */
function readLines(text: string): Line[] {
  const above: { readonly indent: number; readonly text: string }[] = [];
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const heading = /^#+ /.exec(line)?.[0].length;
      const indent = heading === undefined ? 10 + line.length - line.trimStart().length : heading;
      while ((above.at(-1)?.indent ?? -1) >= indent) above.pop();
      const path = above.map((upper) => upper.text);
      above.push({ indent, text: line.replace(/^#+ /, "").trim().replace(/:$/, "") });
      return { text: line.trim(), path: path.slice(1) };
    });
}

function isSame(one: Line, other: Line): boolean {
  return one.text === other.text && one.path.join("\n") === other.path.join("\n");
}

/** The length of the longest common subsequence from each pair of positions on. */
function commonLengths(old: readonly Line[], young: readonly Line[]): number[][] {
  const lengths = Array.from({ length: old.length + 1 }, () => Array.from({ length: young.length + 1 }, () => 0));
  for (let one = old.length - 1; one >= 0; one -= 1) {
    for (let other = young.length - 1; other >= 0; other -= 1) {
      const [was, is] = [old[one], young[other]];
      const row = lengths[one];
      if (row === undefined || was === undefined || is === undefined) continue;
      row[other] = isSame(was, is)
        ? lengthAt(lengths, one + 1, other + 1) + 1
        : Math.max(lengthAt(lengths, one + 1, other), lengthAt(lengths, one, other + 1));
    }
  }
  return lengths;
}

function lengthAt(lengths: readonly (readonly number[])[], one: number, other: number): number {
  return lengths[one]?.[other] ?? 0;
}
