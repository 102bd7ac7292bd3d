import { type Clock, systemClock } from "../../../local/core/clock.ts";

/** The progress of a proof. */
export interface SoFar {
  /** Handlers whose cases are running, or what else is being done. */
  readonly what: readonly string[];
  /** Of the groups that have ended. */
  readonly cases: number;
  /** Cases and calls begun: a group may have thousands. */
  readonly steps: number;
}

/** Where progress is shown: standard error. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const ON_TERMINAL_MS = 200;
const IN_LOG_MS = 10_000;
const CLEAR = "\r\u001B[K";

/**
 * Shows progress repeatedly until the returned function is called: on a terminal in one line that is erased at the end,
 * elsewhere as a new line each time.
 */
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

/** `41 s: 3,412 cases, 20,118 steps, form-submitted`. A handler's first group is reported only after its runs without faults. */
function spell({ what, cases, steps }: SoFar, seconds: number): string {
  const doing = [...new Set(what)].join(", ");
  if (cases === 0) return `${seconds} s: preparing${doing === "" ? "" : `: runs without faults of ${doing}`}`;
  return `${seconds} s: ${cases.toLocaleString("en-US")} cases, ${steps.toLocaleString("en-US")} steps, ${doing || "about to begin"}`;
}
