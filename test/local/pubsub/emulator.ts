import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, realpathSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, dirname, join } from "node:path";

const BINARY = "platform/pubsub-emulator/bin/cloud-pubsub-emulator";

/** Google's emulator on this machine: PUBSUB_EMULATOR_BIN, or what lies in the SDK that the gcloud on the path is part of. */
export function findEmulator(): string | undefined {
  const candidates = (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "gcloud"))
    .filter((gcloud) => existsSync(gcloud))
    .map((gcloud) => join(dirname(dirname(realpathSync(gcloud))), BINARY));
  return [process.env["PUBSUB_EMULATOR_BIN"] ?? "", ...candidates].find(
    (binary) => binary !== "" && existsSync(binary),
  );
}

/** Starts it on a free port; what it prints is dropped. */
export async function startEmulator(binary: string): Promise<{ readonly host: string; close(): Promise<void> }> {
  const port = await freePort();
  const emulator = spawn(binary, ["--host=127.0.0.1", `--port=${port}`], {
    stdio: "ignore",
    env: { ...process.env, JAVA_OPTS: "-Xmx512m -XX:TieredStopAtLevel=1" },
  });
  const host = `127.0.0.1:${port}`;
  await untilAnswers(`http://${host}/v1/projects/p/topics`, emulator);
  return {
    host,
    async close() {
      const ended = once(emulator, "exit");
      emulator.kill("SIGKILL");
      await ended;
    },
  };
}

/** It says nowhere but in its log that it is ready, so this asks until it answers. */
async function untilAnswers(url: string, emulator: ChildProcess): Promise<void> {
  for (;;) {
    if (emulator.exitCode !== null)
      throw new Error(`Google's emulator ended with ${emulator.exitCode} before it answered.`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("There is no free port.");
  return address.port;
}
