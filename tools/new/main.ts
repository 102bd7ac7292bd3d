import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { root } from "../../bundler/paths.ts";
import { runCommand } from "../command.ts";
import { type Command, readCommand, usage } from "./arguments.ts";
import { wordsOf } from "./names.ts";
import type { Gap } from "./source/gaps.ts";
import { type Files, type Written, writeNew } from "./write.ts";
import type { Output } from "../terminal.ts";

/** `npm run new`. @returns the exit code: 1 if what was written is refused, 2 if nothing was written */
export function createUnit(texts: readonly string[], output: Output): Promise<number> {
  return runCommand(output, usage, async () => create(readCommand(texts), output));
}

async function create(command: Command, { print }: Output): Promise<number> {
  const { files, changed, gaps = [], notes = [] } = await filesOf(command);
  await writeNew(files, changed);
  for (const file of files.keys()) print(`  ${file}${changed.includes(file) ? " (changed)" : ""}`);
  const samples = [...files.keys()].filter((file) => file.startsWith("samples/"));
  if (samples.length > 0) print(`Read ${samples.join(", ")}: remove whatever is personal data.`);
  if (command.what === "source")
    for (const line of [...notes, ...(await linesOf(command.name, gaps)), ...(await alikeIn(files, command.name))])
      print(line);
  const isFine = !command.isBuilt || (await follow(command, files));
  if (isFine) for (const line of nextSteps(command, files)) print(line);
  return isFine ? 0 : 1;
}

/** Each command is loaded on demand, so that mistakes in the arguments are reported at once. */
async function filesOf(command: Command): Promise<Written> {
  if (command.what === "source") return (await import("./source/source.ts")).sourceFiles(command.name, command);
  const files =
    command.what === "handler"
      ? await (await import("./handler/handler.ts")).handlerFiles(command.type, command)
      : (await import("./system/system.ts")).systemFiles(command.name);
  return { files, changed: [] };
}

/** Reads the source again, since formatting has changed its lines. */
async function linesOf(name: string, gaps: readonly Gap[]): Promise<string[]> {
  const file = `functions/sources/${name}.ts`;
  const { gapLines } = await import("./source/gap-lines.ts"); // Babel takes a while to load
  return gapLines(file, await readFile(join(root, file), "utf8"), gaps);
}

/** Existing event types that may mean the same as a new one: each new one needs its own handler. */
async function alikeIn(files: Files, source: string): Promise<string[]> {
  const { readSchemas } = await import("../../bundler/read/schemas.ts");
  const made = typesIn(files);
  const known = [...(await readSchemas()).events.keys()].filter((type) => !made.includes(type));
  return made.flatMap((type) => {
    const words = wordsOf(type);
    const shared = (one: string) => wordsOf(one).filter((word) => words.includes(word)).length;
    const alike = known.filter((one) => isAlike(one, type)).toSorted((one, other) => shared(other) - shared(one));
    if (alike.length === 0) return [];
    return [
      `${type} is new, and there is ${alike.join(", ")}: if it is the same, delete these files, and run it again with --publishes ${alike[0]} (npm run new -- source ${source} ...).`,
    ];
  });
}

/** `registration.changed` and `webinar.registrant.created`: the first word of the one that is there begins a word of the other. */
function isAlike(known: string, type: string): boolean {
  const begin = (wordsOf(known)[0] ?? "").slice(0, 6);
  return wordsOf(type).some((word) => word.startsWith(begin));
}

function typesIn(files: Files): string[] {
  return [...files.keys()].flatMap((file) => /^schemas\/([a-z\d.]+)\.json$/.exec(file)?.[1] ?? []);
}

/** Runs the build, which writes types; and records what a handler does so far. */
async function follow(command: Command, files: Files): Promise<boolean> {
  if (!(await run("bundler/build.ts"))) return false;
  return command.what !== "handler" || (await run("tools/prove.ts", handlerIn(files), "--update", "--unproved"));
}

/** In separate processes: modules that have been rewritten can't be reloaded in this one. */
function run(script: string, ...options: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, script), ...options], { stdio: "inherit" });
    child.once("exit", (code) => resolve(code === 0));
  });
}

function handlerIn(files: Files): string {
  return basename([...files.keys()][0] ?? "", ".ts");
}

const CATALOGUE = "npm run events adds it to docs/events, which npm test holds to what there is.";

function nextSteps(command: Command, files: Files): string[] {
  const types = typesIn(files);
  if (command.what === "handler")
    return [
      ...types.map(
        (type) =>
          `No source publishes ${type} yet: schemas/${type}.json says what its data holds. Map a kind onto it, in kinds of functions/sources/NAME.ts, or add a sender: npm run new -- source NAME --from payload.json --publishes ${type}`,
      ),
      CATALOGUE,
      `Next: write run() of ${[...files.keys()][0]}, with npm run dev; npm run prove -- ${handlerIn(files)} proves it.`,
    ];
  if (command.what === "system")
    return [
      `Next: make client and stand-in what the system's documentation says (docs/systems.md).`,
      `A handler that begins with it: npm run new -- handler EVENT.TYPE --uses ${command.name}`,
    ];
  const [sample = ""] = [...files.keys()].filter((file) => file.startsWith("samples/webhooks/"));
  return [
    ...types.map(
      (type) => `npm run new -- handler ${type} --uses salesforce,slack makes a handler of what it publishes.`,
    ),
    CATALOGUE,
    `npm start, and then: npm run send -- ${command.name} ${basename(sample, extname(sample))}`,
  ];
}
