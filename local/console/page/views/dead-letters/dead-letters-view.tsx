import type { LetterGroup, LetterPage, ReplayState } from "../../../contract/dead-letters.ts";
import { type Address, pathOf } from "../../address/address.ts";
import { Link } from "../../address/link.tsx";
import { useAnswer } from "../../api/use-answer.ts";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Notice } from "../../parts/notice.tsx";
import { Table } from "../../parts/table/table.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import { View } from "../../parts/view.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { reasonOf } from "./reason.ts";
import { project } from "../../shell/project.ts";
import { useReplay } from "./before-replay.tsx";

/** Dead letters by reason; the address says whether to show discarded ones. */
export function DeadLettersView({ address: { query } }: { readonly address: Address }) {
  const ofDiscarded = query.has("discarded");
  const page = useAnswer<LetterPage>(
    `/api/dead-letters${ofDiscarded ? "?discarded=true" : ""}`,
    ["row", "replay"],
    (told) => typeof told !== "object" || told === null || !("outcome" in told) || told.outcome !== "handled",
  );
  return (
    <View
      title="Dead letters"
      about="What no handler could handle, and webhooks that no schema let through. They wait here for 31 days."
    >
      <Tabs
        label="Which"
        current={ofDiscarded ? "Discarded" : "Waiting"}
        tabs={[
          { name: "Waiting", href: "/dead-letters" },
          { name: "Discarded", href: "/dead-letters?discarded" },
        ]}
      />
      <Waiting of={page}>
        {({ groups, replay, problems }) => (
          <>
            {problems.length > 0 && <Notice tone="warn">{problems.join(" ")}</Notice>}
            {replay !== null && !ofDiscarded && <Replay state={replay} />}
            {groups.length === 0 ? (
              <None ofDiscarded={ofDiscarded} />
            ) : (
              <Groups groups={groups} ofDiscarded={ofDiscarded} again={page.again} />
            )}
          </>
        )}
      </Waiting>
    </View>
  );
}

function None({ ofDiscarded }: { readonly ofDiscarded: boolean }) {
  return ofDiscarded ? (
    <Empty title="Nothing was discarded" />
  ) : (
    <Empty title="No dead letters">
      {project === undefined && (
        <p class="quiet">
          To make one, set a fault that is refused for ever (×) on <Link href="/faults">Faults</Link>, and send a form.
        </p>
      )}
    </Empty>
  );
}

interface GroupsProps {
  readonly groups: readonly LetterGroup[];
  readonly ofDiscarded: boolean;
  readonly again: () => void;
}

function Groups({ groups, ofDiscarded, again }: GroupsProps) {
  const { plan, shown, action } = useReplay(again);
  const replayButton = (group: LetterGroup) => (
    <Button
      disabled={action.isBusy}
      aria-label={`Replay all of ${reasonOf(group)}`}
      onClick={() => plan({ group: group.id })}
    >
      Replay all
    </Button>
  );
  return (
    <>
      {shown}
      <Table<LetterGroup>
        label="By handler or source and reason"
        keyOf={({ id }) => id}
        rows={groups}
        columns={[
          {
            title: "Reason",
            cell: (group) => (
              <Link href={`${pathOf("dead-letters", group.id)}${ofDiscarded ? "?discarded" : ""}`}>
                <bdi>{reasonOf(group)}</bdi>
              </Link>
            ),
          },
          {
            title: "Of",
            cell: ({ kind, name }) => (
              <>
                {name} {kind === "rejected" && <Badge tone="odd">quarantine</Badge>}
              </>
            ),
          },
          { title: "Count", cell: ({ count }) => count.toLocaleString("en"), isNumber: true },
          { title: "People", cell: ({ people }) => (people === 0 ? "–" : people.toLocaleString("en")), isNumber: true },
          { title: "Oldest", cell: ({ oldest }) => <Moment at={oldest} /> },
          { title: "Newest", cell: ({ newest }) => <Moment at={newest} /> },
          ...(ofDiscarded ? [] : [{ title: "Replay", cell: replayButton }]),
        ]}
      />
    </>
  );
}

/** The last replay's progress, and what it left. */
export function Replay({ state }: { readonly state: ReplayState }) {
  const { isUnderWay, total, replayed, handled, again, stopped, remark, left } = state;
  const some = [
    `${replayed.toLocaleString("en")} of ${total.toLocaleString("en")} replayed`,
    ...(handled === null ? [] : [`${handled.toLocaleString("en")} handled`]),
    ...(again === null ? [] : [`${again.toLocaleString("en")} failed again`]),
  ].join(", ");
  const known = remark !== null && <p>{remark}</p>;
  if (isUnderWay)
    return (
      <Notice>
        {some} so far.{known}
      </Notice>
    );
  if (left.length === 0 && stopped === null)
    return (
      <Notice tone={again ? "warn" : "good"}>
        {some}.{known}
      </Notice>
    );
  return (
    <Notice tone="warn">
      {stopped !== null && <p>The replay {stopped}.</p>}
      {known}
      <p>{some}. The others lie where they lay:</p>
      <ul>
        {left.slice(0, 10).map(({ id, outcome, why }) => (
          <li key={id}>
            {id} {outcome}
            {why !== null && <bdi>: {why}</bdi>}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
