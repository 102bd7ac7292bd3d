import type { Result } from "../story/result.ts";
import type { HandlerProof } from "../run/proof.ts";
import type { Property } from "../finding.ts";

/** The cases of one place and one disturbance, over all samples and starting states. */
export interface Cell {
  readonly ok: number;
  readonly declared: number;
  readonly failed: number;
  /** The first failing case, or else the first with a story. */
  readonly example: Result;
}

/** The cases of one property, by disturbance and place. */
export interface Matrix {
  readonly property: Property;
  /** In the order of the cases. */
  readonly places: readonly string[];
  readonly disturbances: readonly string[];
  cell(disturbance: string, place: string): Cell | undefined;
}

/** One matrix for each property that has cases. */
export function matricesOf(results: HandlerProof["results"]): Matrix[] {
  return [...Map.groupBy(results, (result) => result.case.property)].map(([property, own]) => {
    const cells = Map.groupBy(own, ({ case: { disturbance, place } }) => `${disturbance}\n${place}`);
    return {
      property,
      places: [...new Set(own.map((result) => result.case.place))],
      disturbances: [...new Set(own.map((result) => result.case.disturbance))],
      cell: (disturbance, place) => toCell(cells.get(`${disturbance}\n${place}`) ?? []),
    };
  });
}

function toCell(results: readonly Result[]): Cell | undefined {
  const [first] = results;
  if (first === undefined) return undefined;
  const example =
    results.find(({ verdict }) => verdict === "failed") ?? results.find(({ story }) => story !== undefined) ?? first;
  return { ...countVerdicts(results), example };
}

export function countVerdicts(results: readonly Result[]): Record<Result["verdict"], number> {
  const count = (verdict: Result["verdict"]) => results.filter((result) => result.verdict === verdict).length;
  return { ok: count("ok"), declared: count("declared"), failed: count("failed") };
}

/** `ok 24`, `FAIL 2`, `declared 3`: the worst verdict in the cell, and its count. */
export function spellCell(cell: Cell | undefined): string {
  if (cell === undefined) return "·";
  if (cell.failed > 0) return `FAIL ${cell.failed}`;
  return cell.declared > 0 ? `declared ${cell.declared}` : `ok ${cell.ok}`;
}
