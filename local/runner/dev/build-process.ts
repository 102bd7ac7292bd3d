import { type ChildProcess, spawn } from "node:child_process";
import { getCompileCacheDir } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { RUNNABLE } from "../../../bundler/built.ts";
import { root } from "../../../bundler/paths.ts";

/** A complete build in a child process: changed modules can't be reloaded in this one. */
export interface BuildProcess {
  /** The error lines; empty on success, undefined if stopped. */
  readonly result: Promise<readonly string[] | undefined>;
  /** Whether dist can be run, known before the build is complete; false if it failed or was stopped. */
  readonly isRunnable: Promise<boolean>;
  stop(): void;
}

/** Its output is printed here. */
export function startBuild(): BuildProcess {
  const child: ChildProcess = spawn(process.execPath, [join(root, "bundler/build.ts")], {
    stdio: ["ignore", "inherit", "pipe", "ipc"],
    env: { ...process.env, NODE_COMPILE_CACHE: getCompileCacheDir() },
  });
  const lines: string[] = [];
  let isStopped = false;
  if (child.stderr !== null)
    createInterface({ input: child.stderr }).on("line", (line) => {
      lines.push(line);
      console.error(line);
    });
  const result = new Promise<readonly string[] | undefined>((resolve) => {
    child.once("close", (code) => {
      if (isStopped) resolve(undefined);
      else if (code === 0) resolve([]);
      else resolve(lines.length === 0 ? ["The build failed."] : lines);
    });
  });
  const isRunnable = new Promise<boolean>((resolve) => {
    child.once("message", (message) => resolve(message === RUNNABLE));
    void result.then((wrong) => resolve(wrong?.length === 0));
  });
  return {
    result,
    isRunnable,
    stop() {
      isStopped = true;
      child.kill("SIGTERM");
    },
  };
}
