import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../../../bundler/paths.ts";
import type { BuildError } from "../../../bundler/write/quick.ts";

/** A whole build, in a process of its own: modules that have changed can't be loaded again in this one. */
export interface BuildProcess {
  /** What is wrong; none where it is built. Undefined where it was stopped. */
  readonly result: Promise<readonly BuildError[] | undefined>;
  stop(): void;
}

/** What it prints is printed here. */
export function startBuild(): BuildProcess {
  const child: ChildProcess = spawn(process.execPath, [join(root, "bundler/build.ts")], {
    stdio: ["ignore", "inherit", "pipe"],
  });
  const lines: string[] = [];
  let isStopped = false;
  if (child.stderr !== null)
    createInterface({ input: child.stderr }).on("line", (line) => {
      lines.push(line);
      console.error(line);
    });
  const result = new Promise<readonly BuildError[] | undefined>((resolve) => {
    child.once("close", (code) => resolve(isStopped ? undefined : code === 0 ? [] : readErrors(lines)));
  });
  return {
    result,
    stop() {
      isStopped = true;
      child.kill("SIGTERM");
    },
  };
}

/** `functions/handlers/a.ts:14: what is wrong`, and tsc's `functions/handlers/a.ts(14,3): error TS2322: what is wrong`. */
const PLACED = /^([\w./+@-]+\.(?:tsx?|json|xml|form))(?::(\d+)(?::\d+)?|\((\d+),\d+\))?:? (?:can't be loaded: )?(.+)$/;

export function readErrors(lines: readonly string[]): BuildError[] {
  const placed = lines.flatMap((line) => {
    const [, file, row, other, text] = PLACED.exec(line) ?? [];
    const number = row ?? other;
    if (file === undefined || text === undefined) return [];
    return [{ file, text, ...(number !== undefined && { line: Number(number) }) }];
  });
  return placed.length > 0 ? placed : [{ file: "", text: lines.join("\n") }];
}
