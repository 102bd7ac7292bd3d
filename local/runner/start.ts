import { isArgumentError, parseArgs } from "../../bundler/arguments.ts";
import { builtBefore } from "../../bundler/built.ts";
import { dist } from "../../bundler/paths.ts";
import { UsageError } from "../core/problems.ts";
import { type BuildProcess, startBuild } from "./dev/build-process.ts";
import { portOf } from "../core/listening.ts";
import { openEarly } from "./api/early.ts";
import { isQuarantine, isShown, readableLine, welcome } from "./print.ts";
import type { Runner, RunnerOptions } from "./runner.ts";

const LOOK_EVERY_MS = 500;

const usage = `npm start [-- options]
npm run dev [-- options]     also reloads what you save, and checks types

Builds what has changed, and runs every function against stand-ins, at http://localhost:8080 or PORT. Ctrl-C ends everything.

  --verbose            prints all fields of each log line
  --json               prints the log lines as the functions write them
  --set NAME=VALUE     sets a setting of the functions, as in terraform.tfvars: --set PAUSING=off; may be repeated
  --inspect FUNCTION   lets a debugger attach to this function at 127.0.0.1:9229 (or FUNCTION:PORT), with breakpoints in TypeScript
`;

/** `npm start`, or `npm run dev` with --watch: builds, runs everything, and ends on Ctrl-C. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      watch: { type: "boolean", default: false },
      verbose: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      inspect: { type: "string" },
      set: { type: "string", multiple: true, default: [] },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(usage);
  const options = readInspect(values.inspect);
  const detail = values.json ? "json" : values.verbose ? "verbose" : "short";
  const port = readPort(process.env["PORT"] || "8080");
  const early = await openEarly(port);
  const building = await buildWhatHasChanged(`http://localhost:${portOf(early)}`);
  const [{ startRunner }, { readGiven }] = await Promise.all([
    import("./runner.ts"), // in parallel with the build
    import("./functions/given-settings.ts"),
  ]);
  if ((await building?.isRunnable) === false) throw new Error("The build failed: nothing is started.");
  const latest = { isRefused: false };
  const onLine = (name: string, line: string) => {
    if (isShown(name, line, detail)) console.log(readableLine(name, line, detail));
    if (latest.isRefused && detail !== "json" && isQuarantine(line)) console.log(OF_BEFORE);
  };
  const settings = await readGiven(values.set, dist);
  const runner = await startRunner({ port, early, dist, onLine, settings, isWatching: values.watch, ...options });
  endWithOthers(runner);
  console.log(welcome(runner.url, runner.sources()));
  warnOfUnknown(options.inspect?.name, [...runner.functions.keys()]);
  if (!values.watch) return;
  // Imported on demand: its bundler is not needed by npm start.
  const { rebuildOnChange } = await import("./dev/watching.ts");
  await rebuildOnChange(runner, building, (isRefused) => (latest.isRefused = isRefused));
}

const OF_BEFORE = "  The last build was refused: the schemas that this was held to may be those from before it.";

/** Skips the build if nothing has changed, as is usual. */
async function buildWhatHasChanged(url: string): Promise<BuildProcess | undefined> {
  const unfinished = await builtBefore();
  if (unfinished !== undefined) {
    console.log("Nothing has changed since the last build.");
    for (const sentence of unfinished) console.warn(`Not finished: ${sentence}`);
    return undefined;
  }
  console.log(`ycat is being built; ${url} says when it is ready.`);
  return startBuild();
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError(`PORT is "${text}"; a number from 0 to 65535 is expected.`);
  return port;
}

function readInspect(text: string | undefined): Pick<RunnerOptions, "inspect"> {
  if (text === undefined) return {};
  const [, name = "", port = "9229"] = /^([^:]*)(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (name === "") throw new UsageError(`--inspect is "${text}"; FUNCTION or FUNCTION:PORT is expected.`);
  return { inspect: { name, port: Number(port) } };
}

function warnOfUnknown(inspected: string | undefined, functions: readonly string[]): void {
  if (inspected !== undefined && !functions.includes(inspected))
    console.error(`There is no function ${inspected} to inspect; there are ${functions.join(", ")}.`);
}

/**
 * Ends on Ctrl-C, when npm as the parent is gone (if killed, it does not stop its children), and when the output's
 * reader is gone.
 */
function endWithOthers(runner: Runner): void {
  const end = () => void runner.close().then(() => process.exit(0));
  process.once("SIGINT", end).once("SIGTERM", end);
  for (const output of [process.stdout, process.stderr]) output.on("error", end);
  const { ppid } = process;
  const timer = setInterval(() => {
    if (process.ppid === ppid) return;
    clearInterval(timer);
    end();
  }, LOOK_EVERY_MS);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  // Whatever is open by now would keep the process, never ready, at its port.
  process.exit(isArgumentError(error) || error instanceof UsageError ? 2 : 1);
}
