import { type ChildProcess, spawn } from "node:child_process";
import { Socket } from "node:net";

/** Waits until its standard input ends, as it does when whoever started it is gone, and then ends that process. Ctrl-C is meant for others. */
const SCRIPT = `trap "" INT TERM; read -r _; kill -9 "$0"`;

/**
 * Has a child end with this process however this ends: killed by -9 it tells nobody, and a child in an endless loop does not notice.
 * Where there is no sh, such a child stays.
 */
export function guard(child: ChildProcess): void {
  if (child.pid === undefined) return;
  const shell = spawn("sh", ["-c", SCRIPT, String(child.pid)], { stdio: ["pipe", "ignore", "ignore"] });
  shell.on("error", () => undefined);
  shell.unref();
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  child.once("exit", () => shell.kill("SIGKILL"));
}
