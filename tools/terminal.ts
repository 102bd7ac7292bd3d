import { endWithReader } from "../bundler/closed-output.ts";
import type { Environment } from "../functions/runtime/settings.ts";

/** By which a command tells what it has to say. */
export interface Output {
  /** Takes a line of the answer. */
  readonly print: (line: string) => void;
  /** Takes a sentence about something that went wrong. */
  readonly complain: (sentence: string) => void;
}

/** What every command is given by whoever calls it. */
export interface Terminal extends Output {
  readonly environment: Environment;
}

/** This process's. Once nobody reads what it prints, the command ends quietly. */
export function openTerminal(): Terminal {
  endWithReader();
  return {
    environment: process.env,
    print: (line) => console.log(line),
    complain: (sentence) => console.error(sentence),
  };
}

/** Aborted by the first Ctrl-C, which gives everything back and ends; a second one ends the process at once. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}
