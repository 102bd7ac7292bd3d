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

/** Reports errors to the page; no lines if there are none. */
type Tell = (lines: readonly string[]) => void;

/**
 * Applies each change: bundles and restarts the functions that include the file at once, then runs a complete build
 * with all checks and restarts what else has changed. Another change stops the build, and the `first` one too.
 * @param noteBuild is told whether each complete build was refused
 */
export async function rebuildOnChange(
  runner: Runner,
  first?: BuildProcess,
  noteBuild: (isRefused: boolean) => unknown = () => {},
): Promise<void> {
  const { tell, refuse } = reportersFor(runner, noteBuild);
  const types = checkTypes(tell);
  const quick = createQuickBuild();
  await quick.learn();
  let whole = first;
  process.once("exit", () => whole?.stop());
  /** Functions that already run as the next complete build will have them. */
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
    tell([]); // requests from now on are answered by the new build
    types.run(); // after the build, which writes some of them
    const added = runner.sources().filter(({ name }) => !known.has(name));
    for (const line of [...changesIn(others, runner.functions, known), ...added.flatMap(inFull)]) console.log(line);
  }

  watchFiles((files) => takeOver(files));
}

function reportersFor({ journal }: Runner, noteBuild: (isRefused: boolean) => unknown): { tell: Tell; refuse: Tell } {
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

/**
 * @param names of the functions that a new build has changed or removed
 * @param sources the sources before it
 */
export function changesIn(
  names: readonly string[],
  functions: { readonly has: (name: string) => boolean },
  sources: ReadonlySet<string>,
): string[] {
  const there = names.filter((name) => functions.has(name));
  const gone = names.filter((name) => !functions.has(name));
  const handlers = gone.filter((name) => !sources.has(name));
  if (names.length === 0) return ["Nothing else has changed."];
  return [
    ...(gone.length > 0 ? [`Gone: ${gone.join(", ")}.`] : []),
    ...(handlers.length > 0
      ? [
          `Gone too: messages and dead letters of ${handlers.join(", ")}. A deployment asks for npm run retire before that.`,
        ]
      : []),
    ...(there.length > 0 ? [`Changed: ${there.join(", ")}. The next request starts them.`] : []),
  ];
}

/** In parallel: code with type errors runs, too. */
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

/** Starts them now, so that the next request need not wait. */
async function restart({ functions }: Runner, names: readonly string[]): Promise<void> {
  await Promise.all(names.map(async (name) => functions.get(name)?.stop()));
  for (const name of names)
    functions
      .get(name)
      ?.address()
      .catch(() => {}); // it has printed the reason
}

function watchFiles(take: (files: readonly string[]) => Promise<void>): void {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let taking = Promise.resolve();
  const folders = ["functions", "schemas", "samples", "local/console/page"].map((folder) => join(root, folder));
  const types = join(root, "schemas/types.ts");
  // Ignores what the build writes itself, directly or through temporary files named after its process: these would stop
  // that build.
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
