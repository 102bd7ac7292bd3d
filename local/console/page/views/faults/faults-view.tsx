import { useState } from "preact/hooks";
import type { FaultCell, FaultRow } from "../../../contract/faults.ts";
import type { SystemView } from "../../../contract/systems.ts";
import { ask, post } from "../../api/ask.ts";
import { useAction } from "../../api/use-action.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Button } from "../../parts/button.tsx";
import { ActionNotice } from "../../parts/notice.tsx";
import { Panel } from "../../parts/panel.tsx";
import { View } from "../../parts/view.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { FaultMatrix } from "./fault-matrix.tsx";
import { Outages } from "./outages.tsx";
import { SetRules } from "./set-rules.tsx";

/** The active fault rules, and all possible faults. */
export function FaultsView() {
  const rules = useAnswer<readonly FaultRow[]>("/api/faults", ["fault", "delivery"]);
  const table = useAnswer<readonly FaultCell[]>("/api/fault-table");
  const systems = useAnswer<readonly SystemView[]>("/api/systems");
  const [handler, setHandler] = useState<string>();
  const action = useAction();
  const set = (rule: Readonly<Record<string, unknown>>, said: string) =>
    action.run(async () => {
      await post("/api/faults", rule);
      rules.again();
      return said;
    });
  const clear = async () => {
    await ask("DELETE", "/api/faults");
    rules.again();
    return "No fault is set.";
  };
  return (
    <View
      title="Faults"
      about="One click, and the next call of its kind fails so."
      actions={
        <Button disabled={action.isBusy} onClick={() => action.run(clear)}>
          Clear all
        </Button>
      }
    >
      <ActionNotice action={action} />
      <Panel title="Set">
        <Waiting of={rules}>{(list) => <SetRules rules={list} />}</Waiting>
      </Panel>
      <Waiting of={systems}>{(list) => <Outages systems={list} onSet={set} />}</Waiting>
      <Waiting of={table}>
        {(cells) => (
          <FaultMatrix
            cells={cells}
            systems={systems.answer ?? []}
            handler={handler}
            onHandler={setHandler}
            onSet={set}
          />
        )}
      </Waiting>
    </View>
  );
}
