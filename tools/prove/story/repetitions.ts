const MOST_ALIKE = 5;

/** Shortens runs of consecutive blocks that differ only in numbers: keeps the first two and the last. */
export function withoutRepetitions(blocks: readonly (readonly string[])[], indent: string): string[] {
  const runs: (readonly string[])[][] = [];
  for (const block of blocks) {
    const run = runs.at(-1);
    if (run?.[0] !== undefined && plain(run[0]) === plain(block)) run.push(block);
    else runs.push([block]);
  }
  return runs.flatMap((run) => {
    if (run.length <= MOST_ALIKE) return run.flat();
    return [...run.slice(0, 2).flat(), `${indent}… ${run.length - 3} more like these`, ...run.slice(-1).flat()];
  });
}

function plain(block: readonly string[]): string {
  return block.join("\n").replaceAll(/\d+/g, "0");
}
