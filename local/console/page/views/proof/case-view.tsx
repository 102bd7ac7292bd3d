import { useState } from "preact/hooks";
import type { ProofStory } from "../../../contract/proof.ts";
import { pathOf } from "../../address/address.ts";
import { Link } from "../../address/link.tsx";
import { useAnswer } from "../../api/use-answer.ts";
import { Button } from "../../parts/button.tsx";
import { Code } from "../../parts/code.tsx";
import { ActionNotice, Notice } from "../../parts/notice.tsx";
import { Text } from "../../parts/text.tsx";
import { View } from "../../parts/view.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { countsOf } from "./cells.ts";
import { RunState } from "./run-bar.tsx";
import { Runs } from "./runs.tsx";
import { type Cell, useCell } from "./use-cell.ts";
import { type ProofState, useProof } from "./use-proof.ts";
import { Worlds } from "./worlds.tsx";

/** A case: what is wrong, both end states, both runs, and the command that plays it. */
export function CaseView({ handler, name }: { readonly handler: string; readonly name: string }) {
  const proof = useProof();
  const cell = useCell(handler, name, proof);
  const [again, setAgain] = useState(0);
  const isKnown = proof.view.answer !== undefined || proof.view.error !== undefined;
  return (
    <View
      title={name}
      heading={
        <>
          <Link href="/proof">Proof</Link> / <Link href={pathOf("proof", handler)}>{handler}</Link>
        </>
      }
      about={<bdi>{name.split(" · ").slice(1).join(" · ")}</bdi>}
      actions={
        <>
          <Button onClick={() => setAgain(again + 1)}>Play it again</Button>
          {cell.match !== "" && (
            <Button
              disabled={proof.action.isBusy || proof.isUnderWay}
              title="In all samples and starting states"
              onClick={() => proof.prove({ handler, case: cell.match })}
            >
              Prove this cell
            </Button>
          )}
        </>
      }
    >
      <CellState {...{ handler, name, proof, cell }} />
      {/* Keyed by build: a new build is loaded anew. */}
      {isKnown && <Told key={`${cell.build} ${again}`} name={name} isPlayed={again > 0} />}
    </View>
  );
}

interface CellStateProps {
  readonly handler: string;
  readonly name: string;
  readonly proof: ProofState;
  readonly cell: Cell;
}

/** The results of all cases of the cell, and how far that is proved. */
function CellState({
  handler,
  name,
  proof: { view, action },
  cell: { match, counts, failing, isOld },
}: CellStateProps) {
  const run = view.answer?.run;
  const isOfCell = run?.asked.handler === handler && run.asked.case === match;
  return (
    <>
      {isOfCell ? <RunState run={run} action={action} /> : <ActionNotice action={action} />}
      {isOld && <Notice tone="warn">The handler was rebuilt: this is about the code before.</Notice>}
      {counts !== undefined && counts.failed > 0 && (
        <Notice tone="bad">
          <p>
            In all samples and starting states: {countsOf(counts)}.
            {failing !== undefined && failing !== name && (
              <>
                {" "}
                The shortest story that shows it: <Link href={pathOf("proof", handler, failing)}>{failing}</Link>
              </>
            )}
          </p>
        </Notice>
      )}
    </>
  );
}

function Told({ name, isPlayed }: { readonly name: string; readonly isPlayed: boolean }) {
  const query = new URLSearchParams({ case: name, ...(isPlayed && { again: "true" }) });
  const story = useAnswer<ProofStory>(`/api/proof/story?${query}`);
  return (
    <>
      {story.answer === undefined && story.error === undefined && (
        <Notice>The case is played: it takes some seconds.</Notice>
      )}
      <Waiting of={story}>{(told) => <Story story={told} />}</Waiting>
    </>
  );
}

function Story({ story }: { readonly story: ProofStory }) {
  const { findings, worlds, command } = story;
  return (
    <>
      {findings.length === 0 ? (
        <Notice tone="good">It ends as it should.</Notice>
      ) : (
        <Notice tone="bad">
          <ul>
            {findings.map((finding) => (
              <li key={finding}>
                The handler <Text value={finding} />
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <Code text={command} label="What plays it" />
      <Worlds worlds={worlds} isRight={findings.length === 0} />
      <Runs story={story} />
    </>
  );
}
