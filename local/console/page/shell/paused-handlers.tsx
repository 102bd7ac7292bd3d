import type { HandlerView, PausedView } from "../../handlers-contract.ts";
import { whyPaused } from "../../handlers/words.ts";
import { post } from "../api/ask.ts";
import { useAction } from "../api/use-action.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useEvery } from "../live/use-every.ts";
import { Button } from "../parts/button.tsx";
import { Moment, span } from "../parts/moment.tsx";
import { ActionNotice, Notice } from "../parts/notice.tsx";

const COUNTS_AGE_MS = 5000;

type Paused = HandlerView & { readonly paused: PausedView };

/** What is paused, above every view: why, since when, and what waits. Handlers that one outage holds back stand together. */
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

function Outage({ handlers, again }: { readonly handlers: readonly Paused[]; readonly again: () => void }) {
  const action = useAction();
  const [first] = handlers;
  if (first === undefined) return null;
  const { paused } = first;
  const waiting = handlers.reduce((sum, { backlog }) => sum + (backlog ?? 0), 0);
  const oldest = Math.max(...handlers.map(({ oldestSeconds }) => oldestSeconds ?? 0));
  const since = handlers.map((one) => one.paused.since ?? "").reduce((a, b) => (a < b ? a : b));
  const resume = () =>
    action.run(async () => {
      for (const { name } of handlers) await post(`/api/handlers/${encodeURIComponent(name)}/resume`);
      again();
      return undefined;
    });
  return (
    <Notice tone="warn">
      <div class="row">
        <p>
          <strong>Paused: {handlers.map(({ name }) => name).join(", ")}</strong>
          <br />
          <bdi>{whyPaused(paused)}</bdi>.{" "}
          {since !== "" && (
            <>
              Since <Moment at={since} />.{" "}
            </>
          )}
          {paused.until !== null && paused.by === "person" && (
            <>
              Until <Moment at={paused.until} />.{" "}
            </>
          )}
          {waiting.toLocaleString("en")} {waiting === 1 ? "event waits" : "events wait"}
          {waiting > 0 && `, the oldest for ${span(oldest * 1000)}`}.
        </p>
        <Button onClick={resume} disabled={action.isBusy}>
          {handlers.length === 1 ? "Resume" : "Resume them"}
        </Button>
      </div>
      <ActionNotice action={action} />
    </Notice>
  );
}
