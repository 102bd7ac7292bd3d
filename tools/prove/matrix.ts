import type { Property } from "./breach.ts";
import type { HandlerProof, Result } from "./prove.ts";

/** The cases of one call and one disturbance, over all samples and starting states. */
export interface Cell {
  readonly ok: number;
  readonly declared: number;
  readonly failed: number;
  /** The first failing case, or else the first one. */
  readonly example: Result;
}

/** The cases of one property, by disturbance and by call. */
export interface Matrix {
  readonly property: Property;
  /** In the order in which the cases came. */
  readonly calls: readonly string[];
  readonly disturbances: readonly string[];
  cell(disturbance: string, call: string): Cell | undefined;
}

export function matricesOf({ results }: HandlerProof): Matrix[] {
  return [...Map.groupBy(results, (result) => result.case.property)].map(([property, own]) => {
    const cells = Map.groupBy(own, keyOf);
    return {
      property,
      calls: [...new Set(own.map((result) => result.case.row))],
      disturbances: [...new Set(own.map((result) => result.case.column))],
      cell: (disturbance, call) => toCell(cells.get(`${disturbance}\n${call}`) ?? []),
    };
  });
}

function keyOf({ case: { column, row } }: Result): string {
  return `${column}\n${row}`;
}

function toCell(results: readonly Result[]): Cell | undefined {
  const [first] = results;
  if (first === undefined) return undefined;
  const count = (verdict: Result["verdict"]) => results.filter((result) => result.verdict === verdict).length;
  const example =
    results.find(({ verdict }) => verdict === "failed") ?? results.find(({ story }) => story !== undefined) ?? first;
  return { ok: count("ok"), declared: count("declared"), failed: count("failed"), example };
}

/** `ok 24`, `FAIL 2`, `declared 3`: the worst of what the cell holds. */
export function spellCell(cell: Cell | undefined): string {
  if (cell === undefined) return "·";
  if (cell.failed > 0) return `FAIL ${cell.failed}`;
  return cell.declared > 0 ? `declared ${cell.declared}` : `ok ${cell.ok}`;
}
