import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "../../bundler/paths.ts";
import { newFillWebhook } from "./fills.ts";
import { post } from "./requests.ts";

const COPIED = [
  "bundler",
  "functions",
  "local",
  "schemas",
  "samples",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];
const HANDLER = "functions/handlers/form-submitted.ts";
const EVENT = "form_submitted";
const LOOK_EVERY_MS = 10;
const SETTLED_MS = 2000;
const PATIENCE_MS = 60_000;

export interface Development {
  /** From the spawning of `npm run dev`'s program, where nothing is built yet, until its page's script is answered. */
  readonly readyMs: number;
  /** From each save of a handler until the effect of the first webhook that the saved one has handled. */
  readonly saveMs: readonly number[];
}

/** A new checkout's first start, whose handler is then saved so many times: a folder of its own, with this one's packages. */
export async function timeDevelopment(saves: number): Promise<Development> {
  const folder = await mkdtemp(join(tmpdir(), "ycat-development-"));
  try {
    for (const entry of COPIED) await cp(join(root, entry), join(folder, entry), { recursive: true });
    await symlink(join(root, "node_modules"), join(folder, "node_modules"));
    const begun = performance.now();
    const command = startIn(folder, ["--watch"]);
    try {
      const url = await command.ready;
      const readyMs = performance.now() - begun;
      const saveMs: number[] = [];
      for (let save = 1; save <= saves; save += 1) {
        await sleep(SETTLED_MS); // the whole build that follows each save is not what is measured
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

/** `npm start`'s program in a checkout, at any free port; `ready` when its page and that page's script are answered. */
export function startIn(folder: string, args: readonly string[] = []) {
  const child: ChildProcess = spawn(process.execPath, [join(folder, "local/runner/main.ts"), ...args], {
    cwd: folder,
    // Nothing that Node has compiled before, either, where it is a new checkout.
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

/** As an editor saves, the handler gives its event another name; forms come one after the other until one of that name is there. */
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
    while (events.length === known.length) {
      await sleep(LOOK_EVERY_MS);
      events = await eventsAt(url);
    }
    if (events.includes(name)) return performance.now() - saved;
    known = events;
  }
  throw new Error(`${HANDLER} was saved, and after a minute nothing of it is to be seen.`);
}

async function eventsAt(url: string): Promise<string[]> {
  const state = await (await fetch(`${url}/api/state`)).text();
  const { customerio }: { customerio: { events: { name: string }[] } } = JSON.parse(state);
  return customerio.events.map((event) => event.name);
}
