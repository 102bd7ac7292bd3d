import { useState } from "preact/hooks";
import type { Change, SystemRecord } from "../../../contract/systems.ts";
import { goTo, pathOf } from "../../address/address.ts";
import { Link } from "../../address/link.tsx";
import { ask, post } from "../../api/ask.ts";
import { type Action, useAction } from "../../api/use-action.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { BodyEditor } from "../../parts/body-editor.tsx";
import { Button } from "../../parts/button.tsx";
import { ChangeFields, ChangeHead } from "../../parts/change.tsx";
import { Moment } from "../../parts/moment.tsx";
import { ActionNotice } from "../../parts/notice.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Brief } from "../../parts/text.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Value } from "../../parts/value.tsx";

interface RecordPanelProps {
  readonly system: string;
  readonly kind: string;
  readonly id: string;
  /** People's further actions on its kind, by name. */
  readonly acts: readonly string[];
}

/** A record with its history; can be edited and deleted as in the system itself. */
export function RecordPanel({ system, kind, id, acts }: RecordPanelProps) {
  const path = `/api${pathOf("systems", system, kind, id)}`;
  const { answer: record, error, again } = useAnswer<SystemRecord>(path, ["change"], (told) => isOf(told, id));
  const history = useAnswer<readonly Change[]>(`${path}/history`, ["change"], (told) => isOf(told, id));
  const [isEdited, setEdited] = useState(false);
  const action = useAction();
  const save = async (set: Readonly<Record<string, unknown>>) => {
    await ask("PATCH", path, set);
    again();
    setEdited(false);
    return "Saved, as somebody in the system itself would have.";
  };
  const remove = async () => {
    if (!confirm("Delete this record?")) return undefined;
    await ask("DELETE", path);
    goTo(pathOf("systems", system, kind));
    return undefined;
  };
  return (
    <Panel
      title={<Brief value={record?.name ?? id} />}
      aside={
        record !== undefined && (
          <>
            <Button aria-expanded={isEdited} onClick={() => setEdited(!isEdited)}>
              Edit
            </Button>
            <Acts {...{ path, acts, action }} onDone={again} />
            <Button kind="danger" onClick={() => action.run(remove)}>
              Delete…
            </Button>
            <Link href={pathOf("systems", system, kind)}>Close</Link>
          </>
        )
      }
    >
      <ActionNotice action={action} />
      {error !== undefined && <p class="quiet">{error}</p>}
      <div class="columns panel-scroll">
        {isEdited && record !== undefined ? (
          <BodyEditor text={JSON.stringify(record.fields)} verb="Save" isFlat action={action} onSend={save} />
        ) : (
          record !== undefined && <RecordFields record={record} />
        )}
        <History changes={history.answer ?? []} />
      </div>
    </Panel>
  );
}

interface ActsProps extends Pick<RecordPanelProps, "acts"> {
  readonly path: string;
  readonly action: Action;
  readonly onDone: () => void;
}

function Acts({ path, acts, action, onDone }: ActsProps) {
  const act = async (name: string) => {
    await post(`${path}/${name}`);
    onDone();
    return "Done, as somebody in the system itself would have.";
  };
  return acts.map((name) => (
    <Button key={name} disabled={action.isBusy} onClick={() => action.run(() => act(name))}>
      {name[0]?.toUpperCase()}
      {name.slice(1)}
    </Button>
  ));
}

function isOf(told: unknown, id: string): boolean {
  return typeof told !== "object" || told === null || !("system" in told && "id" in told) || told.id === id;
}

function History({ changes }: { readonly changes: readonly Change[] }) {
  return (
    <ol class="changes" aria-label="History">
      {changes.toReversed().map((change) => (
        <li key={change.seq}>
          <ChangeHead change={change} isSystemKnown />
          <span class="quiet">
            <Moment at={change.at} /> by{" "}
            {change.event === undefined ? (
              (change.handler ?? "somebody in the system itself")
            ) : (
              <Link href={pathOf("events", change.event)}>{change.handler ?? "an event"}</Link>
            )}
          </span>
          <ChangeFields change={change} />
        </li>
      ))}
    </ol>
  );
}

/** Fields with a value; of the others, only the names. */
function RecordFields({ record: { id, fields } }: { readonly record: SystemRecord }) {
  const isEmpty = (value: unknown) => value === null || value === "" || value === undefined;
  const filled = Object.entries(fields).filter(([, value]) => !isEmpty(value));
  const empty = Object.keys(fields).filter((field) => isEmpty(fields[field]));
  return (
    <div class="stack">
      <Facts
        facts={[
          ["id", <code key="id">{id}</code>],
          ...filled.map(([field, value]) => [field, <Value key={field} value={value} />] as const),
        ]}
      />
      {empty.length > 0 && (
        <details>
          <summary>empty: {empty.length}</summary>
          <p class="quiet">{empty.join(", ")}</p>
        </details>
      )}
    </div>
  );
}
