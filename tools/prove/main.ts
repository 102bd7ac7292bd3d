import { dist } from "../../bundler/paths.ts";
import { findStandIns } from "../../local/core/find.ts";
import { UsageError } from "../../local/core/problems.ts";
import { runCommand } from "../command.ts";
import type { Output } from "../terminal.ts";
import { readBudget, readOptions, readSeed, usage } from "./arguments.ts";
import { findCandidates, source } from "./find.ts";
import type { GroupResult } from "./run/group.ts";
import { failuresOf, spellProblems, spellProof } from "./report/terminal.ts";
import type { Candidate } from "./run/candidate.ts";
import type { Proof } from "./run/proof.ts";
import { Lines } from "./report/lines.ts";
import { writeReport } from "./report/page.ts";
import { spellDifference, spellStory } from "./story/spelling.ts";
import { update } from "./update.ts";
import { proveInWorkers } from "./workers/pool.ts";

/** `npm run prove`. @returns the exit code */
export function runProve(texts: readonly string[], output: Output): Promise<number> {
  return runCommand(output, usage, () => prove(texts));
}

async function prove(texts: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(texts);
  if (values.mutants === true) {
    const { proveByMutants } = await import("./mutants/main.ts"); // Babel is slow to load
    const budgetMs = values.budget === undefined ? undefined : readBudget(values.budget);
    return (await proveByMutants({ names: positionals, budgetMs, seed: readSeed(values.seed) })) ? 0 : 1;
  }
  const candidates = await findCandidates();
  const only = positionals.length === 0 ? undefined : positionals.flatMap((given) => namesOf(given, candidates));
  if (values.update === true) return update(candidates, only, values.unproved !== true);
  if (values.processes === true) return proveProcesses(candidates, only, readSeed(values.seed));
  // A case requested by name has no time limit.
  const budgetMs = values.case === undefined ? readBudget(values.budget) : undefined;
  const lines = values.lines === true ? watchLines(readSeed(values.seed)) : undefined;
  const proof = await proveInWorkers({
    source,
    selection: { only, match: values.case, seed: readSeed(values.seed), budgetMs },
    usesCache: values["no-cache"] !== true,
    ...(lines === undefined ? { screen: process.stderr } : { onResult: lines.add }),
    telling: values.report !== undefined ? "cells" : values.case === undefined ? "kinds" : "first",
  });
  if (values.report !== undefined) await writeReport(values.report, proof);
  if (lines !== undefined) lines.end(proof);
  else
    console.log(
      (values.case === undefined
        ? spellProof(proof, { all: values.all === true })
        : spellCase(proof, values.case)
      ).join("\n"),
    );
  return proof.cases === 0 || proof.handlers.some((handler) => failuresOf(handler) > 0) ? 1 : 0;
}

const LINE_EVERY_MS = 250;

/** Ends the command when nobody reads its output any more. */
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

const PROCESS_CASES = 5;

async function proveProcesses(
  candidates: readonly Candidate[],
  only: readonly string[] | undefined,
  seed: number,
): Promise<number> {
  const { proveInProcesses } = await import("./processes.ts"); // the runner is slow to load
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
  }
  return results.some(({ differences }) => differences.length > 0) ? 1 : 0;
}

/** The handler with exactly this name, or else all handlers of this event type. */
function namesOf(given: string, candidates: readonly Candidate[]): string[] {
  const handlers = candidates.map(({ handler }) => handler);
  const named = handlers.filter(({ name }) => name === given);
  const found = named.length > 0 ? named : handlers.filter(({ handler }) => handler.eventType === given);
  if (found.length > 0) return found.map(({ name }) => name);
  throw new UsageError(`There is no handler ${given}: it is none of ${handlers.map(({ name }) => name).join(", ")}`);
}

/** The story of one case: the first failing one that matches the name, or else the first match. */
function spellCase({ handlers }: Proof, asked: string): string[] {
  const results = handlers.flatMap((handler) => handler.results);
  const one =
    results.find(({ case: { name }, story }) => name === asked && story !== undefined) ??
    results.find(({ verdict, story }) => verdict === "failed" && story !== undefined) ??
    results.find(({ story }) => story !== undefined);
  if (one?.story === undefined)
    return [...handlers.flatMap((handler) => spellProblems(handler)), `No case's name holds "${asked}".`];
  const others = results.filter((result) => result !== one);
  const failed = others.filter(({ verdict }) => verdict === "failed").length;
  return [
    ...spellStory(one.story),
    ...(others.length === 0 ? [] : ["", `${others.length} more cases have such a name; ${failed} of them fail.`]),
  ];
}
