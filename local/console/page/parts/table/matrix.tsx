import type { Tone } from "../badge.tsx";

export interface MatrixCell {
  /** A symbol or short word. */
  readonly text: string;
  /** For screen readers and on hover. */
  readonly title: string;
  readonly tone: Tone;
  /** Shows an outdated result. */
  readonly isOld?: boolean;
  readonly onOpen?: () => void;
}

interface MatrixProps {
  readonly label: string;
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  /** Undefined if there is no such cell. */
  readonly cellAt: (row: number, column: number) => MatrixCell | undefined;
}

/** Rows by columns; cells may be buttons. */
export function Matrix({ label, columns, rows, cellAt }: MatrixProps) {
  return (
    <div class="table-frame" tabIndex={0} role="region" aria-label={label}>
      <table class="matrix">
        <thead>
          <tr>
            <td />
            {columns.map((column) => (
              <th key={column} scope="col">
                <span title={column}>{column}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row}>
              <th scope="row">
                <bdi>{row}</bdi>
              </th>
              {columns.map((column, place) => (
                <td key={column}>
                  <Cell cell={cellAt(index, place)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ cell }: { readonly cell: MatrixCell | undefined }) {
  if (cell === undefined) return null;
  const { text, tone, isOld = false, onOpen } = cell;
  const [style, title] = [`cell is-${tone}${isOld ? " is-old" : ""}`, isOld ? `${cell.title}, of before` : cell.title];
  if (onOpen === undefined)
    return (
      <span class={style} title={title}>
        <span aria-hidden="true">{text}</span>
        <span class="unseen">{title}</span>
      </span>
    );
  return (
    <button type="button" class={style} title={title} aria-label={title} onClick={onOpen}>
      {text}
    </button>
  );
}
