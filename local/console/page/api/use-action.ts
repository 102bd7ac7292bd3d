import { useState } from "preact/hooks";
import { sentenceOf } from "./ask.ts";

export interface Action {
  readonly isBusy: boolean;
  readonly done: string | undefined;
  readonly error: string | undefined;
  /** Runs the action unless one is running; its result is shown. */
  run(act: () => Promise<string | undefined>): void;
}

/** An action behind a button, and its result. */
export function useAction(): Action {
  const [state, setState] = useState<{ isBusy: boolean; done?: string; error?: string }>({ isBusy: false });
  return {
    isBusy: state.isBusy,
    done: state.done,
    error: state.error,
    run(act) {
      if (state.isBusy) return;
      setState({ isBusy: true });
      act().then(
        (done) => setState({ isBusy: false, ...(done !== undefined && { done }) }),
        (error: unknown) => setState({ isBusy: false, error: sentenceOf(error) }),
      );
    },
  };
}
