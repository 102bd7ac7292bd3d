import type { HandlerBoard, ProofBounds } from "../../../contract/proof.ts";
import { goTo, pathOf, useAddress } from "../../address/address.ts";
import { Link } from "../../address/link.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Facts } from "../../parts/facts.tsx";
import { span } from "../../parts/moment.tsx";
import { Notice } from "../../parts/notice.tsx";
import { Matrix } from "../../parts/table/matrix.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import { View } from "../../parts/view.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { caseOf, propertiesOf, signOf, STATES } from "./cells.ts";
import { Kinds, Problems, Legend } from "./kinds.tsx";
import { RunBar, RunState } from "./run-bar.tsx";
import { useProof } from "./use-proof.ts";

/** A handler's matrices: disturbances by place. */
export function HandlerProofView({ handler }: { readonly handler: string }) {
  const proof = useProof();
  const own = proof.view.answer?.handlers.find((one) => one.handler === handler);
  return (
    <View
      title={`Proof of ${handler}`}
      heading={
        <>
          <Link href="/proof">Proof</Link> / <bdi>{handler}</bdi>
        </>
      }
      actions={<RunBar proof={proof} verb={`Prove ${handler}`} request={{ handler }} />}
    >
      <Waiting of={proof.view}>
        {({ run }) => (
          <>
            <RunState run={run} action={proof.action} />
            {own?.isOld === true && (
              <Notice tone="warn">
                It was rebuilt since: what has a dashed edge is of the code before. Prove it again.
              </Notice>
            )}
            {own === undefined || own.cells.length === 0 ? (
              <Empty title={proof.isUnderWay ? "Its cases are yet to come" : "Nothing is proved of it yet"} />
            ) : (
              <Matrices view={own} />
            )}
          </>
        )}
      </Waiting>
    </View>
  );
}

function Matrices({ view }: { readonly view: HandlerBoard }) {
  const { handler, cells, kinds, problems, bounds } = view;
  const properties = propertiesOf(cells);
  const asked = useAddress().query.get("property");
  const current = properties.find((property) => property === asked) ?? properties[0] ?? "";
  const own = cells.filter(({ property }) => property === current);
  const [places, disturbances] = [own.map(({ place }) => place), own.map(({ disturbance }) => disturbance)].map(
    (all) => [...new Set(all)],
  );
  return (
    <>
      <Problems problems={problems} />
      <Kinds handler={handler} kinds={kinds} />
      <Tabs
        label="What is proved"
        current={current}
        tabs={properties.map((property) => ({
          name: property,
          href: `${pathOf("proof", handler)}?${new URLSearchParams({ property })}`,
          count: cells.filter((cell) => cell.property === property).length,
        }))}
      />
      <Matrix
        label={current === STATES ? "Starting states by samples" : `${current}: faults by place`}
        columns={places ?? []}
        rows={disturbances ?? []}
        cellAt={(row, column) => {
          const cell = own.find((one) => one.place === places?.[column] && one.disturbance === disturbances?.[row]);
          if (cell === undefined) return undefined;
          const onOpen = () => goTo(pathOf("proof", handler, caseOf(cell, view)));
          return { ...signOf(cell, `${cell.place}, ${cell.disturbance}`), isOld: cell.isOld, onOpen };
        }}
      />
      <Legend />
      {bounds !== null && <Bounds bounds={bounds} />}
    </>
  );
}

function Bounds({ bounds }: { readonly bounds: ProofBounds }) {
  const { cleanCalls, repeatedCalls, repeatedWrites, longestMs, ackDeadlineMs } = bounds;
  return (
    <Facts
      facts={[
        ["Clean run", `${cleanCalls} calls at most`],
        ["Delivered again after success", `${repeatedCalls} calls, of which ${repeatedWrites} harmless writes`],
        ["Slowest delivery", `${span(longestMs)} of the ${span(ackDeadlineMs)} to the ack deadline`],
      ]}
    />
  );
}
