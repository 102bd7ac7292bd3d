import type { SampleView, Sent } from "../../../contract/send.ts";
import { goTo, pathOf } from "../../address/address.ts";
import { get, post } from "../../api/ask.ts";
import { useAction } from "../../api/use-action.ts";
import { addressesIn } from "../../parts/addresses-in.ts";
import { Button } from "../../parts/button.tsx";
import { ActionNotice } from "../../parts/notice.tsx";

/** Two things to try first: a form that is handled, and one whose answer is lost on the way. */
export function FirstSteps({ isFirst = false }: { readonly isFirst?: boolean }) {
  const action = useAction();
  const lose = async () => {
    await post("/api/faults", { system: "salesforce", fault: "apply-then-drop" });
    // A new person, so that there is something to write.
    return sendForm(`grace.${Date.now().toString(36)}@example.com`);
  };
  return (
    <>
      <div class="row">
        <Button kind={isFirst ? "main" : "plain"} disabled={action.isBusy} onClick={() => action.run(() => sendForm())}>
          Send a sample form
        </Button>
        <Button disabled={action.isBusy} onClick={() => action.run(lose)}>
          Lose Salesforce's next answer
        </Button>
      </div>
      <ActionNotice action={action} />
    </>
  );
}

/** Sends the sample, for this person or its own, and opens the result. */
async function sendForm(email?: string): Promise<undefined> {
  const samples = await get<readonly SampleView[]>("/api/samples");
  const sample = samples.find(({ kind }) => kind === "form.submitted") ?? samples[0];
  if (sample === undefined) throw new Error("There is no sample in samples/webhooks/ to send.");
  const paths = email === undefined ? [] : addressesIn(sample.body);
  const { rows } = await post<Sent>(`/api${pathOf("samples", sample.source, sample.kind, "send")}`, {
    set: Object.fromEntries(paths.map((path) => [path, email])),
  });
  if (rows[0] !== undefined) goTo(pathOf("events", rows[0]));
  return undefined;
}
