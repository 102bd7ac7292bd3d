import { type Clock, systemClock } from "../../../local/core/clock.ts";

/** How far a proof has come. */
export interface SoFar {
  /** The handlers whose cases run, or what else is done. */
  readonly what: readonly string[];
  readonly cases: number;
}

/** Where it is told: standard error. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const ON_TERMINAL_MS = 200;
const IN_LOG_MS = 10_000;
const CLEAR = "\r\u001B[K";

/** Tells it again and again until that which is returned is called: on a terminal in one line, which is gone then; else a line each time. */
export function tellProgress(screen: Screen, look: () => SoFar, clock: Clock = systemClock): () => void {
  const { isTTY = false } = screen;
  const startedAt = clock.now();
  let cancel: () => void;
  const wait = () => {
    cancel = clock.after(isTTY ? ON_TERMINAL_MS : IN_LOG_MS, () => {
      const line = spell(look(), Math.round((clock.now() - startedAt) / 1000));
      screen.write(isTTY ? `${CLEAR}${line.slice(0, (screen.columns ?? 80) - 1)}` : `${line}\n`);
      wait();
    });
  };
  wait();
  return () => {
    cancel();
    if (isTTY) screen.write(CLEAR);
  };
}

/** `41 s: 3,412 cases, form-submitted` */
function spell({ what, cases }: SoFar, seconds: number): string {
  const doing = what.length === 0 ? "about to begin" : [...new Set(what)].join(", ");
  return `${seconds} s: ${cases.toLocaleString("en-US")} cases, ${doing}`;
}
