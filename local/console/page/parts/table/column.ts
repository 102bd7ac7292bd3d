import type { ComponentChildren } from "preact";

export interface Column<Row> {
  readonly title: string;
  /** A CSS grid track: `minmax(120px, 1fr)`. */
  readonly width: string;
  readonly cell: (row: Row) => ComponentChildren;
  readonly isNumber?: boolean;
  /** Hidden in narrow windows. */
  readonly isSpare?: boolean;
}
