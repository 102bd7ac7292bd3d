import type { ComponentChildren } from "preact";

export interface Column<Row> {
  readonly title: string;
  /** A track of CSS's grid: `minmax(120px, 1fr)`. */
  readonly width: string;
  readonly cell: (row: Row) => ComponentChildren;
  readonly isNumber?: boolean;
  /** Left out where the window is narrow. */
  readonly isSpare?: boolean;
}
