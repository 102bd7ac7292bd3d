import { useState } from "preact/hooks";
import type { Call } from "../../../contract/events.ts";
import type { FaultCell } from "../../../contract/faults.ts";
import type { SystemView } from "../../../contract/systems.ts";
import { post } from "../../api/ask.ts";
import { useAction } from "../../api/use-action.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Button } from "../../parts/button.tsx";
import { Choice } from "../../parts/field.tsx";
import { ActionNotice } from "../../parts/notice.tsx";
import { openSent } from "./event-actions.tsx";

interface CallFaultProps {
  readonly call: Call;
  readonly handler: string;
  readonly eventId: string;
}

/** Makes the next such call fail and sends the event again, to show what happens. */
export function CallFault({ call: { system, operation }, handler, eventId }: CallFaultProps) {
  const faults = useFaults(system, operation, handler);
  const [chosen, setChosen] = useState<string>();
  const action = useAction();
  const [name, rule] = faults.find(([fault]) => fault === chosen) ?? faults[0] ?? [];
  if (name === undefined || rule === undefined) return null;
  const set = () => post("/api/faults", rule);
  return (
    <>
      <div class="row">
        <Choice
          label={`Fault of ${operation}`}
          value={name}
          options={faults.map(([fault]) => fault)}
          onValue={setChosen}
        />
        <Button
          disabled={action.isBusy}
          onClick={() => action.run(async () => set().then(() => `The next ${operation} meets ${name}.`))}
        >
          Set on the next such call
        </Button>
        <Button
          disabled={action.isBusy}
          onClick={() => action.run(async () => set().then(() => openSent(eventId, {})))}
        >
          Set, and send again
        </Button>
      </div>
      <ActionNotice action={action} />
    </>
  );
}

type NamedRule = readonly [name: string, rule: Readonly<Record<string, unknown>>];

/** The faults that the prover tries on this call; if unknown, all of the system's. */
function useFaults(system: string, operation: string, handler: string): readonly NamedRule[] {
  const { answer: cells = [] } = useAnswer<readonly FaultCell[]>("/api/fault-table");
  const { answer: systems = [] } = useAnswer<readonly SystemView[]>("/api/systems");
  const ofCall = cells.filter((cell) => cell.system === system && cell.operation === operation);
  const cell = ofCall.find((one) => one.handler === handler) ?? ofCall[0];
  if (cell !== undefined && cell.faults.length > 0) return cell.faults.map(({ name, rule }) => [name, rule]);
  const known = Object.keys(systems.find(({ name }) => name === system)?.faults ?? {});
  return known.map((fault) => [fault, { system, match: operation, fault }]);
}
