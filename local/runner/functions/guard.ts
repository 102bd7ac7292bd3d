import { type ChildProcess, spawn } from "node:child_process";
import { Socket } from "node:net";

/**
 * Waits for the end of its standard input, which comes when the parent exits, and kills the given process. Ignores
 * Ctrl-C.
 */
const SCRIPT = `trap "" INT TERM; read -r _; kill -9 "$0"`;

/**
 * Makes a child end with this process, however it ends: after kill -9 nobody tells the child, and one in an endless
 * loop would not notice. Without sh, such a child survives.
 */
export function guard(child: ChildProcess): void {
  if (child.pid === undefined) return;
  const shell = spawn("sh", ["-c", SCRIPT, String(child.pid)], { stdio: ["pipe", "ignore", "ignore"] });
  shell.on("error", () => undefined);
  shell.unref();
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  child.once("exit", () => shell.kill("SIGKILL"));
}
