import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { StreamEvents } from "../../contract/stream.ts";
import { listen, onResume } from "../live/stream.ts";
import { get, sentenceOf } from "./ask.ts";

export interface Answered<Answer> {
  readonly answer: Answer | undefined;
  readonly error: string | undefined;
  /** Reloads, for instance after an action. */
  again(): void;
}

const SOON_MS = 150;

/**
 * Loads from the API, again whenever one of these events arrives or the connection returns. The last answer stays
 * visible meanwhile, unless the path has changed.
 */
export function useAnswer<Answer>(
  path: string,
  after: readonly (keyof StreamEvents)[] = [],
  concerns?: (told: StreamEvents[keyof StreamEvents]) => boolean,
): Answered<Answer> {
  const [state, setState] = useState<{ path: string; answer?: Answer; error?: string }>({ path });
  const [count, setCount] = useState(0);
  const again = useCallback(() => setCount((before) => before + 1), []);
  useEffect(() => {
    const controller = new AbortController();
    get<Answer>(path, controller.signal).then(
      (answer) => setState({ path, answer }),
      (error: unknown) => {
        if (!controller.signal.aborted) setState((before) => ({ ...before, path, error: sentenceOf(error) }));
      },
    );
    return () => controller.abort();
  }, [path, count]);
  useWhenTold(after, again, concerns);
  const { answer, error } = state.path === path ? state : {};
  return { answer, error, again };
}

/** Calls once for all events of a moment. */
export function useWhenTold(
  names: readonly (keyof StreamEvents)[],
  call: () => void,
  concerns: ((told: StreamEvents[keyof StreamEvents]) => boolean) | undefined,
): void {
  const timer = useRef<number | undefined>(undefined);
  const asked = useRef(concerns);
  asked.current = concerns;
  useEffect(() => {
    const soon = () => {
      timer.current ??= window.setTimeout(() => {
        timer.current = undefined;
        call();
      }, SOON_MS);
    };
    const ends = [
      ...names.map((name) => listen(name, (told) => (asked.current?.(told) ?? true) && soon())),
      listen("reset", soon),
      onResume(soon),
    ];
    return () => {
      for (const end of ends) end();
      window.clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, [call, names.join()]);
}
