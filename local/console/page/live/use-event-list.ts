import { useCallback, useEffect, useReducer, useRef, useState } from "preact/hooks";
import type { EventRow } from "../../contract/events.ts";
import { sentenceOf } from "../api/ask.ts";
import { createEventList, type EventList } from "./event-list.ts";
import type { EventQuery } from "./event-query.ts";
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

const LEAST_MS = 16;
/** Minimum pause between drawings, as a multiple of the last one's duration. */
const REST = 10;
const MOST_MS = 2000;

/** Draws soon after a request, once for all requests until then, and less often the longer drawing takes. */
function createPace(draw: () => void): { soon(): void; end(): void } {
  let timer: number | undefined;
  let notBefore = 0;
  const run = () => {
    timer = undefined;
    const begun = performance.now();
    draw();
    // Preact's own update comes first.
    queueMicrotask(() => {
      const computed = performance.now();
      rest(computed - begun);
      afterFrame((frameMs) => rest(computed - begun + frameMs));
    });
  };
  const rest = (tookMs: number) => {
    notBefore = performance.now() + Math.min(MOST_MS, REST * tookMs);
  };
  return {
    soon() {
      timer ??= window.setTimeout(run, Math.max(LEAST_MS, notBefore - performance.now()));
    },
    end: () => window.clearTimeout(timer),
  };
}

/** Measures the time until the next frame. A hidden page has none. */
function afterFrame(tell: (ms: number) => void): void {
  requestAnimationFrame(() => {
    const begun = performance.now();
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", () => tell(performance.now() - begun), { once: true });
    port1.start();
    port2.postMessage(undefined);
  });
}
