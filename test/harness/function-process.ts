import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { root } from "../../bundler/paths.ts";
import { SECRET } from "./webhook.ts";

const FRAMEWORK = join(root, "node_modules/@google-cloud/functions-framework/build/src/main.js");
const PRELOAD = join(root, "local/runner/functions/preload.cjs");

/** A built function under the real Functions Framework, in a process of its own. */
export interface FunctionProcess extends AsyncDisposable {
  readonly child: ChildProcess;
  /** Where it listens; rejects when it ends before. */
  readonly port: Promise<number>;
  /** All that it has printed, line by line. */
  lines(): string[];
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

export const environment: Readonly<Record<string, string>> = {
  GOOGLE_CLOUD_PROJECT: "test-project",
  SIGNING_SECRETS: SECRET,
  LOG_HASH_KEY: "test-key",
};

export function startFunction(
  name: string,
  variables: Readonly<Record<string, string>> = environment,
  folder = join(root, "dist/functions", name),
): FunctionProcess {
  const child = spawn(
    process.execPath,
    ["--require", PRELOAD, FRAMEWORK, `--source=${folder}`, `--target=${name}`, "--port=0"],
    {
      cwd: folder,
      env: { NODE_ENV: "production", ...variables },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    },
  );
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => (printed += text));
  // "close" comes when all it has printed has arrived; "exit" may come before.
  const ended = once(child, "close").then(([code, signal]): number | string => code ?? signal);
  const listening = once(child, "message").then(([message]): number => message.port);
  const port = Promise.race([
    listening,
    ended.then((how): never => {
      throw new Error(`the function ${name} ended with ${how}:\n${printed}`);
    }),
  ]);
  port.catch(() => undefined);
  return {
    child,
    port,
    ended,
    lines: () => printed.split("\n").filter((line) => line !== ""),
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
