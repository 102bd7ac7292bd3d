import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { stringify } from "yaml";
import { root } from "../../bundler/paths.ts";
import { readSchemas } from "../../bundler/read/schemas.ts";
import { findUnits } from "../../bundler/read/units.ts";
import { SpecificationError } from "../../functions/runtime/define/errors.ts";
import { readArguments } from "../arguments.ts";
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
export async function events(texts: readonly string[], { print, complain }: Output): Promise<number> {
  try {
    const { values } = readArguments({
      args: [...texts],
      options: { print: { type: "boolean" }, since: { type: "string" }, help: { type: "boolean" } },
    });
    if (values.help === true) print(usage);
    else if (values.since !== undefined) {
      checkGrowth(await schemasAt(values.since), (await readSchemas()).events);
      print(`Since ${values.since} every event type has only grown.`);
    } else if (values.print === true) print((await catalogueFiles()).get("docs/events/asyncapi.yaml") ?? "");
    else for (const [file, text] of await catalogueFiles()) await write(file, text, print);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof SpecificationError)) throw error;
    complain(error.message);
    return error instanceof UsageError ? 2 : 1;
  }
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
      throw new UsageError(`--since is "${commit}": git knows no such commit here.`, { cause: error });
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
