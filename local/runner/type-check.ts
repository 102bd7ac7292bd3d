import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { dist, root } from "../../bundler/paths.ts";

/**
 * Runs tsc, again at each call, replacing a run under way: builds run despite type errors, as long as these are
 * reported. Reports nothing if types are right and were before.
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
