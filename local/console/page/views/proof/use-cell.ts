import { useEffect, useRef } from "preact/hooks";
import type { HandlerView } from "../../../contract/proof.ts";
import { caseOf, type Counts, STATES, sumOf } from "./cells.ts";
import type { ProofState } from "./use-proof.ts";

/** The cell that a case is one of: over all samples and starting states. */
export interface Cell {
  /** What names its cases, as the prover is asked for them; empty where nothing does. */
  readonly match: string;
  /** Undefined where nothing is proved of it yet. */
  readonly counts: Counts | undefined;
  /** Of a case that fails, the shortest that shows its mistake. */
  readonly failing: string | undefined;
  /** Its handler was built anew since it was proved. */
  readonly isOld: boolean;
  /** Changes when what is known of it is of another build. */
  readonly build: string;
}

/** Has it proved again whenever its handler is built anew: who has it open sees it turn red, or green again. */
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

/** Of an operation that is called several times each call has a cell. */
function isAt(cell: HandlerView["cells"][number], place: string, disturbance: string): boolean {
  return cell.disturbance === disturbance && (cell.place === place || cell.place.startsWith(`${place} · `));
}
