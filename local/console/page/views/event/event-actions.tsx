import { useState } from "preact/hooks";
import type { Life } from "../../../contract/events.ts";
import type { ReplayState } from "../../../contract/dead-letters.ts";
import { pathOf, goTo } from "../../address/address.ts";
import { get, post } from "../../api/ask.ts";
import { useAction } from "../../api/use-action.ts";
import { Button } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";
import { ActionNotice } from "../../parts/notice.tsx";
import { BodyEditor } from "../../parts/body-editor.tsx";
import type { Sent, SendOptions } from "../../../contract/send.ts";

const HOUR_SECONDS = 3600;

/** Actions on a received webhook. */
export function EventActions({ life: { row, webhook } }: { readonly life: Life }) {
  const action = useAction();
  const [form, setForm] = useState<"change" | "save">();
  if (webhook === null || webhook.dropped === true) return null;
  const send = (options: object) => action.run(() => openSent(row.id, options));
  const toggle = (name: "change" | "save") => setForm(form === name ? undefined : name);
  return (
    <>
      <div class="row">
        <Button kind="main" disabled={action.isBusy} onClick={() => send({})}>
          Send again
        </Button>
        {(row.outcome === "dead-lettered" || row.verdict === "quarantined") && (
          <Button disabled={action.isBusy} onClick={() => action.run(() => replay(row.id))}>
            Replay
          </Button>
        )}
        <Button disabled={action.isBusy} onClick={() => send({ times: 2 })}>
          Twice
        </Button>
        <Button disabled={action.isBusy} onClick={() => send({ lateSeconds: HOUR_SECONDS })}>
          An hour late
        </Button>
        <Button aria-expanded={form === "change"} onClick={() => toggle("change")}>
          Changed…
        </Button>
        <Button disabled={action.isBusy} onClick={() => action.run(() => copyCurl(row.id))}>
          Copy as curl
        </Button>
        <Button aria-expanded={form === "save"} onClick={() => toggle("save")}>
          Save as sample…
        </Button>
      </div>
      {form === "change" && (
        <BodyEditor
          text={webhook.body.text}
          verb="Send changed"
          action={action}
          onSend={(set) => openSent(row.id, { set })}
        />
      )}
      {form === "save" && <SaveForm id={row.id} kind={row.kind ?? ""} action={action} />}
      <ActionNotice action={action} />
    </>
  );
}

/** Includes why letters were not replayed. */
async function replay(id: string): Promise<string> {
  const { replayed, left } = await post<ReplayState>(`/api${pathOf("events", id, "replay")}`);
  return [`Replayed: ${replayed}.`, ...left.map(({ outcome, why }) => `${outcome}: ${why ?? ""}`)].join(" ");
}

async function copyCurl(id: string): Promise<string> {
  const { curl } = await get<{ readonly curl: string }>(`/api${pathOf("events", id, "curl")}`);
  await navigator.clipboard.writeText(curl);
  return "Copied, signed for this moment.";
}

function SaveForm({
  id,
  kind,
  action,
}: {
  readonly id: string;
  readonly kind: string;
  readonly action: ReturnType<typeof useAction>;
}) {
  const [name, setName] = useState(kind);
  const save = async () => {
    const { file } = await post<{ readonly file: string }>(`/api${pathOf("events", id, "save")}`, { name });
    return `Saved as ${file}, with people's addresses replaced.`;
  };
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        action.run(save);
      }}
    >
      <Field label="The sample's name" value={name} onValue={setName} required />
      <Button type="submit" disabled={action.isBusy}>
        Save
      </Button>
    </form>
  );
}

/** Sends an event's webhook again, newly signed, and opens the result. */
export async function openSent(id: string, options: SendOptions): Promise<string> {
  const { rows, answers } = await post<Sent>(`/api${pathOf("events", id, "send")}`, options);
  const [row] = rows.filter((one) => one !== id);
  if (row !== undefined) goTo(pathOf("events", row));
  return `Sent, and answered ${answers.map(({ status }) => status).join(", ")}.`;
}
