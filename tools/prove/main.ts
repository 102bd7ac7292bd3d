import { parseArgs } from "../../bundler/arguments.ts";
import { dist } from "../../bundler/paths.ts";
import { findStandIns, lookForStandIns } from "../../local/core/find.ts";
import { UsageError } from "../../local/core/problems.ts";
import { readArguments } from "../arguments.ts";
import { updateDocumentation } from "./declared/documentation.ts";
import { findCandidates } from "./find.ts";
import { writeAccepted } from "./effects/file.ts";
import type { GroupResult } from "./group.ts";
import { DEFAULT_SEED } from "./report/command.ts";
import { failuresOf, spellProblems, spellProof } from "./report/terminal.ts";
import type { Candidate } from "./candidate.ts";
import type { Proof } from "./proof.ts";
import { Lines } from "./report/lines.ts";
import { writeReport } from "./report/page.ts";
import { spellDifference, spellStory } from "./report/spelling.ts";
import { spellJudged, spellWritten } from "./report/updated.ts";
import { proveInWorkers } from "./workers/pool.ts";

const USAGE = `npm run prove                          every handler, every case
npm run prove -- HANDLER               one handler; an event type stands for all of its handlers
npm run prove -- HANDLER --case NAME   one case with its story; the end of its name will do
npm run prove -- --all                 lists what is ok too
npm run prove -- --report DIR          a page and a JSON file with every matrix and a story for each cell
npm run prove -- --processes           a few crashes with real processes, real HTTP and kill -9, on what is built
npm run prove -- --mutants [NAME...]   puts mistakes into a handler and its clients, files, folders or all, and says which are noticed
npm run prove -- --update              accepts what handlers do: proof/*.effects.md, and proof/README.md; of handlers that are named says which do not converge
npm run prove -- NAME --update --unproved    accepts it without trying that
npm run prove -- --budget 60s          tries for so long what is drawn: pairs of faults, triples of events, more switches; or 2m, 0s; or mutants
npm run prove -- --seed N              draws others
npm run prove -- --lines               for a program that watches: JSON, a line whenever cells have ended
npm run prove -- --no-cache            proves again what has not changed since the last proof, as it does where CI is set`;

const DEFAULT_BUDGET = "15s";

const source = new URL("./find.ts", import.meta.url);

function readOptions() {
  return readArguments(() =>
    parseArgs({
      allowPositionals: true,
      options: {
        case: { type: "string" },
        report: { type: "string" },
        seed: { type: "string" },
        budget: { type: "string" },
        "no-cache": { type: "boolean" },
        processes: { type: "boolean" },
        mutants: { type: "boolean" },
        all: { type: "boolean" },
        json: { type: "boolean" },
        lines: { type: "boolean" },
        update: { type: "boolean" },
        unproved: { type: "boolean" },
        help: { type: "boolean" },
      },
    }),
  );
}

async function main(): Promise<void> {
  const { values, positionals } = readOptions();
  if (values.help === true) return console.log(USAGE);
  if (values.mutants === true) {
    const { proveByMutants } = await import("./mutants/main.ts"); // Babel takes a while to load
    const budgetMs = values.budget === undefined ? undefined : readBudget(values.budget);
    if (!(await proveByMutants({ names: positionals, budgetMs, seed: readSeed(values.seed) }))) process.exitCode = 1;
    return;
  }
  const candidates = await findCandidates();
  const only = positionals.length === 0 ? undefined : positionals.flatMap((given) => namesOf(given, candidates));
  if (values.update === true) return update(candidates, only, values.unproved !== true);
  if (values.processes === true) return proveProcesses(candidates, only, readSeed(values.seed));
  // A case that is asked for by its name is played, however long it takes.
  const budgetMs = values.case === undefined ? readBudget(values.budget) : undefined;
  const lines = values.lines === true ? watchLines(readSeed(values.seed)) : undefined;
  const proof = await proveInWorkers({
    source,
    selection: { only, match: values.case, seed: readSeed(values.seed), budgetMs },
    keeps: values["no-cache"] !== true,
    ...(lines === undefined ? { screen: process.stderr } : { onResult: lines.add }),
    telling: values.report !== undefined ? "cells" : values.case === undefined ? "kinds" : "first",
  });
  if (values.report !== undefined) await writeReport(values.report, proof);
  if (lines !== undefined) lines.end(proof);
  else if (values.json === true) console.log(JSON.stringify(proof));
  else
    console.log(
      (values.case === undefined
        ? spellProof(proof, { all: values.all === true })
        : spellCase(proof, values.case)
      ).join("\n"),
    );
  if (proof.cases === 0 || proof.handlers.some((handler) => failuresOf(handler) > 0)) process.exitCode = 1;
}

const LINE_EVERY_MS = 250;

/** Ends when nobody watches any more. */
function watchLines(seed: number) {
  const lines = new Lines(seed, (line) => void process.stdout.write(`${JSON.stringify(line)}\n`));
  process.stdout.on("error", () => process.exit(1));
  const doing = new Set<string>();
  const timer = setInterval(() => {
    lines.flush([...doing]);
    doing.clear();
  }, LINE_EVERY_MS);
  return {
    add(result: GroupResult) {
      doing.add(result.handler);
      lines.add(result);
    },
    end(proof: Proof) {
      clearInterval(timer);
      lines.end(proof);
    },
  };
}

