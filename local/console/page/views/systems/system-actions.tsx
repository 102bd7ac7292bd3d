import { useState } from "preact/hooks";
import type { SystemView } from "../../../contract/systems.ts";
import { pathOf } from "../../address/address.ts";
import { ask, post } from "../../api/ask.ts";
import { useAction } from "../../api/use-action.ts";
import { Button } from "../../parts/button.tsx";
import { Choice } from "../../parts/field.tsx";
import { ActionNotice } from "../../parts/notice.tsx";

/** Puts a system into one of the prover's starting states, performs an intervention, or resets it. */
export function SystemActions({ system }: { readonly system: SystemView }) {
  const action = useAction();
  const reset = async () => {
    if (!confirm("Empty every system, and drop what waits in Pub/Sub?")) return undefined;
    await ask("DELETE", "/api/state");
    return "All is as at the start.";
  };
  return (
    <>
      <div class="row">
        <ActForm
          system={system}
          isBusy={action.isBusy}
          onAct={(path, act, email) =>
            action.run(async () => {
              await post(path, { email });
              return `Done: ${act}.`;
            })
          }
        />
        <Button kind="danger" disabled={action.isBusy} onClick={() => action.run(reset)}>
          Reset all…
        </Button>
      </div>
      <ActionNotice action={action} />
    </>
  );
}

interface ActFormProps {
  readonly system: SystemView;
  readonly isBusy: boolean;
  readonly onAct: (path: string, act: string, email: string) => void;
}

function ActForm({ system: { name, startingStates, interventions }, isBusy, onAct }: ActFormProps) {
  const acts = [
    ...startingStates.map((act) => ({ part: "starting-states", act, text: `start: ${act}` })),
    ...interventions.map((act) => ({ part: "interventions", act, text: `then: ${act}` })),
  ];
  const [email, setEmail] = useState("ada@example.com");
  const [chosen, setChosen] = useState("0");
  const wanted = acts[Number(chosen)];
  if (wanted === undefined) return null;
  const submit = (event: Event) => {
    event.preventDefault();
    onAct(`/api${pathOf("systems", name, wanted.part, wanted.act)}`, wanted.act, email.trim());
  };
  return (
    <form class="row" onSubmit={submit}>
      <Choice
        label="State or action"
        value={chosen}
        options={acts.map(({ text }, index) => [String(index), text])}
        onValue={setChosen}
      />
      <input
        class="input"
        required
        aria-label="For whom: e-mail address"
        value={email}
        onInput={({ currentTarget }) => setEmail(currentTarget.value)}
      />
      <Button type="submit" disabled={isBusy}>
        Do it
      </Button>
    </form>
  );
}
