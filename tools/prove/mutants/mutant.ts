import { createHash } from "node:crypto";
import type { Edit } from "../points/source-file.ts";

/** One small mistake in one file. */
export interface Mutant extends Edit {
  /** Relative to the root. */
  readonly file: string;
  /** The mutator: Stryker's name for it, or ours. */
  readonly rule: string;
}

export function applied(source: string, { start, end, replacement }: Edit): string {
  return source.slice(0, start) + replacement + source.slice(end);
}

export function lineOf(source: string, { start }: Pick<Edit, "start">): number {
  return source.slice(0, start).split("\n").length;
}

const COMMENT = /^ \s*(?:\/\/|\/?\*)/;

/** A mutant's id in proof/mutants.json. It stays the same as long as the surrounding code does, wherever it moves. */
export function mutantId(diff: readonly string[], file: string): string {
  const lines = diff.filter((line) => !line.startsWith("@@") && !COMMENT.test(line));
  return createHash("sha256")
    .update(JSON.stringify([file, lines]))
    .digest("hex")
    .slice(0, 10);
}
