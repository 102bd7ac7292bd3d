import type { HandlerLife } from "../../../contract/events.ts";
import type { Change } from "../../../contract/systems.ts";
import { ChangeFields, ChangeHead } from "../../parts/change.tsx";
import { Panel } from "../../parts/panel.tsx";

interface RecordsProps {
  readonly handlers: readonly HandlerLife[];
  /** What has changed since is marked as new. */
  readonly openedAt: string;
}

/** What became of each record, field by field. */
export function Records({ handlers, openedAt }: RecordsProps) {
  const changes = handlers.flatMap(({ attempts }) =>
    attempts.flatMap(({ calls }) => calls.flatMap((call) => call.changes)),
  );
  return (
    <Panel title="What has changed">
      {changes.length === 0 ? (
        <p class="quiet">No record yet.</p>
      ) : (
        <ul class="changes" aria-label="Records">
          {changes.map((change) => (
            <li
              key={`${change.seq} ${change.system} ${change.id}`}
              class={isNew(change, openedAt) ? "is-new" : undefined}
            >
              <ChangeHead change={change} />
              <ChangeFields change={change} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function isNew({ at }: Change, openedAt: string): boolean {
  return at >= openedAt;
}
