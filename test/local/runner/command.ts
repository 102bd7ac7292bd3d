import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../../../bundler/paths.ts";
import { createHistory, type History } from "./history.ts";

/** `npm start` or another command, as somebody has typed it. */
export interface Command {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Both of what it prints and what it complains of. */
  readonly lines: History<string>;
  readonly exit: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Runs a script of a checkout, this one unless told otherwise, by the Node that runs this. */
export function runCommand(
  script: string,
  options: { args?: readonly string[]; environment?: { readonly [name: string]: string }; checkout?: string } = {},
): Command {
  const { args = [], environment = {}, checkout = root } = options;
  const { PATH, NODE_COMPILE_CACHE, GOGC } = process.env;
  const child = spawn(process.execPath, [join(checkout, script), ...args], {
    cwd: checkout,
    env: { PATH, NODE_COMPILE_CACHE, GOGC, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines = createHistory<string>();
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on("line", lines.add);
  const exit = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  return { child, pid: child.pid ?? 0, lines, exit };
}

/** Starts the runner at any free port; resolves with its address when it is ready. */
export async function startCommand(
  options: { args?: readonly string[]; checkout?: string } = {},
): Promise<Command & { url: string }> {
  const command = runCommand("local/runner/main.ts", { ...options, environment: { PORT: "0" } });
  const isReady = /^ycat is ready at (\S+)$/;
  const line = await command.lines.first((text) => isReady.test(text), "the runner to be ready");
  // Printed in one piece: the rest follows at once.
  await command.lines.first((text) => text.includes("npm run state"), "the end of the welcome");
  return { ...command, url: isReady.exec(line)?.[1] ?? "" };
}
