import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { FileHandle } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const FRAMEWORK = join(dirname(createRequire(import.meta.url).resolve("@google-cloud/functions-framework")), "main.js");
const PRELOADS = [
  join(import.meta.dirname, "../../local/runner/functions/preload.cjs"),
  join(import.meta.dirname, "preload.cjs"),
];

/** Otherwise Google's libraries would search the network for one, and wait. */
const NO_METADATA_SERVER = { METADATA_SERVER_DETECTION: "none" };

/** A function to measure. All are started the same way. */
export interface Subject {
  readonly name: string;
  /** The folder that the framework loads. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** What a process has used since it was spawned. */
interface Usage {
  readonly cpuMs: number;
  readonly peakMiB: number;
  /** At present. */
  readonly residentMiB: number;
}

export interface RunningSubject {
  readonly port: number;
  usage(): Promise<Usage>;
  end(): Promise<void>;
}

/**
 * Spawns it under the Functions Framework, as local/runner/functions/function-process.ts does. Resolves when it
 * listens. Its log goes to `logFile`, because a pipe that is not read in time would block it.
 */
export async function startSubject(
  { name, folder, environment }: Subject,
  logFile?: FileHandle,
): Promise<RunningSubject> {
  const child = spawn(
    process.execPath,
    [
      ...PRELOADS.flatMap((preload) => ["--require", preload]),
      FRAMEWORK,
      `--source=${folder}`,
      `--target=${name}`,
      "--port=0",
    ],
    {
      cwd: folder,
      env: { ...environment, NODE_ENV: "production", ...NO_METADATA_SERVER },
      stdio: ["ignore", logFile?.fd ?? "pipe", "inherit", "ipc"],
    },
  );
  child.stdout?.resume();
  const { port } = (await nextMessage(child, name, "port")) as { port: number };
  return {
    port,
    async usage() {
      const answered = nextMessage(child, name, "cpuMs");
      child.send("usage");
      return (await answered) as Usage; // sent by preload.cjs
    },
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
  };
}

/** Waits for the next message with this member, since the runner's preload also sends messages about batches. */
function nextMessage(child: ChildProcess, name: string, member: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error(`The function ${name} ended before it answered; what it wrote says why.`));
    const onMessage = (message: unknown) => {
      if (typeof message !== "object" || message === null || !(member in message)) return;
      child.off("exit", onExit).off("message", onMessage);
      resolve(message);
    };
    child.once("exit", onExit).on("message", onMessage);
  });
}
