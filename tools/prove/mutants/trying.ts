import type { Killer } from "./attempt.ts";
import type { PointIndex } from "./choose.ts";
import type { SourceFile } from "../points/source-file.ts";
import { applied, type Mutant } from "./mutant.ts";
import type { Texts } from "./reload.ts";

/** What all steps share. */
export interface Trying {
  readonly files: readonly SourceFile[];
  /** Handlers whose cases can reach these files. */
  readonly handlers: readonly string[];
  readonly index: PointIndex;
  /** The instrumented files. */
  readonly counted: Texts;
  readonly workers: number;
}

/** The outcome of a step for one mutant. */
export interface Attempted {
  readonly killer: Killer | undefined;
  readonly isReached: boolean;
}

/** Tries a mutant in worker number `turn`. */
export type Step = (mutant: Mutant, turn: number) => Promise<Attempted>;

export function textsOf({ files }: Pick<Trying, "files">, mutant: Mutant): Texts {
  const source = files.find(({ file }) => file === mutant.file)?.source ?? "";
  return { [mutant.file]: applied(source, mutant) };
}
