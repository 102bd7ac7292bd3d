import { type ChildProcess, spawn } from "node:child_process";
import http from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { BegunBatch } from "../../console/journal/following.ts";
import { guard } from "./guard.ts";

/** The program behind the command `functions-framework`, which the cloud's image runs. */
const FRAMEWORK = join(dirname(createRequire(import.meta.url).resolve("@google-cloud/functions-framework")), "main.js");
const PRELOAD = join(import.meta.dirname, "preload.cjs");
/** What Cloud Run allows between SIGTERM and SIGKILL is 10 s; nobody at a keyboard waits so long. */
const GRACE_MS = 1000;
/** Within which a process that is awake says so. */
const ANSWER_MS = 1000;

export interface FunctionOptions {
  readonly name: string;
  /** The folder with its bundle. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Where a debugger may attach to it; 0: any free one. */
  readonly inspectorPort?: number;
  /** Takes each line that it prints, and one when it can't be started or ends by itself. */
  readonly onLine: (line: string) => void;
  /** Takes each batch that it begins. */
  readonly onBatch?: (batch: BegunBatch) => void;
}

/** What preload.cjs sends: first the port. */
interface Sent {
  readonly port?: number;
  readonly batch?: BegunBatch;
  /** It was asked. */
  readonly awake?: unknown;
}

/** One function, as the cloud runs it: a process of its own from its own bundle, started by the first request. */
export interface FunctionProcess {
  /** Where it listens; starts it if it does not run. Rejects with a sentence when it can't be started. */
  address(): Promise<{ port: number; agent: http.Agent }>;
  /** Undefined while it does not run. */
  pid(): number | undefined;
  /** Whether it says within a second that its event loop goes round, as it does not in a loop without await. */
  isAwake(): Promise<boolean>;
  /** Ends at once the process of that pid, if it is still the one that runs. The next request starts it anew. */
  kill(pid: number | undefined): void;
  /** Lets requests under way end, for a second at most. The next request starts it anew. */
  stop(): Promise<void>;
}

export function createFunctionProcess(options: FunctionOptions): FunctionProcess {
  let running: { child: ChildProcess; address: Promise<{ port: number; agent: http.Agent }> } | undefined;

  function start() {
    const child = spawnFunction(options);
    const agent = new http.Agent({ keepAlive: true });
    const started = { child, address: portOf(child, options).then((port) => ({ port, agent })) };
    const sayWhy = (sentence: string) => {
      agent.destroy();
      if (running !== started) return; // it was told to
      running = undefined;
      options.onLine(sentence);
    };
    started.address.then(
      () =>
        child.once("close", (code, signal) =>
          sayWhy(
            `The function ${options.name} ended with ${signal ?? `code ${code}`}. The next request starts it anew.`,
          ),
        ),
      (error: Error) => sayWhy(error.message),
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
      // Google's client would look for a metadata server over the network, and warn that it finds none.
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

/** True of one that has ended: that is told by itself. */
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
