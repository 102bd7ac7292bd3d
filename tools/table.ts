/** Pads each cell to its column's width. */
export function padCells(rows: readonly (readonly string[])[]): string[][] {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, column) => Math.max(cell.length, most[column] ?? 0)),
    [],
  );
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)));
}

/** Rows as lines with aligned columns. */
export function alignRows(rows: readonly (readonly string[])[]): string[] {
  return padCells(rows).map((row) => row.join("  ").trimEnd());
}
