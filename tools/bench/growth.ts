import { spawnSync } from "node:child_process";
import { appendFile, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../bundler/paths.ts";
import type { ProofLine } from "../../local/console/contract/proof.ts";
import type { Proof } from "../prove/run/proof.ts";
import { copyCheckout } from "./checkout.ts";
import type { Result } from "./figure.ts";
import { writeHandlers } from "./growth/handlers.ts";
import { proveInWorkers } from "../prove/workers/pool.ts";

/**
 * Proofs of many handlers: checks that the time grows with the handlers that share records, and that an unchanged
 * handler costs nothing.
 */
export async function benchGrowth({ handlers }: { readonly handlers: number }): Promise<Result> {
  const few = await proofOf({ types: 12, handlers: 12 });
  const many = handlers === 12 ? few : await proofOf({ types: 12, handlers });
  const all = [...new Set([few.first, few.again, many.first, many.again])];
  return {
    figures: [
      { what: "proof of 12 event types", unit: "s", measured: few.first.seconds, goal: 90 },
      {
        what: `proof of ${handlers} handlers of them`,
        unit: "s",
        measured: many.first.seconds,
        goal: (90 * handlers) / 12,
      },
      { what: "the same after a change to one of them", unit: "s", measured: many.again.seconds, goal: 15 },
      { what: "CPU of a case, of 12", unit: "ms", measured: (few.first.cpuSeconds * 1000) / few.first.cases, goal: 1 },
    ],
    notes: all.map(
      ({ what, cases, kept, seconds, cpuSeconds }) =>
        `${what}: ${cases} cases, ${kept} of them kept, in ${seconds.toFixed(1)} s and ${cpuSeconds.toFixed(1)} s of CPU.`,
    ),
  };
}

interface Measured extends Pick<Proof, "cases" | "kept"> {
  readonly what: string;
  /** Of the whole command. */
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** In its own checkout with only these handlers: everything, then again after one has changed. */
async function proofOf(counts: { readonly types: number; readonly handlers: number }) {
  const folder = await mkdtemp(join(tmpdir(), "ycat-growth-"));
  try {
    const [changed = ""] = await makeCheckout(folder, counts);
    const first = prove(folder, `${counts.handlers} handlers`);
    await appendFile(join(folder, changed), "\n// Changed.\n");
    return { first, again: prove(folder, `${counts.handlers} handlers, one changed`) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Makes a built checkout, with only these handlers, in an empty folder. Returns the handlers' files. */
export async function makeCheckout(
  folder: string,
  counts: { readonly types: number; readonly handlers: number },
): Promise<string[]> {
  await copyCheckout(folder);
  await emptyCheckout(folder);
  const files = await writeHandlers(folder, counts);
  run(folder, "bundler/build.ts");
  return files;
}

async function emptyCheckout(folder: string): Promise<void> {
  // A source needs handlers for what it publishes, so there are no sources.
  for (const emptied of ["functions/handlers", "functions/sources", "schemas/sources", "samples/webhooks"]) {
    await rm(join(folder, emptied), { recursive: true });
    await mkdir(join(folder, emptied));
  }
  // And so nobody reports a mailing or an occasion.
  for (const file of ["mailings.json", "occasions.json"])
    await writeFile(join(folder, "functions/configuration", file), `{ "$schema": "./schemas/${file}" }`);
  for (const file of await readdir(join(folder, "proof")))
    if (!file.endsWith(".schema.json")) await rm(join(folder, "proof", file));
  // The cache is inside node_modules, so it needs its own folder.
  await mkdir(join(folder, "node_modules"));
  for (const name of await readdir(join(root, "node_modules")))
    if (name !== ".cache") await symlink(join(root, "node_modules", name), join(folder, "node_modules", name));
}

/** Prints CPU time of all threads as the last line on standard error. */
const TELL_CPU = 'process.on("exit",()=>{const{user,system}=process.cpuUsage();console.error((user+system)/1e6)})';

function prove(folder: string, what: string): Measured {
  const started = performance.now();
  const tell = `--import=data:text/javascript,${encodeURIComponent(TELL_CPU)}`;
  const { stdout, stderr } = run(folder, tell, "tools/prove.ts", ...PROVE_OPTIONS);
  const seconds = (performance.now() - started) / 1000;
  return { what, ...casesIn(stdout), seconds, cpuSeconds: Number(stderr.trim().split("\n").at(-1)) };
}

export const PROVE_OPTIONS = ["--budget", "0s", "--lines"];

/** @throws Error if a case fails */
export function casesIn(stdout: string): Pick<Proof, "cases" | "kept"> {
  const lines = stdout
    .trim()
    .split("\n")
    .map((line): ProofLine => JSON.parse(line));
  const told = lines.flatMap((line) => ("end" in line ? [] : [line]));
  const [failed] = told.flatMap(({ kinds }) => Object.values(kinds).flat());
  if (failed !== undefined) throw new Error(`${failed.case} fails: ${failed.rule}`);
  const cases = told.at(-1)?.cases ?? 0;
  const [kept = 0] = lines.flatMap((line) => ("end" in line ? [line.end.summary.kept] : []));
  return { cases, kept };
}

function run(folder: string, ...command: string[]): { readonly stdout: string; readonly stderr: string } {
  const { CI: _, ...environment } = process.env;
  const options = { cwd: folder, env: environment, encoding: "utf8", maxBuffer: 2 ** 30 } as const;
  const { stdout, stderr, error } = spawnSync(process.execPath, command, options);
  if (error !== undefined || stdout === "")
    throw new Error(`node ${command.join(" ")} failed: ${stderr}`, { cause: error });
  return { stdout, stderr };
}

/** What `npm run prove` needs: CPU time per case over all cores, and time to the result. */
export async function benchProve(): Promise<Result> {
  const source = new URL("../prove/find.ts", import.meta.url);
  const before = process.cpuUsage();
  const { cases, seconds, handlers } = await proveInWorkers({ source, selection: { seed: 1 }, telling: "kinds" });
  const { user, system } = process.cpuUsage(before);
  return {
    figures: [
      { what: "proof: CPU of a case", unit: "ms", measured: (user + system) / 1000 / cases, goal: 1 },
      { what: `proof of all ${handlers.length} handlers`, unit: "s", measured: seconds, goal: 20 },
    ],
    notes: [`the proof has ${cases} cases; its CPU holds what starts the workers and measures coverage`],
  };
}
