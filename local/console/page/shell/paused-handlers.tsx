import type { HandlerView, PausedView } from "../../contract/handlers.ts";
import { costOfWaiting, whyPaused } from "../../handlers/words.ts";
import { post } from "../api/ask.ts";
import { useAction } from "../api/use-action.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useEvery } from "../live/use-every.ts";
import { Button } from "../parts/button.tsx";
import { Moment, span } from "../parts/moment.tsx";
import { ActionNotice, Notice } from "../parts/notice.tsx";

const COUNTS_AGE_MS = 5000;

type Paused = HandlerView & { readonly paused: PausedView };

/**
 * Paused handlers, above every view: why, since when, and what is waiting. Handlers paused by one outage are grouped.
 */
export function PausedHandlers() {
  const handlers = useAnswer<readonly HandlerView[]>("/api/handlers", ["handler"]);
  useEvery(COUNTS_AGE_MS, handlers.again);
  const paused = (handlers.answer ?? []).filter((one): one is Paused => one.paused !== null);
  const outages = Map.groupBy(paused, ({ paused: { by, system, why } }) => `${by} ${system} ${why}`);
  return (
    <>
      {[...outages].map(([key, ofOne]) => (
        <Outage key={key} handlers={ofOne} again={handlers.again} />
      ))}
    </>
  );
}

interface OutageProps {
  readonly handlers: readonly Paused[];
  readonly again: () => void;
}

function Outage({ handlers, again }: OutageProps) {
  const action = useAction();
  const [first] = handlers;
  if (first === undefined) return null;
  const { until, by } = first.paused;
  const since = handlers.map(({ paused }) => paused.since ?? "").reduce((a, b) => (a < b ? a : b));
  const resume = () =>
    action.run(async () => {
      for (const { name } of handlers) await post(`/api/handlers/${encodeURIComponent(name)}/resume`);
      again();
    });
  return (
    <Notice tone="warn">
      <div class="row">
        <p>
          <strong>Paused: {handlers.map(({ name }) => name).join(", ")}</strong>
          <br />
          <bdi>{whyPaused(first.paused)}</bdi>. <When word="Since" at={since} />
          {by === "person" && <When word="Until" at={until ?? ""} />}
          {waitingText(handlers)}
        </p>
        <Button onClick={resume} disabled={action.isBusy}>
          {handlers.length === 1 ? "Resume" : "Resume them"}
        </Button>
      </div>
      <ActionNotice action={action} />
    </Notice>
  );
}

function When({ word, at }: { readonly word: string; readonly at: string }) {
  if (at === "") return null;
  return (
    <>
      {word} <Moment at={at} />.{" "}
    </>
  );
}

function waitingText(handlers: readonly Paused[]): string {
  const waiting = handlers.reduce((sum, { backlog }) => sum + (backlog ?? 0), 0);
  const [oldest] = handlers.toSorted((a, b) => (b.oldestSeconds ?? 0) - (a.oldestSeconds ?? 0));
  const age = waiting === 0 ? "" : `, the oldest for ${span((oldest?.oldestSeconds ?? 0) * 1000)}`;
  const cost = oldest === undefined ? undefined : costOfWaiting(oldest);
  const events = waiting === 1 ? "event waits" : "events wait";
  return `${waiting.toLocaleString("en")} ${events}${age}${cost === undefined ? "" : `; ${cost}`}.`;
}
