import { useState } from "preact/hooks";
import type {
  LetterGroup,
  LetterPage,
  LetterView,
  ReplayRequest,
  ReplayState,
} from "../../../contract/dead-letters.ts";
import type { Address } from "../../address/address.ts";
import { Link } from "../../address/link.tsx";
import { post } from "../../api/ask.ts";
import { type Action, useAction } from "../../api/use-action.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Button } from "../../parts/button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Field } from "../../parts/field.tsx";
import { ActionNotice, Notice } from "../../parts/notice.tsx";
import { View } from "../../parts/view.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { Replay } from "./dead-letters-view.tsx";
import { LetterItem } from "./letter-item.tsx";
import { reasonOf } from "./reason.ts";
import { useReplay } from "./before-replay.tsx";

/** The letters of one reason, with actions. */
export function LetterGroupView({ address: { parts, query } }: { readonly address: Address }) {
  const id = parts[1] ?? "";
  const ofDiscarded = query.has("discarded");
  const asked = new URLSearchParams({ group: id, ...(ofDiscarded && { discarded: "true" }) });
  const page = useAnswer<LetterPage>(`/api/dead-letters?${asked}`, ["replay"]);
  const group = page.answer?.groups.find((one) => one.id === id);
  return (
    <View
      title={group === undefined ? "Dead letters" : reasonOf(group)}
      heading={
        <>
          <Link href={ofDiscarded ? "/dead-letters?discarded" : "/dead-letters"}>Dead letters</Link>
          {group !== undefined && <bdi> / {group.name}</bdi>}
        </>
      }
      about={
        group === undefined ? undefined : (
          <bdi>
            {reasonOf(group)} · {group.count.toLocaleString("en")}, about {peopleOf(group)}
          </bdi>
        )
      }
    >
      <Waiting of={page}>
        {({ letters, replay }) => (
          <>
            {replay !== null && !ofDiscarded && <Replay state={replay} />}
            {letters.length === 0 ? (
              <Empty title="None of them waits any more" />
            ) : (
              <>
                {group !== undefined && group.count > letters.length && (
                  <Notice>Only the {letters.length} oldest are shown. Replay all replays the others, too.</Notice>
                )}
                <Letters letters={letters} groupId={id} ofDiscarded={ofDiscarded} again={page.again} />
              </>
            )}
          </>
        )}
      </Waiting>
    </View>
  );
}

interface LettersProps {
  readonly letters: readonly LetterView[];
  readonly groupId: string;
  readonly ofDiscarded: boolean;
  readonly again: () => void;
}

function Letters({ letters, groupId, ofDiscarded, again }: LettersProps) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const action = useAction();
  const { plan, shown } = useReplay(again);
  const own = letters.filter(({ id }) => chosen.has(id)).map(({ id }) => id);
  const act = (path: string, body: object) =>
    action.run(async () => {
      await post<ReplayState | readonly LetterView[]>(`/api/dead-letters/${path}`, body);
      again();
    });
  const toggle = (id: string) => setChosen(new Set(chosen.has(id) ? own.filter((one) => one !== id) : [...own, id]));
  return (
    <>
      <ActionNotice action={action} />
      {ofDiscarded ? (
        <div class="row">
          <Button disabled={action.isBusy || own.length === 0} onClick={() => act("restore", { ids: own })}>
            {own.length === 0 ? "Bring back those chosen" : `Bring back ${own.length} chosen`}
          </Button>
        </div>
      ) : (
        <>
          <Actions ids={own} groupId={groupId} action={action} act={act} plan={plan} />
          {shown}
        </>
      )}
      {letters.length > 1 && (
        <label class="row quiet">
          <input
            type="checkbox"
            checked={own.length === letters.length}
            onChange={() => setChosen(new Set(own.length === letters.length ? [] : letters.map(({ id }) => id)))}
          />
          Choose all {letters.length.toLocaleString("en")}
        </label>
      )}
      <ul class="letters" aria-label="Letters, the oldest first">
        {letters.map((letter) => (
          <LetterItem
            key={letter.id}
            letter={letter}
            isChosen={chosen.has(letter.id)}
            onChoose={() => toggle(letter.id)}
          />
        ))}
      </ul>
    </>
  );
}

interface ActionsProps {
  readonly ids: readonly string[];
  readonly groupId: string;
  readonly action: Action;
  readonly act: (path: string, body: object) => void;
  readonly plan: (request: ReplayRequest) => void;
}

function Actions({ ids, groupId, action, act, plan }: ActionsProps) {
  const [rate, setRate] = useState("");
  const [canary, setCanary] = useState("");
  const [because, setBecause] = useState("");
  const replay = () =>
    plan({
      ...(ids.length === 0 ? { group: groupId } : { ids }),
      ...(rate.trim() !== "" && { rate: Number(rate) }),
      ...(canary.trim() !== "" && { canary: Number(canary) }),
    });
  return (
    <div class="row is-low">
      <Field label="A few first" value={canary} onValue={setCanary} placeholder="none" />
      <Field label="Replayed a second" value={rate} onValue={setRate} placeholder="all at once" />
      <Button kind="main" disabled={action.isBusy} onClick={replay}>
        {ids.length === 0 ? "Replay all" : `Replay ${ids.length} chosen`}
      </Button>
      <form
        class="row is-low"
        onSubmit={(event) => {
          event.preventDefault();
          act("discard", { ids, because });
        }}
      >
        <Field label="Discard because" value={because} onValue={setBecause} placeholder="a bot's form" required />
        <Button type="submit" kind="danger" disabled={action.isBusy || ids.length === 0}>
          {ids.length === 0 ? "Discard those chosen" : `Discard ${ids.length} chosen`}
        </Button>
      </form>
    </div>
  );
}

function peopleOf({ people }: LetterGroup): string {
  if (people === 0) return "people not known";
  return `${people.toLocaleString("en")} ${people === 1 ? "person" : "people"}`;
}
