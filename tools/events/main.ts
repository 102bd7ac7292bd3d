import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { stringify } from "yaml";
import { root } from "../../bundler/paths.ts";
import { readSchemas } from "../../bundler/read/schemas.ts";
import { findUnits } from "../../bundler/read/units.ts";
import { readArguments } from "../arguments.ts";
import { runCommand } from "../command.ts";
import { UsageError } from "../../local/core/problems.ts";
import { asyncapiOf } from "./asyncapi.ts";
import { catalogueOf } from "./catalogue.ts";
import { checkGrowth, type Schema } from "./grows.ts";
import { pageOf } from "./page.ts";
import type { Output } from "../terminal.ts";

const usage = `npm run events                      writes docs/events: a page, and asyncapi.yaml (AsyncAPI 3)
npm run events -- --print           prints asyncapi.yaml instead
npm run events -- --since COMMIT    says which event types don't only grow since that commit, e.g. origin/main
`;

/** The catalogue's files, by path relative to the root. */
export async function catalogueFiles(): Promise<ReadonlyMap<string, string>> {
  const [units, schemas] = await Promise.all([findUnits(), readSchemas()]);
  const catalogue = catalogueOf(units, schemas);
  return new Map([
    ["docs/events/README.md", pageOf(catalogue)],
    ["docs/events/asyncapi.yaml", stringify(asyncapiOf(catalogue), { lineWidth: 0, aliasDuplicateObjects: false })],
  ]);
}

/** `npm run events`. @returns the exit code. */
export function events(texts: readonly string[], output: Output): Promise<number> {
  const { print } = output;
  return runCommand(output, usage, async () => {
    const { since, print: isPrinted } = readArguments(texts, {
      options: { print: { type: "boolean" }, since: { type: "string" } },
    }).values;
    if (since !== undefined) {
      checkGrowth(await schemasAt(since), (await readSchemas()).events);
      print(`Since ${since} every event type has only grown.`);
    } else if (isPrinted === true) print((await catalogueFiles()).get("docs/events/asyncapi.yaml") ?? "");
    else for (const [file, text] of await catalogueFiles()) await write(file, text, print);
  });
}

async function write(file: string, text: string, print: Output["print"]): Promise<void> {
  await mkdir(join(root, "docs/events"), { recursive: true });
  await writeFile(join(root, file), text);
  print(`  ${file}`);
}

/** The event schemas of a commit. @throws UsageError if git does not know the commit */
async function schemasAt(commit: string): Promise<Map<string, Schema>> {
  const git = async (...options: string[]) => {
    const { stdout } = await promisify(execFile)("git", ["-C", root, ...options], {
      maxBuffer: 64 * 1024 * 1024,
    }).catch((error: unknown) => {
      throw new UsageError(`--since is "${commit}": git has no such commit here.`, { cause: error });
    });
    return stdout;
  };
  if (commit.startsWith("-")) throw new UsageError(`--since is "${commit}"; a commit or branch is expected.`);
  const files = (await git("ls-tree", "--name-only", commit, "schemas/"))
    .split("\n")
    .filter((file) => file.endsWith(".json"));
  return new Map(
    await Promise.all(
      files.map(
        async (file) =>
          [
            file.slice("schemas/".length, -".json".length),
            JSON.parse(await git("show", `${commit}:./${file}`)),
          ] as const,
      ),
    ),
  );
}
