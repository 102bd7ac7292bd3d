import { type ChildProcess, spawn } from "node:child_process";
import http from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { BegunBatch } from "../../console/journal/following.ts";
import { guard } from "./guard.ts";

/** The program behind `functions-framework`, which the cloud runs. */
const FRAMEWORK = join(dirname(createRequire(import.meta.url).resolve("@google-cloud/functions-framework")), "main.js");
const PRELOAD = join(import.meta.dirname, "preload.cjs");
/** Cloud Run allows 10 s between SIGTERM and SIGKILL, too long at a keyboard. */
const GRACE_MS = 1000;
/** A process with a free event loop answers within this time. */
const ANSWER_MS = 1000;

interface FunctionOptions {
  readonly name: string;
  /** The folder with its bundle. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The debugger's port; 0 for any free one. */
  readonly inspectorPort?: number;
  /** Receives each line it prints, and one if it can't be started or exits by itself. */
  readonly onLine: (line: string) => void;
  /** Receives each batch it begins. */
  readonly onBatch?: (batch: BegunBatch) => void;
}

/** Messages from preload.cjs: the port comes first. */
interface Sent {
  readonly port?: number;
  readonly batch?: BegunBatch;
  /** Answers isAwake's question. */
  readonly awake?: unknown;
}

/** A function as the cloud runs it: a process with its own bundle, started by the first request. */
export interface FunctionProcess {
  /** Where it listens; starts it if necessary. Rejects with a sentence if it can't be started. */
  address(): Promise<{ port: number; agent: http.Agent }>;
  /** Undefined while it is not running. */
  pid(): number | undefined;
  /** Whether its event loop answers within a second, unlike one in an endless loop. */
  isAwake(): Promise<boolean>;
  /** Kills the process with that pid if it is still the current one. The next request starts another. */
  kill(pid: number | undefined): void;
  /** Waits up to a second for requests under way. The next request starts it again. */
  stop(): Promise<void>;
}

export function createFunctionProcess(options: FunctionOptions): FunctionProcess {
  let running: { child: ChildProcess; address: Promise<{ port: number; agent: http.Agent }> } | undefined;

  function start() {
    const child = spawnFunction(options);
    const agent = new http.Agent({ keepAlive: true });
    const started = { child, address: portOf(child, options).then((port) => ({ port, agent })) };
    const reportEnd = (sentence: string) => {
      agent.destroy();
      if (running !== started) return; // stopped on purpose
      running = undefined;
      options.onLine(sentence);
    };
    started.address.then(
      () =>
        child.once("close", (code, signal) =>
          reportEnd(
            `The function ${options.name} ended with ${signal ?? `code ${code}`}. The next request restarts it.`,
          ),
        ),
      (error: Error) => reportEnd(error.message),
    );
    return started;
  }

  return {
    address: () => (running ??= start()).address,
    pid: () => running?.child.pid,
    isAwake: () => (running === undefined ? Promise.resolve(true) : answers(running.child)),
    kill(pid) {
      if (pid !== undefined && running?.child.pid === pid) running.child.kill("SIGKILL");
    },
    async stop() {
      const child = running?.child;
      running = undefined;
      if (child !== undefined) await end(child);
    },
  };
}

function spawnFunction({ name, folder, environment, inspectorPort, onLine }: FunctionOptions): ChildProcess {
  const inspect = inspectorPort === undefined ? [] : [`--inspect=127.0.0.1:${inspectorPort}`];
  const child = spawn(
    process.execPath,
    [...inspect, "--require", PRELOAD, FRAMEWORK, `--source=${folder}`, `--target=${name}`, "--port=0"],
    {
      cwd: folder,
      // Keeps Google's client from looking for a metadata server and warning that there is none.
      env: { ...environment, NODE_ENV: "production", YCAT_LOCAL: "1", METADATA_SERVER_DETECTION: "none" },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    },
  );
  guard(child);
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on("line", onLine);
  }
  return child;
}

function portOf(child: ChildProcess, { name, folder, onBatch }: FunctionOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`The function ${name} did not start from ${folder}: ${why}.`));
    child.on("message", ({ port, batch }: Sent) => {
      if (port !== undefined) resolve(port);
      if (batch !== undefined) onBatch?.(batch);
    });
    child.once("error", (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
    child.once("close", (code, signal) =>
      fail(`it ended with ${signal ?? `code ${code}`}; the lines before this one say why`),
    );
  });
}

/** True for a process that has exited: its exit is reported separately. */
function answers(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (isAwake: boolean) => {
      clearTimeout(timer);
      child.off("message", read).off("close", closed);
      resolve(isAwake);
    };
    const timer = setTimeout(() => settle(false), ANSWER_MS);
    const read = ({ awake }: Sent) => awake !== undefined && settle(true);
    const closed = () => settle(true);
    child.on("message", read).once("close", closed);
    child.send("awake?", (error) => error && settle(true));
  });
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const kill = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
    child.once("exit", () => {
      clearTimeout(kill);
      resolve();
    });
    child.kill("SIGTERM");
  });
}
