import type { Killer } from "./attempt.ts";
import type { PointIndex } from "./choose.ts";
import { applied, type Mutant, type MutatedFile } from "./mutant.ts";
import type { Texts } from "./reload.ts";

/** What all steps know. */
export interface Trying {
  readonly files: readonly MutatedFile[];
  /** Those whose cases can come to these files. */
  readonly handlers: readonly string[];
  readonly index: PointIndex;
  /** The files, counting what comes to their points. */
  readonly counted: Texts;
  readonly workers: number;
}

/** What a step has found of a mutant. */
export interface Attempted {
  readonly killer: Killer | undefined;
  readonly isReached: boolean;
}

/** Tries a mutant in the worker of that number. */
export type Step = (mutant: Mutant, turn: number) => Promise<Attempted>;

export function textsOf({ files }: Pick<Trying, "files">, mutant: Mutant): Texts {
  const source = files.find(({ file }) => file === mutant.file)?.source ?? "";
  return { [mutant.file]: applied(source, mutant) };
}
