import type { HandlerView as Handler } from "../../../contract/handlers.ts";
import { Link } from "../../address/link.tsx";
import { whyPaused } from "../../../handlers/words.ts";
import { post } from "../../api/ask.ts";
import { useAction } from "../../api/use-action.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";
import { span, Moment } from "../../parts/moment.tsx";
import { ActionNotice } from "../../parts/notice.tsx";
import { Table } from "../../parts/table/table.tsx";
import { View } from "../../parts/view.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { useState } from "preact/hooks";
import { project } from "../../shell/project.ts";
import type { LoggedAllowance } from "../../../contract/systems.ts";

/** Every handler: whether it runs, its backlog, and what holds it back. */
export function HandlersView() {
  const handlers = useAnswer<readonly Handler[]>("/api/handlers", ["handler", "replay"]);
  const action = useAction();
  const [duration, setDuration] = useState("");
  const act = (name: string, verb: "pause" | "resume") =>
    action.run(async () => {
      const body = verb === "pause" && duration.trim() !== "" ? { for: duration.trim() } : {};
      await post(`/api/handlers/${encodeURIComponent(name)}/${verb}`, body);
      handlers.again();
    });
  const toggle = ({ name, paused }: Handler) => (
    <Button
      disabled={action.isBusy}
      aria-label={`${paused === null ? "Pause" : "Resume"} ${name}`}
      onClick={() => act(name, paused === null ? "pause" : "resume")}
    >
      {paused === null ? "Pause" : "Resume"}
    </Button>
  );
  return (
    <View title="Handlers" about="Events of one that is paused wait, and no attempt is spent.">
      {project !== undefined && <LoggedAllowances />}
      <Field label="Pause for" value={duration} onValue={setDuration} placeholder="2h; else until it is resumed" />
      <ActionNotice action={action} />
      <Waiting of={handlers}>
        {(list) => (
          <Table<Handler>
            label="Handlers"
            keyOf={({ name }) => name}
            rows={list}
            columns={[
              { title: "Handler", cell: ({ name }) => name },
              { title: "State", cell: ({ paused }) => <State paused={paused} /> },
              { title: "Waits", cell: ({ backlog }) => counted(backlog), isNumber: true },
              {
                title: "Oldest",
                cell: ({ oldestSeconds }) => (oldestSeconds === null ? "–" : span(oldestSeconds * 1000)),
              },
              { title: "Dead letters", cell: ({ deadLetters }) => <DeadLetters count={deadLetters} />, isNumber: true },
              { title: "A minute", cell: ({ perMinute }) => counted(perMinute), isNumber: true },
              { title: "Pause or resume", cell: toggle },
            ]}
          />
        )}
      </Waiting>
    </View>
  );
}

function State({ paused }: Pick<Handler, "paused">) {
  if (paused === null) return <Badge tone="good">runs</Badge>;
  return (
    <>
      <Badge tone="odd">paused</Badge> <bdi>{whyPaused(paused)}</bdi>
    </>
  );
}

function DeadLetters({ count }: { readonly count: number | null }) {
  return (count ?? 0) === 0 ? counted(count) : <Link href="/dead-letters">{counted(count)}</Link>;
}

function counted(count: number | null): string {
  return count === null ? "–" : count.toLocaleString("en");
}

/** The allowances last reported by a project's systems. */
function LoggedAllowances() {
  const { answer: allowances = [] } = useAnswer<readonly LoggedAllowance[]>("/api/allowances");
  return (
    <>
      {allowances.map(({ system, used, max, at }) => (
        <label key={system} class="quiet row">
          {system}: {used.toLocaleString("en")} of {max.toLocaleString("en")} calls of the day
          <meter min={0} max={max} value={used} high={max * 0.9} />
          <Moment at={at} />
        </label>
      ))}
    </>
  );
}
