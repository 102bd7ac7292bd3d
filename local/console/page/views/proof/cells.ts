import type { HandlerBoard, ProofCell } from "../../../contract/proof.ts";
import type { MatrixCell } from "../../parts/table/matrix.tsx";

export type Counts = Pick<ProofCell, "ok" | "declared" | "failed">;

/** Samples by starting states, over all properties. */
export const STATES = "states";

/** Shown first. */
const FAULTS = "faults";

/** In order of appearance, but faults first and the samples by states last. */
export function propertiesOf(cells: readonly ProofCell[]): string[] {
  const placeOf = (property: string) => Number(property === STATES) - Number(property === FAULTS);
  return [...new Set(cells.map(({ property }) => property))].sort((one, other) => placeOf(one) - placeOf(other));
}

export function sumOf(cells: readonly Counts[]): Counts {
  const sum = (key: keyof Counts) => cells.reduce((total, cell) => total + cell[key], 0);
  return { ok: sum("ok"), declared: sum("declared"), failed: sum("failed") };
}

/** A symbol that is clear without colour, and its description. */
export function signOf(counts: Counts, what: string): Pick<MatrixCell, "text" | "title" | "tone"> {
  const { declared, failed } = counts;
  const title = `${what}: ${countsOf(counts)}`;
  if (failed > 0) return { text: `✕${failed}`, title, tone: "bad" };
  if (declared > 0) return { text: `~${declared}`, title, tone: "warn" };
  return { text: "✓", title, tone: "good" };
}

/** `1 fail, 2 declared, 40 ok` */
export function countsOf({ ok, declared, failed }: Counts): string {
  return [
    ...(failed > 0 ? [`${failed} fail`] : []),
    ...(declared > 0 ? [`${declared} declared`] : []),
    `${ok} ok`,
  ].join(", ");
}

/** The case that a cell opens; for a failing one, the shortest with the same cause. */
export function caseOf({ example, kind }: ProofCell, { kinds }: Pick<HandlerBoard, "kinds">): string {
  return kinds.find((one) => kind !== undefined && one.kind === kind)?.case ?? example;
}
