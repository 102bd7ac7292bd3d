import type { HandlerBoard } from "../../../contract/proof.ts";
import { type Address, goTo, pathOf } from "../../address/address.ts";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Matrix } from "../../parts/table/matrix.tsx";
import { View } from "../../parts/view.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { propertiesOf, signOf, STATES, sumOf } from "./cells.ts";
import { CaseView } from "./case-view.tsx";
import { HandlerProofView } from "./handler-proof-view.tsx";
import { Kinds, Problems, Legend } from "./kinds.tsx";
import { RunBar, RunState } from "./run-bar.tsx";
import { useProof } from "./use-proof.ts";

/** The proof of all handlers, of one, or of a case. */
export function ProofView({ address: { parts } }: { readonly address: Address }) {
  const [, handler, name] = parts;
  if (handler === undefined) return <AllHandlers />;
  return name === undefined ? (
    <HandlerProofView handler={handler} />
  ) : (
    <CaseView key={name} handler={handler} name={name} />
  );
}

function AllHandlers() {
  const proof = useProof();
  const { run, handlers = [] } = proof.view.answer ?? {};
  const isFirst = run === null;
  return (
    <View
      title="Proof"
      about="Every handler under every fault of every call, in every starting state: whatever happens, everything ends as if nothing had."
      actions={isFirst ? undefined : <RunBar proof={proof} verb="Prove all" />}
    >
      <Waiting of={proof.view}>
        {() =>
          isFirst ? (
            <Empty title="Nothing has been proved since the start">
              <p class="quiet">
                Each handler is run under each fault that each of its calls can meet, killed at each place, and
                delivered again. It takes a minute; what has not changed since an earlier proof is not proved again.
              </p>
              <div class="row">
                <Button kind="main" disabled={proof.action.isBusy} onClick={() => proof.prove({})}>
                  Prove
                </Button>
              </div>
            </Empty>
          ) : (
            <>
              <RunState run={run ?? null} action={proof.action} />
              {handlers.length > 0 && <Overview handlers={handlers} />}
              <Problems problems={handlers.flatMap(({ problems }) => problems)} />
              {handlers.map(({ handler, kinds }) => (
                <Kinds key={handler} handler={handler} kinds={kinds} />
              ))}
            </>
          )
        }
      </Waiting>
    </View>
  );
}

/** Handlers with their results; each opens. */
function Overview({ handlers }: { readonly handlers: readonly HandlerBoard[] }) {
  const columns = propertiesOf(handlers.flatMap(({ cells }) => cells)).filter((property) => property !== STATES);
  const old = handlers.filter(({ isOld }) => isOld).map(({ handler }) => handler);
  return (
    <Panel title="Handlers" aside={old.length > 0 && <Badge tone="warn">{`rebuilt since: ${old.join(", ")}`}</Badge>}>
      <Matrix
        label="Handlers by what is proved of them"
        columns={columns}
        rows={handlers.map(({ handler }) => handler)}
        cellAt={(row, column) => {
          const one = handlers[row];
          const own = one?.cells.filter(({ property }) => property === columns[column]) ?? [];
          if (one === undefined || own.length === 0) return undefined;
          const property = columns[column] ?? "";
          const onOpen = () => goTo(`${pathOf("proof", one.handler)}?${new URLSearchParams({ property })}`);
          return { ...signOf(sumOf(own), `${one.handler}, ${property}`), onOpen };
        }}
      />
      <Legend />
    </Panel>
  );
}
