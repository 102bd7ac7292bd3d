import type { ComponentChildren } from "preact";

const cellClass = (isNumber: boolean | undefined) => (isNumber === true ? "grid-cell is-right" : "grid-cell");

export function Head<Row>({ columns }: { readonly columns: readonly Column<Row>[] }) {
  return (
    <div role="rowgroup" class="grid-top">
      <div class="grid-head" role="row" aria-rowindex={1}>
        {columns.map(({ title, isNumber }) => (
          <span key={title} role="columnheader" class={cellClass(isNumber)}>
            {title}
          </span>
        ))}
      </div>
    </div>
  );
}

interface BodyRowProps<Row> {
  readonly id: string;
  readonly index: number;
  /** Pixels from the top of the table's body. */
  readonly start: number;
  readonly columns: readonly Column<Row>[];
  /** Undefined until loaded. */
  readonly row: Row | undefined;
  readonly isActive: boolean;
  readonly isNew: ((row: Row) => boolean) | undefined;
  readonly onActive: () => void;
  readonly onOpen: ((row: Row) => void) | undefined;
}

export function BodyRow<Row>({ id, index, start, columns, row, isActive, isNew, onActive, onOpen }: BodyRowProps<Row>) {
  const states = [isActive && "is-active", onOpen && "opens", row !== undefined && isNew?.(row) === true && "is-new"];
  return (
    <div
      id={id}
      class={["grid-row", ...states.filter(Boolean)].join(" ")}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isActive}
      style={{ transform: `translateY(${start}px)` }}
      onClick={() => {
        onActive();
        if (row !== undefined && String(getSelection()) === "") onOpen?.(row);
      }}
    >
      {columns.map(({ title, cell, isNumber }, place) => (
        <span key={title} role={place === 0 ? "rowheader" : "gridcell"} class={cellClass(isNumber)}>
          {row === undefined ? "" : cell(row)}
        </span>
      ))}
    </div>
  );
}

export interface Column<Row> {
  readonly title: string;
  /** A CSS grid track: `minmax(120px, 1fr)`. */
  readonly width: string;
  readonly cell: (row: Row) => ComponentChildren;
  readonly isNumber?: boolean;
  /** Hidden in narrow windows. */
  readonly isSpare?: boolean;
}
