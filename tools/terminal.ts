import { createInterface } from "node:readline/promises";
import { endWithReader } from "../bundler/closed-output.ts";
import type { Environment } from "../functions/runtime/settings.ts";
import { UsageError } from "../local/core/problems.ts";

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
  hideWarnings("MetadataLookupWarning");
  return {
    environment: process.env,
    print: (line) => console.log(line),
    complain: (sentence) => console.error(sentence),
  };
}

/** Of Google's library, where there is no metadata server: what finds no credentials says that in words of its own. */
function hideWarnings(hidden: string): void {
  const shown = process.listeners("warning");
  process.removeAllListeners("warning").on("warning", (warning) => {
    if (warning.name !== hidden) for (const show of shown) show(warning);
  });
}

/** Aborted by the first Ctrl-C, which gives everything back and ends; a second one ends the process at once. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}

/** What is typed in answer to a question. @throws UsageError where there is no terminal, or nobody there answers (Ctrl-D) */
export async function askOnTerminal(
  question: string,
  input: NodeJS.ReadableStream & { readonly isTTY?: boolean } = process.stdin,
): Promise<string> {
  if (input.isTTY !== true) throw new UsageError(NOBODY);
  const terminal = createInterface({ input, output: process.stderr });
  // A question is never settled once its input has ended: the process would end in the midst of it.
  const ended = new Promise<never>((_resolve, reject) => terminal.once("close", () => reject(new UsageError(NOBODY))));
  try {
    return await Promise.race([terminal.question(question), ended]);
  } finally {
    terminal.close();
  }
}

const NOBODY = "Nobody is there to agree: say --yes.";
