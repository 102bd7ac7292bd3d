import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { BodyRow, Head, type Column } from "./grid-rows.tsx";
import { ROW_HEIGHT, useRowsInSight } from "./rows-in-sight.ts";
import { createSlots } from "./slots.ts";

interface VirtualTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** Of all rows, loaded or not. */
  readonly count: number;
  readonly rowAt: (index: number) => Row | undefined;
  readonly keyOf: (row: Row) => string;
  /** If rows can be opened. */
  readonly onOpen?: (row: Row) => void;
  /** Rows up to this index are visible and must be loaded. */
  readonly onSight?: (last: number) => void;
  /** How many rows have arrived at the top, to keep the position of readers who have scrolled down. */
  readonly added?: number;
  readonly isNew?: (row: Row) => boolean;
}

/** A table of any length that renders only visible rows. Arrow keys move, Enter opens. */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { label, count, rowAt, onOpen, onSight, added = 0 } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const [active, setActive] = useState<number>();
  const isNarrow = useIsNarrow();
  const columns = props.columns.filter(({ isSpare }) => !isNarrow || isSpare !== true);
  const { items, height, show, isScrolled } = useRowsInSight(scroller, count);
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onSight?.(last), [last, count]);
  useTracks(scroller, columns);
  useStay(scroller, isScrolled, added, setActive);
  const slots = useState(createSlots)[0](items.map(({ index }) => keyAt(props, index)));
  const press = (event: KeyboardEvent) => {
    const to = moveBy(event.key, active, count, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1);
    const row = active === undefined ? undefined : rowAt(active);
    if (to !== undefined) {
      setActive(to);
      show(to);
    } else if (event.key === "Enter" && row !== undefined && event.target === scroller.current) onOpen?.(row);
    else return;
    event.preventDefault();
  };
  return (
    <div
      class="grid"
      role="grid"
      aria-label={label}
      aria-rowcount={count + 1}
      aria-activedescendant={active === undefined ? undefined : `${id}-${active}`}
      tabIndex={0}
      ref={scroller}
      onKeyDown={press}
    >
      <Head columns={columns} />
      <div class="grid-body" role="rowgroup" style={{ height: `${height}px` }}>
        {items.map(({ index, start }, place) => (
          <BodyRow
            key={slots[place]}
            {...{ id: `${id}-${index}`, index, start, columns, onOpen }}
            row={rowAt(index)}
            isActive={index === active}
            isNew={props.isNew}
            onActive={() => setActive(index)}
          />
        ))}
      </div>
    </div>
  );
}

function keyAt<Row>({ rowAt, keyOf }: VirtualTableProps<Row>, index: number): string {
  const row = rowAt(index);
  return row === undefined ? `unknown ${index}` : keyOf(row);
}

/** Set by script: the style sheet can't know the columns, and the CSP forbids style attributes. */
function useTracks(scroller: { current: HTMLElement | null }, columns: readonly { readonly width: string }[]): void {
  const tracks = columns.map(({ width }) => width).join(" ");
  useLayoutEffect(() => scroller.current?.style.setProperty("--columns", tracks), [tracks]);
}

function useStay(
  scroller: { current: HTMLElement | null },
  isScrolled: () => boolean,
  added: number,
  setActive: (change: (before: number | undefined) => number | undefined) => void,
): void {
  const before = useRef(added);
  useLayoutEffect(() => {
    const more = added - before.current;
    before.current = added;
    if (more <= 0) return;
    setActive((active) => (active === undefined ? undefined : active + more));
    if (scroller.current !== null && isScrolled()) scroller.current.scrollTop += more * ROW_HEIGHT;
  }, [added]);
}

const narrow = matchMedia("(max-width: 900px)");

function useIsNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(narrow.matches);
  useEffect(() => {
    const listener = () => setNarrow(narrow.matches);
    narrow.addEventListener("change", listener);
    return () => narrow.removeEventListener("change", listener);
  }, []);
  return isNarrow;
}

/** The row that a key moves to; undefined for other keys. */
function moveBy(key: string, active: number | undefined, count: number, page: number): number | undefined {
  if (count === 0) return undefined;
  const to = targetOf(key, active ?? -1, count, Math.max(1, page));
  return to === undefined ? undefined : Math.min(count - 1, Math.max(0, to));
}

function targetOf(key: string, active: number, count: number, page: number): number | undefined {
  switch (key) {
    case "ArrowDown":
      return active + 1;
    case "ArrowUp":
      return active - 1;
    case "PageDown":
      return active + page;
    case "PageUp":
      return active - page;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
