import { execFile } from "node:child_process";
import { CommandError } from "../../../local/core/problems.ts";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "../../../bundler/paths.ts";
import type { SourceFile } from "../points/source-file.ts";
import type { Mutant } from "./mutant.ts";
import { textsOf } from "./trying.ts";

/**
 * Mutants that tsc refuses: nobody could commit them. Each gets its own folder, overlaid on the checkout. Unused names
 * are allowed, because leaving a step out often leaves some.
 * @throws if tsc refuses an original
 */
export async function refusedByTypes(
  files: readonly SourceFile[],
  mutants: readonly Mutant[],
): Promise<ReadonlySet<Mutant>> {
  if (mutants.length === 0) return new Set();
  const folder = await realpath(await mkdtemp(join(tmpdir(), "ycat-mutants-")));
  try {
    const names: string[] = [];
    const add = async (file: string, mark: string, text = "") => {
      const name = file.replace(/\.ts$/, `.${mark}.ts`);
      names.push(name);
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    };
    for (const { file, source } of files) await add(file, "original", source);
    for (const [index, mutant] of mutants.entries())
      await add(mutant.file, `mutant-${index}`, textsOf({ files }, mutant)[mutant.file]);
    await symlink(join(root, "node_modules"), join(folder, "node_modules"));
    await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(projectOf(folder, names)));
    const said = await runTypes(folder);
    const [isOff] = /^.*\.original\.ts\(.*$/m.exec(said) ?? [];
    if (isOff !== undefined) throw new CommandError(`tsc refuses what is no mutant: ${isOff}`);
    const refused = [...said.matchAll(/\.mutant-(\d+)\.ts\(\d/g)].map(([, index]) => mutants[Number(index)]);
    return new Set(refused.filter((mutant) => mutant !== undefined));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Includes the declarations that tell what handlers may use: clients and event schemas. */
function projectOf(folder: string, names: readonly string[]) {
  return {
    extends: join(root, "tsconfig.json"),
    compilerOptions: {
      rootDirs: [root, folder],
      typeRoots: [join(root, "node_modules/@types")],
      noUnusedLocals: false,
      noUnusedParameters: false,
    },
    include: [join(root, "functions"), join(root, "schemas")],
    files: names,
  };
}

/** @throws tsc's output if it does not concern a file, or is empty */
async function runTypes(folder: string): Promise<string> {
  const tsc = join(root, "node_modules/.bin/tsc");
  return new Promise((resolve, reject) => {
    execFile(tsc, ["-p", folder, "--pretty", "false"], { maxBuffer: 1e9 }, (error, stdout) => {
      if (error === null || /\.ts\(\d/.test(stdout)) resolve(stdout);
      else reject(new Error(`tsc can't look at the mutants: ${stdout || error.message}`));
    });
  });
}
