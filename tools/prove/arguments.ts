import { durationMs } from "../../local/core/duration.ts";
import { UsageError } from "../../local/core/problems.ts";
import { readArguments } from "../arguments.ts";
import { DEFAULT_SEED } from "./report/command.ts";

export const usage = `npm run prove                          proves every handler
npm run prove -- HANDLER               proves one handler, or all handlers of an event type
npm run prove -- HANDLER --case NAME   runs one case and prints its story; the end of the case's name is enough
npm run prove -- --all                 also lists the cases that succeed
npm run prove -- --report DIR          writes pages with every matrix and a story for each cell, and every case as JSON
npm run prove -- --processes           runs a few crashes with real processes, real HTTP and kill -9, against the build
npm run prove -- --mutants [NAME...]   puts mistakes into handlers and clients (by name, file, folder, or all), and lists those unnoticed
npm run prove -- --update              writes proof/*.effects.md and proof/README.md; proves the named handlers, and says which don't converge
npm run prove -- NAME --update --unproved    writes them without proving the handler
npm run prove -- --budget 60s          how long to try random cases (pairs of faults, triples of events, more interleavings) or mutants; 2m, 0s
npm run prove -- --seed N              draws other random cases
npm run prove -- --lines               prints JSON, a line whenever cells have ended, for programs that watch
npm run prove -- --no-cache            also proves what has not changed since the last proof, as when CI is set`;

const DEFAULT_BUDGET = "15s";

export function readOptions(texts: readonly string[]) {
  return readArguments(texts, {
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
      lines: { type: "boolean" },
      update: { type: "boolean" },
      unproved: { type: "boolean" },
    },
  });
}

export function readSeed(text: string | undefined): number {
  const seed = Number(text ?? DEFAULT_SEED);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new UsageError(`--seed is "${text}"; a whole number is expected`);
  return seed;
}

/** Milliseconds. */
export function readBudget(text = DEFAULT_BUDGET): number {
  const milliseconds = durationMs(text);
  if (milliseconds === undefined) throw new UsageError(`--budget is "${text}"; a time like 60s or 2m is expected`);
  return milliseconds;
}
