import { join } from "node:path";
import { watch } from "chokidar";
import { root } from "../../../bundler/paths.ts";
import { type BuildError, createQuickBuild } from "../../../bundler/write/quick.ts";
import type { Runner } from "../runner.ts";
import { createTypeCheck } from "../type-check.ts";
import { type BuildProcess, readErrors, startBuild } from "./build-process.ts";

const QUIET_MS = 40;

/** What came of a change: told to the terminal, and to who looks at the page. */
export type OnBuild = (build: { readonly errors: readonly BuildError[] }) => void;

/**
 * Takes over each change: the functions that hold the file are bundled and started anew at once; then comes the whole build,
 * with all of its checks, and what else it finds changed. A change that comes meanwhile stops it.
 */
export async function rebuildOnChange(runner: Runner, onBuild: OnBuild): Promise<void> {
  const types = checkTypes(onBuild);
  const quick = createQuickBuild();
  await quick.learn();
  let whole: BuildProcess | undefined;
  /** What runs already as the next whole build will have it. */
  const ahead = new Set<string>();

  async function takeOver(files: readonly string[]): Promise<void> {
    whole?.stop();
    await whole?.result;
    const started = performance.now();
    const { changed, errors } = await quick.rebuild(files);
    for (const { file, line = 0, text } of errors) console.error(`${file}:${line}: ${text}`);
    if (errors.length > 0) {
      console.error("The build failed: what ran before goes on.");
      return onBuild({ errors });
    }
    for (const name of changed) ahead.add(name);
    await restart(runner, changed);
    if (changed.length > 0)
      console.log(`Changed: ${changed.join(", ")}, in ${Math.round(performance.now() - started)} ms.`);
    whole = startBuild();
    void finish(whole);
  }

  async function finish(build: BuildProcess): Promise<void> {
    const errors = await build.result;
    if (errors === undefined || build !== whole) return;
    onBuild({ errors });
    if (errors.length > 0) {
      const runs =
        ahead.size > 0
          ? `${[...ahead].join(", ")} runs as it is, and could not be deployed`
          : "what ran before goes on";
      return console.error(`The build failed: ${runs}.`);
    }
    for (const name of await quick.learn()) ahead.delete(name);
    const others = await runner.reload(ahead);
    ahead.clear();
    types.run(); // after the build, which writes some
    console.log(
      others.length === 0
        ? "Nothing else has changed."
        : `Changed: ${others.join(", ")}. The next request starts them.`,
    );
  }

  watchFiles((files) => takeOver(files));
}

/** Beside it all: what is built runs though its types are wrong. */
function checkTypes(onBuild: OnBuild): ReturnType<typeof createTypeCheck> {
  let lines: string[] = [];
  const types = createTypeCheck((line) => {
    console.error(line);
    lines = line.startsWith("The types are right") ? [] : [...lines, line];
    onBuild({ errors: readErrors(lines).filter(({ file }) => file !== "") });
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
  const folders = ["functions", "schemas", "samples"].map((folder) => join(root, folder));
  const ignored = join(root, "schemas/types.ts"); // the build writes it
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
