import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "../../bundler/paths.ts";
import { copyCheckout } from "./checkout.ts";
import { newFillWebhook } from "./fills.ts";
import { post } from "./requests.ts";

const HANDLER = "functions/handlers/form-submitted.ts";
const EVENT = "form_submitted";
const LOOK_EVERY_MS = 10;
const SETTLED_MS = 2000;
const PATIENCE_MS = 60_000;

interface Development {
  /** From starting `npm run dev` in a fresh checkout until the page's script is served. */
  readonly readyMs: number;
  /** From each save of a handler until the first effect of the new version. */
  readonly saveMs: readonly number[];
}

/**
 * Starts a new checkout for the first time, then saves its handler repeatedly. It has its own folder, and uses this
 * checkout's packages.
 */
export async function timeDevelopment(saves: number): Promise<Development> {
  const folder = await mkdtemp(join(tmpdir(), "ycat-development-"));
  try {
    await copyCheckout(folder);
    await symlink(join(root, "node_modules"), join(folder, "node_modules"));
    const begun = performance.now();
    const command = startIn(folder, ["--watch"]);
    try {
      const url = await command.ready;
      const readyMs = performance.now() - begun;
      const saveMs: number[] = [];
      for (let save = 1; save <= saves; save += 1) {
        await sleep(SETTLED_MS); // the full build that follows each save is not part of the measurement
        saveMs.push(await timeSave(folder, url, save));
      }
      return { readyMs, saveMs };
    } finally {
      await command.end();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** `npm start` in a checkout, on a free port. `ready` resolves when its page and the page's script are served. */
export function startIn(folder: string, args: readonly string[] = []) {
  const child: ChildProcess = spawn(process.execPath, [join(folder, "local/runner/main.ts"), ...args], {
    cwd: folder,
    // A new checkout has no compile cache either.
    env: { ...process.env, PORT: "0", ...(folder !== root && { NODE_COMPILE_CACHE: join(folder, ".compiled") }) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  return {
    ready: readyAt(child),
    async end() {
      if (child.exitCode !== null) return;
      child.kill("SIGINT");
      await once(child, "exit");
    },
  };
}

async function readyAt({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error("npm start prints nothing.");
  const lines = createInterface({ input: stdout });
  const url = await new Promise<string>((resolve, reject) => {
    lines.on("line", (line) => {
      const [, ready] = /^ycat is ready at (\S+)$/.exec(line) ?? [];
      if (ready !== undefined) resolve(ready);
    });
    lines.once("close", () => reject(new Error("npm start has ended before it was ready.")));
  });
  const page = await (await fetch(url)).text();
  const [, script = ""] = /src="([^"]+)"/.exec(page) ?? [];
  await (await fetch(url + script)).text();
  return url;
}

/**
 * Changes the name of the handler's event, as an editor saves a file. Then sends forms until an event with that name
 * arrives.
 */
async function timeSave(folder: string, url: string, save: number): Promise<number> {
  const file = join(folder, HANDLER);
  const name = `${EVENT}_${save}`;
  const text = await readFile(file, "utf8");
  await writeFile(`${file}.new`, text.replace(/"form_submitted\w*"/, JSON.stringify(name)));
  await rename(`${file}.new`, file);
  const saved = performance.now();
  for (let known = await eventsAt(url); performance.now() - saved < PATIENCE_MS;) {
    const { status } = await post(
      { port: Number(new URL(url).port) },
      { path: "/webhooks/app", ...newFillWebhook().request },
    );
    if (status !== 201) throw new Error(`A webhook was answered by ${status}.`);
    let events = known;
    while (events.length === known.length && performance.now() - saved < PATIENCE_MS) {
      await sleep(LOOK_EVERY_MS);
      events = await eventsAt(url);
    }
    if (events.includes(name)) return performance.now() - saved;
    known = events;
  }
  throw new Error(`${HANDLER} was saved, and had no effect after a minute.`);
}

async function eventsAt(url: string): Promise<string[]> {
  const state = await (await fetch(`${url}/api/state`)).text();
  const { customerio }: { customerio: { events: { name: string }[] } } = JSON.parse(state);
  return customerio.events.map((event) => event.name);
}
