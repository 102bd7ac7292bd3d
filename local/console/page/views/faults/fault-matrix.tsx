import type { FaultCell, FaultProof } from "../../../contract/faults.ts";
import type { SystemView } from "../../../contract/systems.ts";
import { pathOf } from "../../address/address.ts";
import { Link } from "../../address/link.tsx";
import { Choice } from "../../parts/field.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Matrix, type MatrixCell } from "../../parts/table/matrix.tsx";
import { countsOf } from "../proof/cells.ts";

interface FaultMatrixProps {
  readonly cells: readonly FaultCell[];
  readonly systems: readonly SystemView[];
  readonly handler: string | undefined;
  readonly onHandler: (handler: string) => void;
  readonly onSet: (rule: Readonly<Record<string, unknown>>, said: string) => void;
}

/** A handler's calls by possible faults: a click makes the next such call fail. */
export function FaultMatrix({ cells, systems, handler, onHandler, onSet }: FaultMatrixProps) {
  const handlers = [...new Set(cells.map((cell) => cell.handler))];
  const chosen = handler ?? handlers[0];
  const own = cells.filter((cell) => cell.handler === chosen);
  const columns = [...new Set(own.flatMap(({ faults }) => faults.map(({ name }) => name)))];
  if (chosen === undefined) return null;
  const cellAt = (row: number, column: number): MatrixCell | undefined => {
    const call = own[row];
    const fault = call?.faults.find(({ name }) => name === columns[column]);
    if (call === undefined || fault === undefined) return undefined;
    const explained = systems.find(({ name }) => name === call.system)?.faults[fault.name];
    const which = `${fault.name} at ${call.operation}`;
    return {
      ...signOf(fault.isPermanent),
      ...toneOf(fault.proof),
      title: [which, explained, proofIn(fault.proof)].filter(Boolean).join(". "),
      onOpen: () => onSet(fault.rule, `The next ${call.operation} meets ${fault.name}.`),
    };
  };
  return (
    <Panel
      title="Calls and their possible faults"
      aside={<Choice label="Handler" value={chosen} options={handlers} onValue={onHandler} />}
    >
      <Matrix
        label={`Calls of ${chosen} by faults`}
        columns={columns}
        rows={own.map(({ system, operation }) => `${system} ${operation}`)}
        cellAt={cellAt}
      />
      <p class="quiet">
        ↻ passes, and the event is tried again. × the system refuses the message for ever. · can't be told from the
        code. Green and red: what the last <Link href={pathOf("proof", chosen)}>proof</Link> has come to there; yellow:
        declared to end otherwise.
      </p>
    </Panel>
  );
}

function toneOf({ cases, declared }: FaultProof): Pick<MatrixCell, "tone"> | undefined {
  if (cases !== null && cases.failed > 0) return { tone: "bad" };
  if (declared !== undefined || (cases !== null && cases.declared > 0)) return { tone: "warn" };
  return cases === null ? undefined : { tone: "good" };
}

function proofIn({ cases, declared, isOld }: FaultProof): string {
  const counts = cases === null ? "Not proved since the start" : `Proof: ${countsOf(cases)}`;
  return [
    isOld === true ? `${counts}, of an earlier build` : counts,
    ...(declared === undefined ? [] : [`Declared: ${declared}`]),
  ].join(". ");
}

function signOf(isPermanent: boolean | null): Pick<MatrixCell, "text" | "tone"> {
  if (isPermanent === null) return { text: "·", tone: "plain" };
  return { text: isPermanent ? "×" : "↻", tone: "plain" };
}
