import type { HandlerView, ProofCell } from "../../../proof-contract.ts";
import type { MatrixCell } from "../../parts/table/matrix.tsx";

export type Counts = Pick<ProofCell, "ok" | "declared" | "failed">;

/** Of samples by starting states, over all properties. */
export const STATES = "states";

/** In the order in which they came, the samples by states last. */
export function propertiesOf(cells: readonly ProofCell[]): string[] {
  const all = [...new Set(cells.map(({ property }) => property))];
  return [...all.filter((property) => property !== STATES), ...all.filter((property) => property === STATES)];
}

export function sumOf(cells: readonly Counts[]): Counts {
  const sum = (key: keyof Counts) => cells.reduce((total, cell) => total + cell[key], 0);
  return { ok: sum("ok"), declared: sum("declared"), failed: sum("failed") };
}

/** A sign that says it without colour, and the words. */
export function signOf({ ok, declared, failed }: Counts, what: string): Pick<MatrixCell, "text" | "title" | "tone"> {
  const counts = [
    ...(failed > 0 ? [`${failed} fail`] : []),
    ...(declared > 0 ? [`${declared} declared`] : []),
    `${ok} ok`,
  ].join(", ");
  const title = `${what}: ${counts}`;
  if (failed > 0) return { text: `✕${failed}`, title, tone: "bad" };
  if (declared > 0) return { text: `~${declared}`, title, tone: "warn" };
  return { text: "✓", title, tone: "good" };
}

/** The case that a cell opens: of one that fails, the shortest that shows the same mistake. */
export function caseOf({ example, kind }: ProofCell, { kinds }: Pick<HandlerView, "kinds">): string {
  return kinds.find((one) => kind !== undefined && one.kind === kind)?.case ?? example;
}
