import { useState } from "preact/hooks";
import type { ReplayForecast, ReplayRequest, ReplayState } from "../../../contract/dead-letters.ts";
import { post } from "../../api/ask.ts";
import { useAction } from "../../api/use-action.ts";
import { ActionNotice } from "../../parts/notice.tsx";
import { chosenIn } from "./chosen.ts";
import { BeforeReplay } from "./before-replay.tsx";

/** Predicts a replay, shows the prediction, and starts it once confirmed. */
export function useReplay(again: () => void) {
  const [planned, setPlanned] = useState<{ request: ReplayRequest; forecast: ReplayForecast } | undefined>();
  const action = useAction();
  const plan = (request: ReplayRequest) =>
    action.run(async () => {
      setPlanned({ request, forecast: await post<ReplayForecast>("/api/dead-letters/plan", chosenIn(request)) });
    });
  const end = (request: ReplayRequest | undefined) => {
    setPlanned(undefined);
    if (request !== undefined)
      action.run(async () => {
        await post<ReplayState>("/api/dead-letters/replay", request);
        again();
      });
  };
  const shown = (
    <>
      <ActionNotice action={action} />
      {planned !== undefined && <BeforeReplay {...planned} onEnd={end} />}
    </>
  );
  return { plan, shown, action };
}
