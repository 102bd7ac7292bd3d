import { join } from "node:path";
import { watch } from "chokidar";
import { root } from "../../../bundler/paths.ts";
import { createQuickBuild } from "../../../bundler/write/quick.ts";
import { buildErrors } from "../../console/build-errors.ts";
import { inFull } from "../print.ts";
import type { Runner } from "../runner.ts";
import { createTypeCheck } from "../type-check.ts";
import { type BuildProcess, startBuild } from "./build-process.ts";

const QUIET_MS = 40;

/** Tells the page what is wrong; no lines where all is well. */
type Tell = (lines: readonly string[]) => void;

/**
 * Takes over each change: the functions that hold the file are bundled and started anew at once; then comes the whole build,
 * with all of its checks, and what else it finds changed. A change that comes meanwhile stops it, and the `first` one as well.
 * @param noteBuild is told of each whole build whether it was refused
 */
export async function rebuildOnChange(
  runner: Runner,
  first?: BuildProcess,
  noteBuild: (isRefused: boolean) => unknown = () => {},
): Promise<void> {
  const { tell, refuse } = tellersOf(runner, noteBuild);
  const types = checkTypes(tell);
  const quick = createQuickBuild();
  await quick.learn();
  let whole = first;
  process.once("exit", () => whole?.stop());
  /** What runs already as the next whole build will have it. */
  const ahead = new Set<string>();

  async function takeOver(files: readonly string[]): Promise<void> {
    whole?.stop();
    await whole?.result;
    const started = performance.now();
    const { changed, errors } = await quick.rebuild(files);
    const lines = errors.map(({ file, line = 1, text }) => `${file}:${line}:1: ${text}`);
    if (lines.length > 0) {
      console.error([...lines, "The build failed: what ran before goes on."].join("\n"));
      return refuse(lines);
    }
    for (const name of changed) ahead.add(name);
    await restart(runner, changed);
    if (changed.length > 0)
      console.log(`Changed: ${changed.join(", ")}, in ${Math.round(performance.now() - started)} ms.`);
    whole = startBuild();
    finish(whole).catch((error: unknown) => console.error(error));
  }

  async function finish(build: BuildProcess): Promise<void> {
    const wrong = await build.result;
    if (wrong === undefined || build !== whole) return;
    if (wrong.length > 0) {
      refuse(wrong);
      return console.error(`The build failed: ${whatRuns(ahead)}.`);
    }
    noteBuild(false);
    for (const name of await quick.learn()) ahead.delete(name);
    const known = new Set(runner.sources().map(({ name }) => name));
    const others = await runner.reload(ahead);
    ahead.clear();
    tell([]); // what asks then is answered of the new build
    types.run(); // after the build, which writes some
    const added = runner.sources().filter(({ name }) => !known.has(name));
    for (const line of [...changesIn(others, runner), ...added.flatMap(inFull)]) console.log(line);
  }

  watchFiles((files) => takeOver(files));
}

function tellersOf({ journal }: Runner, noteBuild: (isRefused: boolean) => unknown): { tell: Tell; refuse: Tell } {
  const tell: Tell = (lines) => journal.stream.tell("build", { ok: lines.length === 0, errors: buildErrors(lines) });
  const refuse: Tell = (lines) => {
    noteBuild(true);
    tell(lines);
  };
  return { tell, refuse };
}

function whatRuns(ahead: ReadonlySet<string>): string {
  return ahead.size > 0
    ? `${[...ahead].join(", ")} runs as it is, and could not be deployed`
    : "what ran before goes on";
}

function changesIn(names: readonly string[], { functions }: Runner): string[] {
  const there = names.filter((name) => functions.has(name));
  const gone = names.filter((name) => !functions.has(name));
  if (names.length === 0) return ["Nothing else has changed."];
  return [
    ...(gone.length > 0 ? [`Gone: ${gone.join(", ")}.`] : []),
    ...(there.length > 0 ? [`Changed: ${there.join(", ")}. The next request starts them.`] : []),
  ];
}

/** Beside it all: what is built runs though its types are wrong. */
function checkTypes(tell: Tell): ReturnType<typeof createTypeCheck> {
  let lines: string[] = [];
  const types = createTypeCheck((line, isWrong) => {
    console.error(line);
    lines = isWrong ? [...lines, line] : [];
    tell(lines);
  });
  process.once("exit", types.end);
  types.run();
  return types;
}

/** The next request should not have to wait for them. */
async function restart({ functions }: Runner, names: readonly string[]): Promise<void> {
  await Promise.all(names.map(async (name) => functions.get(name)?.stop()));
  for (const name of names)
    functions
      .get(name)
      ?.address()
      .catch(() => {}); // it has printed why
}

function watchFiles(take: (files: readonly string[]) => Promise<void>): void {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let taking = Promise.resolve();
  const folders = ["functions", "schemas", "samples", "local/console/page"].map((folder) => join(root, folder));
  const types = join(root, "schemas/types.ts");
  // The build writes it, and all that it writes by way of a file beside it, named for its process: that would stop the very build.
  const ignored = (path: string) => path === types || /\.ts\.\d+$/.test(path);
  watch(folders, { ignored, ignoreInitial: true })
    .on("error", (error) => console.error("Changes may go unseen from here on:", error))
    .on("all", (_event, file) => {
      changed.add(file);
      clearTimeout(timer);
      timer = setTimeout(() => {
        const files = [...changed];
        changed.clear();
        taking = taking.then(() => take(files)).catch((error: unknown) => console.error(error));
      }, QUIET_MS);
    });
}
