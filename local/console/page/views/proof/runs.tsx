import type { ProofStory, StoryCall, StoryDelivery } from "../../../contract/proof.ts";
import { Badge } from "../../parts/badge.tsx";
import { Code } from "../../parts/code.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Brief, Text } from "../../parts/text.tsx";

type Turn = ProofStory["turningPoint"];

/** The undisturbed run beside this case's. */
export function Runs({ story: { expected, actual, says, turningPoint } }: { readonly story: ProofStory }) {
  return (
    <div class="columns is-even">
      <Panel title="Undisturbed">
        <Deliveries deliveries={expected} turn={null} />
      </Panel>
      <Panel title="In this case">
        {says !== undefined && (
          <p>
            <Text value={says} />
          </p>
        )}
        <Deliveries deliveries={actual} turn={turningPoint} />
        {turningPoint === "none" && (
          <p class="quiet">No call was found after which everything could still have come right.</p>
        )}
      </Panel>
    </div>
  );
}

function Deliveries({ deliveries, turn }: { readonly deliveries: readonly StoryDelivery[]; readonly turn: Turn }) {
  const isSeveral = new Set(deliveries.map(({ event }) => event)).size > 1;
  return (
    <ol class="story">
      {turn === 0 && <li class="turn">until here everything could still come right</li>}
      {deliveries.map((delivery) => (
        <li key={`${delivery.number} ${delivery.handler}`} class="delivery">
          <h3>
            Delivery {delivery.number}
            {delivery.batch !== null && ` of ${delivery.batch} messages`} to {delivery.handler}
            <span class="quiet">
              {" "}
              +{delivery.atSeconds} s{isSeveral && <> · {delivery.event}</>}
            </span>
          </h3>
          <ol class="calls">
            {delivery.calls.map((call) => (
              <CallLine key={call.index} call={call} isTurn={call.index === turn} />
            ))}
          </ol>
          <p>
            <Outcome {...delivery} />
          </p>
        </li>
      ))}
    </ol>
  );
}

function CallLine({ call, isTurn }: { readonly call: StoryCall; readonly isTurn: boolean }) {
  const { index, operation, answer, disturbance, meaning, request, answerBody, isLate } = call;
  return (
    <li class={disturbance === null ? "call" : "call is-struck"}>
      <details>
        <summary>
          <span class="quiet">{index}</span>
          <code>
            <Brief value={operation} />
          </code>
          <span>
            {disturbance !== null && <Badge tone="warn">{disturbance}</Badge>}
            {isLate && <Badge tone="bad">too late</Badge>}
          </span>
          <span class="quiet">{answer ?? "no answer"}</span>
        </summary>
        <div class="call-body">
          {meaning !== null && <p>{meaning}</p>}
          {request.trim() !== "" && <Code text={request} label="Request" />}
          {answerBody.trim() !== "" && <Code text={answerBody} label="Answer" />}
        </div>
      </details>
      {isTurn && <p class="turn">until here everything could still come right</p>}
    </li>
  );
}

function Outcome({ status, reason }: Pick<StoryDelivery, "status" | "reason">) {
  const why = reason === null ? "" : `: ${reason}`;
  if (status === null) return <Badge tone="bad">the process is gone</Badge>;
  if (status >= 300) return <Badge tone="warn">{`${status}, delivered again${why}`}</Badge>;
  return reason === null ? (
    <Badge tone="good">{`${status}, acknowledged`}</Badge>
  ) : (
    <Badge tone="bad">{`${status}, dead-lettered${why}`}</Badge>
  );
}
