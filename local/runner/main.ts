import { spawn } from "node:child_process";
import { join } from "node:path";
import { watch } from "chokidar";
import { dist, root } from "../../bundler/paths.ts";
import { readableLine, welcome } from "./print.ts";
import { type Runner, startRunner } from "./runner.ts";

const QUIET_MS = 100;
const LOOK_EVERY_MS = 500;

/** `npm start`, and with --watch `npm run dev`: builds, runs everything, ends it on Ctrl-C. */
async function main(): Promise<void> {
  const port = readPort(process.env["PORT"] || "8080");
  if (!(await build())) throw new Error("The build failed: nothing is started.");
  const runner = await startRunner({ port, dist, onLine: (name, line) => console.log(readableLine(name, line)) });
  endOnSignal(runner);
  console.log(welcome(runner.url, runner.sources()));
  if (process.argv.includes("--watch")) rebuildOnChange(runner);
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`PORT is "${text}"; a number from 0 to 65535 is expected.`);
  return port;
}

/** In a process of its own: modules that have changed can't be loaded again in this one. */
function build(): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, "bundler/build.ts")], { stdio: "inherit" });
    child.once("exit", (code) => resolve(code === 0));
  });
}

/** Ends too when npm, which started this, is gone: killed, it takes nobody with it. */
function endOnSignal(runner: Runner): void {
  const end = () => void runner.close().then(() => process.exit(0));
  process.once("SIGINT", end).once("SIGTERM", end);
  const { ppid } = process;
  const timer = setInterval(() => {
    if (process.ppid === ppid) return;
    clearInterval(timer);
    end();
  }, LOOK_EVERY_MS);
}

function rebuildOnChange(runner: Runner): void {
  let timer: NodeJS.Timeout | undefined;
  let building = Promise.resolve();
  const rebuild = async () => {
    if (!(await build())) {
      console.error("The build failed: what ran before goes on.");
      return;
    }
    const changed = await runner.reload();
    console.log(
      changed.length === 0 ? "Nothing has changed." : `Changed: ${changed.join(", ")}. The next request starts them.`,
    );
  };
  const folders = ["functions", "schemas"].map((folder) => join(root, folder));
  const ignored = join(root, "schemas/types.ts"); // the build writes it
  watch(folders, { ignored, ignoreInitial: true }).on("all", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      building = building.then(rebuild).catch((error: unknown) => console.error(error));
    }, QUIET_MS);
  });
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
