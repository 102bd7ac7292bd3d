import { useState } from "preact/hooks";
import type { ProofRequest, ProofRun } from "../../../contract/proof.ts";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { ActionNotice, Notice } from "../../parts/notice.tsx";
import type { ProofState } from "./use-proof.ts";

/** The buttons' label and scope; the bar itself asks for the seed. */
interface RunBarProps {
  readonly proof: ProofState;
  readonly verb: string;
  readonly request?: ProofRequest;
}

export function RunBar({ proof: { action, isUnderWay, prove, end }, verb, request = {} }: RunBarProps) {
  const [seed, setSeed] = useState("1");
  return (
    <>
      <label class="row">
        <span class="quiet">Seed</span>
        <input
          class="input seed"
          inputMode="numeric"
          aria-label="Seed"
          title="Another seed draws other cases of those that can't all be tried."
          value={seed}
          onInput={({ currentTarget }) => setSeed(currentTarget.value)}
        />
      </label>
      {isUnderWay ? (
        <Button kind="danger" disabled={action.isBusy} onClick={end}>
          Stop
        </Button>
      ) : (
        <Button kind="main" disabled={action.isBusy} onClick={() => prove({ ...request, seed: Number(seed) })}>
          {verb}
        </Button>
      )}
    </>
  );
}

/** The last proof's progress or result. */
export function RunState({ run, action }: { readonly run: ProofRun | null; readonly action: ProofState["action"] }) {
  return (
    <>
      <ActionNotice action={action} />
      {run !== null && run.state === "failed" && (
        <Notice tone="bad">
          <pre>{run.error ?? "The prover could not prove."}</pre>
        </Notice>
      )}
      {run !== null && run.state !== "failed" && (
        <p class="row" role="status">
          <Verdict run={run} />
          <span>{told(run)}</span>
        </p>
      )}
    </>
  );
}

function Verdict({ run: { state, failures, cases } }: { readonly run: ProofRun }) {
  if (failures > 0) return <Badge tone="bad">{`${count(failures)} ${failures === 1 ? "failure" : "failures"}`}</Badge>;
  if (state === "under way") return <Badge tone="accent">under way</Badge>;
  if (state === "ended" || cases === 0) return <Badge tone="plain">stopped</Badge>;
  return <Badge tone="good">converges</Badge>;
}

function told({ state, cases, doing, asked, summary }: ProofRun): string {
  const what = [asked.handler, asked.case].filter((part) => part !== undefined).join(" · ");
  const of = what === "" ? "" : ` of ${what}`;
  if (state === "under way")
    return cases === 0 ? `Begins${of}: the prover loads.` : `${count(cases)} cases${of}; now ${doing.join(", ")}`;
  if (summary === undefined) return `${count(cases)} cases${of}, then it was stopped.`;
  const { seconds, kept, seed, drawn, tried } = summary;
  const share = drawn === 0 ? 100 : Math.floor((tried / drawn) * 100);
  return [
    `${count(cases)} cases${of} in ${seconds.toFixed(1)} s, seed ${seed}`,
    ...(kept === 0 ? [] : [`${count(kept)} of them kept from before, since nothing has changed`]),
    ...(asked.case === undefined ? [`${share} % of what is drawn was tried`] : []),
  ].join("; ");
}

function count(value: number): string {
  return value.toLocaleString("en");
}
