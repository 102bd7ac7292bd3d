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
import { Table } from "../../parts/table/table.tsx";
import { Text } from "../../parts/text.tsx";

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

/** Used-up rules stay listed until all are cleared. */
function Hits({ rule: { hits, times = 1 } }: { readonly rule: FaultRow }) {
  return times > 0 && hits >= times ? <span class="quiet">{hits}, and no more</span> : <>{hits}</>;
}

/** The active rules, and how often each was applied. */
function SetRules({ rules }: { readonly rules: readonly FaultRow[] }) {
  if (rules.length === 0) return <p class="quiet">None: every call is answered as it should be.</p>;
  return (
    <Table<readonly [FaultRow, number]>
      label="Faults that are set"
      keyOf={([, index]) => String(index)}
      rows={rules.map((rule, index) => [rule, index] as const)}
      columns={[
        { title: "System", cell: ([{ system }]) => system },
        {
          title: "Calls",
          cell: ([{ match }]) =>
            match === undefined ? (
              <span class="quiet">any write</span>
            ) : (
              <code>
                <Text value={match} />
              </code>
            ),
        },
        { title: "Fault", cell: ([{ fault }]) => fault },
        { title: "Strikes", cell: ([{ times = 1 }]) => (times === 0 ? "every one" : times), isNumber: true },
        { title: "Has struck", cell: ([rule]) => <Hits rule={rule} />, isNumber: true },
      ]}
    />
  );
}
