import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { dist, root } from "../../bundler/paths.ts";

/**
 * Runs tsc, and again at each call, in the place of a run under way: what builds runs though its types are wrong, as long as
 * one is told. Says nothing where they are right and were.
 */
export function createTypeCheck(onLine: (line: string, isWrong: boolean) => void): { run(): void; end(): void } {
  const { resolve } = createRequire(import.meta.url);
  const tsc = join(dirname(resolve("typescript/package.json")), "bin/tsc");
  const memory = ["--incremental", "--tsBuildInfoFile", join(dist, "types.tsbuildinfo")];
  let running: ChildProcess | undefined;
  let wereWrong = false;
  return {
    run() {
      running?.kill();
      const child = spawn(process.execPath, [tsc, "--pretty", "false", ...memory], {
        cwd: root,
        stdio: ["ignore", "pipe", "pipe"],
      });
      running = child;
      const tell = (line: string) => {
        if (running !== child) return;
        wereWrong = true;
        onLine(line, true);
      };
      for (const input of [child.stdout, child.stderr]) createInterface({ input }).on("line", tell);
      child.once("error", (error) => onLine(`The types are not checked: ${error.message}`, true));
      child.once("close", (code) => {
        if (running !== child || code !== 0) return;
        if (wereWrong) onLine("The types are right again.", false);
        wereWrong = false;
      });
    },
    end: () => void running?.kill(),
  };
}
