import { createHash } from "node:crypto";

/** A place in a file's text, and what stands there instead. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** One small mistake put into one file. */
export interface Mutant extends Edit {
  /** From the checkout's root. */
  readonly file: string;
  /** The rule that made it: Stryker's name of it, or ours. */
  readonly rule: string;
}

/** A file that mistakes are put into. */
export interface MutatedFile {
  readonly file: string;
  readonly source: string;
}

export function applied(source: string, { start, end, replacement }: Edit): string {
  return source.slice(0, start) + replacement + source.slice(end);
}

export function lineOf(source: string, { start }: Pick<Edit, "start">): number {
  return source.slice(0, start).split("\n").length;
}

/** Stands for a mutant in proof/mutants.json: the same as long as its file's lines around it are, wherever they move to. */
export function mutantId(diff: readonly string[], file: string): string {
  const lines = diff.filter((line) => !line.startsWith("@@"));
  return createHash("sha256")
    .update(JSON.stringify([file, lines]))
    .digest("hex")
    .slice(0, 10);
}
