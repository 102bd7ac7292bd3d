import { createInterface } from "node:readline/promises";
import { endWithReader } from "../bundler/closed-output.ts";
import { dist, root } from "../bundler/paths.ts";
import type { Environment } from "../functions/runtime/settings.ts";
import { UsageError } from "../local/core/problems.ts";
import type { Google } from "./google/ask.ts";

/** Where a command writes. */
export interface Output {
  /** Takes a line of the answer. */
  readonly print: (line: string) => void;
  /** Takes a sentence about something that went wrong. */
  readonly complain: (sentence: string) => void;
}

/** What every command gets from its caller. */
export interface Terminal extends Output {
  readonly environment: Environment;
}

/** What a command gets that looks into a project. */
export interface ProjectTerminal extends Terminal {
  /** Folder of the build. */
  readonly dist: string;
  /** Sends requests to Google. Default: with this account's credentials. */
  readonly google?: (project: string) => Google;
}

/** This process's terminal, checkout and build. If its output is closed, the command ends quietly. */
export function openTerminal() {
  endWithReader();
  hideWarnings("MetadataLookupWarning");
  return {
    root,
    dist,
    environment: process.env,
    print: (line: string) => console.log(line),
    complain: (sentence: string) => console.error(sentence),
  } satisfies Terminal & Record<"root" | "dist", string>;
}

/** A warning of Google's library if there is no metadata server. A command reports missing credentials itself. */
function hideWarnings(hidden: string): void {
  const shown = process.listeners("warning");
  process.removeAllListeners("warning").on("warning", (warning) => {
    if (warning.name !== hidden) for (const show of shown) show(warning);
  });
}

/** Aborts on the first Ctrl-C, which ends gracefully. A second one ends the process at once. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}

/** Asks the user. @throws UsageError if there is no terminal, or the user ends the input (Ctrl-D) */
export async function askOnTerminal(
  question: string,
  input: NodeJS.ReadableStream & { readonly isTTY?: boolean } = process.stdin,
): Promise<string> {
  if (input.isTTY !== true) throw new UsageError(NOBODY);
  const terminal = createInterface({ input, output: process.stderr });
  // A question never settles once its input has ended, and the process would end in the middle.
  const ended = new Promise<never>((_resolve, reject) => terminal.once("close", () => reject(new UsageError(NOBODY))));
  try {
    return await Promise.race([terminal.question(question), ended]);
  } finally {
    terminal.close();
  }
}

const NOBODY = "There is no terminal to ask on: pass --yes to go on without being asked.";
