import { UsageError } from "../../local/core/problems.ts";
import { readArguments } from "../arguments.ts";
import { DEFAULT_SEED } from "./report/command.ts";

export const usage = `npm run prove                          every handler, every case
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

export function readOptions() {
  return readArguments({
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
  });
}

export function readSeed(text: string | undefined): number {
  const seed = Number(text ?? DEFAULT_SEED);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new UsageError(`--seed is "${text}"; a whole number is expected`);
  return seed;
}

const MILLISECONDS: Readonly<Record<string, number>> = { s: 1000, m: 60_000 };

/** Milliseconds. */
export function readBudget(text = DEFAULT_BUDGET): number {
  const [, count = "", unit = ""] = /^(\d+)([sm])$/.exec(text) ?? [];
  const milliseconds = Number(count) * (MILLISECONDS[unit] ?? Number.NaN);
  if (!Number.isSafeInteger(milliseconds))
    throw new UsageError(`--budget is "${text}"; a time like 60s or 2m is expected`);
  return milliseconds;
}