/** Writes what each handler does, where that can be told, and what is declared. */
async function update(
  candidates: readonly Candidate[],
  only: readonly string[] | undefined,
  isProved: boolean,
): Promise<void> {
  const selection = { only, seed: DEFAULT_SEED, properties: [] };
  const isJudged = isProved && only !== undefined;
  const written = new Set<string>();
  for (const { handler, effects, problems } of (
    await proveInWorkers({ source, selection, telling: "kinds", screen: process.stderr })
  ).handlers) {
    const isNew = effects !== undefined && (await writeAccepted(handler, effects));
    if (isNew) written.add(handler);
    const why = problems.map(({ rule }) => `  ${handler} ${rule}`);
    if (effects === undefined) console.error([`proof/${handler}.effects.md is not written:`, ...why].join("\n"));
    else console.log(spellWritten(handler, { isNew, isJudged }));
  }
  const handlers = candidates.map(({ handler }) => handler);
  await updateDocumentation(handlers, (await lookForStandIns()).standIns);
  if (isProved) await tellConvergence(only, written);
}

/** What a handler does says nothing of whether it converges. Where that was proved before, this costs little. */
async function tellConvergence(only: readonly string[] | undefined, written: ReadonlySet<string>): Promise<void> {
  if (only === undefined) return console.log("Whether they converge is told by `npm run prove`, and not here.");
  const selection = { only, seed: DEFAULT_SEED, mostFailures: 1 };
  const { handlers } = await proveInWorkers({
    source,
    selection,
    keeps: true,
    telling: "kinds",
    screen: process.stderr,
  });
  for (const { handler, results, problems } of handlers) {
    // Its effects have just been written.
    const others = problems.filter(({ property }) => property !== "effects");
    const converges = others.length === 0 && results.every(({ verdict }) => verdict !== "failed");
    const said = spellJudged(handler, { isNew: written.has(handler), converges });
    if (said !== undefined) (converges ? console.log : console.error)(said);
    if (!converges) process.exitCode = 1;
  }
}

const PROCESS_CASES = 5;

async function proveProcesses(
  candidates: readonly Candidate[],
  only: readonly string[] | undefined,
  seed: number,
): Promise<void> {
  const { proveInProcesses } = await import("./processes.ts"); // the runner takes a while to load
  const results = await proveInProcesses({
    candidates: candidates.filter(({ handler }) => only?.includes(handler.name) !== false),
    standIns: await findStandIns(),
    dist,
    seed,
    count: PROCESS_CASES,
  });
  for (const { name, differences, attempts } of results) {
    const line = `${differences.length === 0 ? "ok  " : "FAIL"} ${name}, acknowledged at attempt ${attempts}`;
    console.log([line, ...differences.flatMap(spellDifference)].join("\n"));
    if (differences.length > 0) process.exitCode = 1;
  }
}

/** The handler of exactly that name, or else all handlers of that event type. */
function namesOf(given: string, candidates: readonly Candidate[]): string[] {
  const handlers = candidates.map(({ handler }) => handler);
  const named = handlers.filter(({ name }) => name === given);
  const found = named.length > 0 ? named : handlers.filter(({ handler }) => handler.eventType === given);
  if (found.length > 0) return found.map(({ name }) => name);
  throw new UsageError(`There is no handler ${given}: it is none of ${handlers.map(({ name }) => name).join(", ")}`);
}

function readSeed(text: string | undefined): number {
  const seed = Number(text ?? DEFAULT_SEED);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new UsageError(`--seed is "${text}"; a whole number is expected`);
  return seed;
}

const MILLISECONDS: Readonly<Record<string, number>> = { s: 1000, m: 60_000 };

function readBudget(text = DEFAULT_BUDGET): number {
  const [, count = "", unit = ""] = /^(\d+)([sm])$/.exec(text) ?? [];
  const milliseconds = Number(count) * (MILLISECONDS[unit] ?? Number.NaN);
  if (!Number.isSafeInteger(milliseconds))
    throw new UsageError(`--budget is "${text}"; a time like 60s or 2m is expected`);
  return milliseconds;
}

/** One case's story: of several that the name fits, the first that fails, or else the first. */
function spellCase({ handlers }: Proof, asked: string): string[] {
  const results = handlers.flatMap((handler) => handler.results);
  const one =
    results.find(({ case: { name }, story }) => name === asked && story !== undefined) ??
    results.find(({ verdict, story }) => verdict === "failed" && story !== undefined) ??
    results.find(({ story }) => story !== undefined);
  if (one?.story === undefined) return [...handlers.flatMap(spellProblems), `No case's name holds "${asked}".`];
  const others = results.filter((result) => result !== one);
  const failed = others.filter(({ verdict }) => verdict === "failed").length;
  return [
    ...spellStory(one.story),
    ...(others.length === 0 ? [] : ["", `${others.length} more cases have such a name; ${failed} of them fail.`]),
  ];
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
