import { useEffect, useRef } from "preact/hooks";
import type { HandlerBoard } from "../../../contract/proof.ts";
import { caseOf, type Counts, STATES, sumOf } from "./cells.ts";
import type { ProofState } from "./use-proof.ts";

/** The cell of a case: over all samples and starting states. */
export interface Cell {
  /** The pattern of its cases' names, for the prover; "" if there is none. */
  readonly match: string;
  /** Undefined if nothing is proved yet. */
  readonly counts: Counts | undefined;
  /** For a failing case, the shortest with the same cause. */
  readonly failing: string | undefined;
  /** Its handler was rebuilt since it was proved. */
  readonly isOld: boolean;
  /** Changes whenever the known results are of another build. */
  readonly build: string;
}

/** Proves the cell again whenever its handler is rebuilt, so that an open view turns red or green. */
export function useCell(handler: string, name: string, { view, isUnderWay, prove }: ProofState): Cell {
  const own = view.answer?.handlers.find((one) => one.handler === handler);
  const [place = "", disturbance = ""] = name.split(" · ").slice(3, 5);
  const match = [place, disturbance].filter(Boolean).join(" · ");
  const cells = (own?.cells ?? []).filter((one) => one.property !== STATES && isAt(one, place, disturbance));
  const isOld = cells.some((one) => one.isOld);
  const proved = useRef("");
  const asked = useRef("");
  if (own !== undefined && !isOld && !isUnderWay) proved.current = own.built;
  useEffect(() => {
    if (own === undefined || !isOld || isUnderWay || asked.current === own.built) return;
    asked.current = own.built;
    prove({ handler, case: match });
  }, [own?.built, isOld, isUnderWay]);
  const red = cells.find(({ failed }) => failed > 0);
  return {
    match,
    counts: cells.length === 0 ? undefined : sumOf(cells),
    failing: own === undefined || red === undefined ? undefined : caseOf(red, own),
    isOld,
    build: proved.current,
  };
}

/** An operation called several times has a cell per call. */
function isAt(cell: HandlerBoard["cells"][number], place: string, disturbance: string): boolean {
  return cell.disturbance === disturbance && (cell.place === place || cell.place.startsWith(`${place} · `));
}
