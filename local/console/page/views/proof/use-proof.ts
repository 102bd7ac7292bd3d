import type { ProofRequest, ProofRun, ProofView } from "../../../contract/proof.ts";
import { ask, post } from "../../api/ask.ts";
import { type Action, useAction } from "../../api/use-action.ts";
import { type Answered, useAnswer } from "../../api/use-answer.ts";

export interface ProofState {
  readonly view: Answered<ProofView>;
  readonly action: Action;
  readonly isUnderWay: boolean;
  prove(request: ProofRequest): void;
  end(): void;
}

/** The proofs' results, live, with functions to start and stop one. */
export function useProof(): ProofState {
  const view = useAnswer<ProofView>("/api/proof", ["proof", "build"]);
  const action = useAction();
  const run = view.answer?.run;
  return {
    view,
    action,
    isUnderWay: run?.state === "under way",
    prove: (request) =>
      action.run(async () => {
        await post<ProofRun>("/api/proof", request);
        view.again();
      }),
    end: () =>
      action.run(async () => {
        if (run) await ask("DELETE", `/api/proof/${encodeURIComponent(run.id)}`);
        view.again();
      }),
  };
}
