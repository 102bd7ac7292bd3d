import { useState } from "preact/hooks";
import type { ProofStory } from "../../../proof-contract.ts";
import { pathOf } from "../../address/address.ts";
import { Link } from "../../address/link.tsx";
import { useAnswer } from "../../api/use-answer.ts";
import { Button } from "../../parts/button.tsx";
import { Code } from "../../parts/code.tsx";
import { Notice } from "../../parts/notice.tsx";
import { Text } from "../../parts/text.tsx";
import { View } from "../../parts/view.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { Runs } from "./runs.tsx";
import { useProof } from "./use-proof.ts";
import { Worlds } from "./worlds.tsx";

/** One case: what is wrong, both worlds, both runs, and what plays it. */
export function CaseView({ handler, name }: { readonly handler: string; readonly name: string }) {
  const [again, setAgain] = useState(0);
  const { action, prove, isUnderWay } = useProof();
  const query = new URLSearchParams({ case: name, ...(again > 0 && { again: "true" }) });
  // Another fragment makes another question of it.
  const story = useAnswer<ProofStory>(`/api/proof/story?${query}#${again}`);
  const isPlaying = story.answer === undefined && story.error === undefined;
  const cell = name.split(" · ").slice(3, 5).join(" · ");
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
          <Button disabled={isPlaying} onClick={() => setAgain(again + 1)}>
            Play it again
          </Button>
          {cell !== "" && (
            <Button
              disabled={action.isBusy || isUnderWay}
              title="In all samples and starting states"
              onClick={() => prove({ handler, case: cell })}
            >
              Prove this cell
            </Button>
          )}
        </>
      }
    >
      {action.error !== undefined && <Notice tone="bad">{action.error}</Notice>}
      {isPlaying && <Notice>The case is played: it takes some seconds.</Notice>}
      <Waiting of={story}>{(told) => <Story story={told} />}</Waiting>
    </View>
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
