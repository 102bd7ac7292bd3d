import { useEffect, useRef } from "preact/hooks";
import { OUTCOMES } from "../../../contract/events.ts";
import type { SourceView } from "../../../contract/send.ts";
import { useAnswer } from "../../api/use-answer.ts";
import type { EventQuery } from "../../live/event-query.ts";
import { Button } from "../../parts/button.tsx";
import { Choice } from "../../parts/field.tsx";

interface FiltersProps {
  readonly query: EventQuery;
  readonly onQuery: (query: EventQuery) => void;
  readonly isPaused: boolean;
  readonly waiting: number;
  readonly onPause: () => void;
}

export function Filters({ query, onQuery, isPaused, waiting, onPause }: FiltersProps) {
  const search = useRef<HTMLInputElement>(null);
  useSlash(search);
  const { answer: sources = [] } = useAnswer<readonly SourceView[]>("/api/sources");
  return (
    <div class="row" role="search">
      <input
        class="input search"
        type="search"
        ref={search}
        aria-label="Search events"
        placeholder="Search  /"
        value={query.q}
        onInput={({ currentTarget }) => onQuery({ ...query, q: currentTarget.value })}
      />
      <Choice
        label="Source"
        value={query.source}
        options={[["", "All sources"], ...sources.map(({ name }) => name)]}
        onValue={(source) => onQuery({ ...query, source })}
      />
      <Choice
        label="Outcome"
        value={query.outcome}
        options={[["", "All outcomes"], ...OUTCOMES]}
        onValue={(outcome) => onQuery({ ...query, outcome })}
      />
      <Button onClick={onPause} aria-pressed={isPaused}>
        {isPaused ? `Go on${waiting === 0 ? "" : ` (${waiting} waiting)`}` : "Pause"}
      </Button>
    </div>
  );
}

/** `/` focuses the search, unless the user is typing. */
function useSlash(search: { readonly current: HTMLInputElement | null }): void {
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      const isWriting = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
      if (event.key !== "/" || isWriting || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      search.current?.focus();
    };
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}
