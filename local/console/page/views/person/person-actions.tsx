import { useState } from "preact/hooks";
import type { SampleView, Sent } from "../../../contract/send.ts";
import { pathOf } from "../../address/address.ts";
import { post } from "../../api/ask.ts";
import { useAction } from "../../api/use-action.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Button } from "../../parts/button.tsx";
import { Choice } from "../../parts/field.tsx";
import { ActionNotice } from "../../parts/notice.tsx";
import { addressesIn } from "../../parts/addresses-in.ts";

interface Forgotten {
  readonly deleted: number;
  /** What could not be deleted, by system and kind. */
  readonly kept: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Sends an event for a person, or forgets them. */
export function PersonActions({ email, onDone }: { readonly email: string; readonly onDone: () => void }) {
  const { answer: all = [] } = useAnswer<readonly SampleView[]>("/api/samples");
  const samples = all.filter(({ body }) => addressesIn(body).length > 0);
  const [chosen, setChosen] = useState<string>();
  const action = useAction();
  const sample = samples.find((one) => nameOf(one) === chosen) ?? samples[0];
  const send = async ({ source, kind, body }: SampleView) => {
    const set = Object.fromEntries(addressesIn(body).map((path) => [path, email]));
    const { answers } = await post<Sent>(`/api${pathOf("samples", source, kind, "send")}`, { set });
    onDone();
    return `${kind} sent, and answered ${answers.map(({ status }) => status).join(", ")}.`;
  };
  const forget = async () => {
    if (!confirm(`Delete every record of ${email.slice(0, 120)} from the stand-ins?`)) return undefined;
    const { deleted, kept } = await post<Forgotten>(`/api${pathOf("people", email, "forget")}`);
    onDone();
    const left = Object.entries(kept).flatMap(([system, kinds]) =>
      Object.keys(kinds).map((kind) => `${system} ${kind}`),
    );
    return `${deleted} records deleted${left.length === 0 ? "." : `; what a system lets nobody delete stays: ${left.join(", ")}.`}`;
  };
  return (
    <>
      <div class="row">
        {sample !== undefined && (
          <>
            <Choice label="Sample" value={nameOf(sample)} options={samples.map(nameOf)} onValue={setChosen} />
            <Button kind="main" disabled={action.isBusy} onClick={() => action.run(() => send(sample))}>
              Send it for them
            </Button>
          </>
        )}
        <Button kind="danger" disabled={action.isBusy} onClick={() => action.run(forget)}>
          Forget…
        </Button>
      </div>
      <ActionNotice action={action} />
    </>
  );
}

const nameOf = ({ source, kind }: SampleView) => `${source} ${kind}`;
