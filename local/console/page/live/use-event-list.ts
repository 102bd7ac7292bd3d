import { useCallback, useEffect, useReducer, useRef, useState } from "preact/hooks";
import type { EventRow } from "../../contract/events.ts";
import { sentenceOf } from "../api/ask.ts";
import { createEventList, type EventList } from "./event-list.ts";
import type { EventQuery } from "./event-query.ts";
import { createPace } from "./pace.ts";
import { listen, onResume } from "./stream.ts";

interface LiveEvents {
  readonly list: EventList;
  readonly isLoaded: boolean;
  readonly error: string | undefined;
  /** The number of changes held back while paused. */
  readonly waiting: number;
  readonly onSight: (last: number) => void;
}

/** A query's events, redrawn as they arrive; held back while paused. */
export function useEventList(query: EventQuery, isPaused: boolean): LiveEvents {
  const [, draw] = useReducer((drawn: number) => drawn + 1, 0);
  const [generation, startAnew] = useReducer((before: number) => before + 1, 0);
  const [error, setError] = useState<string>();
  const [loaded, setLoaded] = useState<EventList>();
  const list = useRef<EventList>(createEventList(query));
  const waiting = useRef<EventRow[]>([]);
  const fail = useCallback((reason: unknown) => setError(sentenceOf(reason)), []);

  useEffect(() => {
    const made = createEventList(query);
    list.current = made;
    waiting.current = [];
    const begin = async () => {
      await made.start();
      setError(undefined);
      setLoaded(made);
    };
    begin().catch(fail);
  }, [query.q, query.source, query.outcome, generation]);

  useEffect(() => {
    const pace = createPace(() => {
      if (!isPaused) list.current.take(waiting.current.splice(0));
      draw(undefined);
    });
    if (waiting.current.length > 0) pace.soon();
    const ends = [
      pace.end,
      listen("row", (row) => {
        waiting.current.push(row);
        pace.soon();
      }),
      listen("reset", () => startAnew(undefined)),
      onResume(() => {
        if (!list.current.isStarted()) startAnew(undefined);
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [isPaused]);

  const shown = loaded ?? list.current;
  const onSight = useCallback((last: number) => void loadMore(shown, last, draw).catch(fail), [shown]);
  return {
    list: shown,
    isLoaded: loaded !== undefined,
    error,
    waiting: isPaused ? waiting.current.length : 0,
    onSight,
  };
}

/** Does not redraw if everything visible is loaded. */
async function loadMore(list: EventList, last: number, draw: (again: undefined) => void): Promise<void> {
  if (await list.loadUpTo(last)) draw(undefined);
}
