import type { Call, HandlerLife } from "../../../contract/events.ts";
import type { Change } from "../../../contract/systems.ts";
import { ChangeFields, ChangeHead } from "../../parts/change.tsx";
import { Panel } from "../../parts/panel.tsx";
import { partFields } from "./sent-fields.ts";

interface RecordsProps {
  readonly handlers: readonly HandlerLife[];
  /** Later changes are marked as new. */
  readonly openedAt: string;
}

/** Each record's changes, field by field. */
export function Records({ handlers, openedAt }: RecordsProps) {
  const changes = handlers.flatMap(({ attempts }) =>
    attempts.flatMap(({ calls }) => calls.flatMap((call) => call.changes.map((change) => ({ call, change })))),
  );
  return (
    <Panel title="What has changed">
      {changes.length === 0 ? (
        <p class="quiet">No record yet.</p>
      ) : (
        <ul class="changes" aria-label="Records">
          {changes.map(({ call, change }) => (
            <li
              key={`${change.seq} ${change.system} ${change.id}`}
              class={change.at >= openedAt ? "is-new" : undefined}
            >
              <ChangeHead change={change} />
              <Fields call={call} change={change} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** First what the call sent; the system's own values of a new record are folded. */
function Fields({ call, change }: { readonly call: Call; readonly change: Change }) {
  const { what, system, fields } = change;
  const { sent, others } = what === "created" ? partFields(call, fields) : { sent: fields, others: [] };
  return (
    <>
      <ChangeFields change={{ what, fields: sent }} />
      {others.length > 0 && (
        <details>
          <summary>{others.length === 1 ? `1 more, by ${system}` : `${others.length} more, by ${system}`}</summary>
          <ChangeFields change={{ what, fields: others }} />
        </details>
      )}
    </>
  );
}
