import { useState } from "preact/hooks";
import type { SampleView, SendOptions, Sent } from "../../../contract/send.ts";
import { pathOf } from "../../address/address.ts";
import { Link } from "../../address/link.tsx";
import { post } from "../../api/ask.ts";
import { useAction } from "../../api/use-action.ts";
import { BodyEditor } from "../../parts/body-editor.tsx";
import { Choice } from "../../parts/field.tsx";
import { ActionNotice, Notice } from "../../parts/notice.tsx";
import { Panel } from "../../parts/panel.tsx";

const WAYS: readonly (readonly [name: string, text: string, options: SendOptions])[] = [
  ["signed", "signed, as its sender would", {}],
  ["twice", "twice, as a sender's retry", { times: 2 }],
  ["late", "an hour late", { lateSeconds: 3600 }],
  ["unsigned", "unsigned", { tamper: "unsigned" }],
  ["wrong-signature", "signed with another secret", { tamper: "wrong-signature" }],
  ["old", "with a signature that is too old", { tamper: "old" }],
];

/** Edits a sample, signs or tampers with it, and sends it. */
export function SampleForm({ sample: { source, kind, body } }: { readonly sample: SampleView }) {
  const action = useAction();
  const [way, setWay] = useState("signed");
  const [sent, setSent] = useState<Sent>();
  const [, , options = {}] = WAYS.find(([name]) => name === way) ?? [];
  const send = async (set: Readonly<Record<string, unknown>>) => {
    setSent(undefined);
    setSent(await post<Sent>(`/api${pathOf("samples", source, kind, "send")}`, { ...options, set }));
    return undefined;
  };
  return (
    <Panel
      title={kind}
      aside={
        <Choice
          label="How it is sent"
          value={way}
          options={WAYS.map(([name, text]) => [name, text] as const)}
          onValue={setWay}
        />
      }
    >
      <BodyEditor text={body} verb="Send" action={action} onSend={send} />
      <ActionNotice action={action} />
      {sent !== undefined && <Result sent={sent} />}
    </Panel>
  );
}

function Result({ sent: { answers, rows } }: { readonly sent: Sent }) {
  const isTaken = answers.every(({ status }) => status < 300);
  return (
    <Notice tone={isTaken ? "good" : "warn"}>
      Answered {answers.map(({ status }) => status).join(", ")}.{" "}
      {rows.map((row, index) => (
        <Link key={row} href={pathOf("events", row)}>
          {index === 0 ? "See what came of it" : `, and ${index + 1}`}
        </Link>
      ))}
    </Notice>
  );
}
