import type { HandlerProof, Result } from "../proof.ts";
import type { Story } from "./story.ts";

/** Failures that are most likely one mistake: the same rule broken at the same place. */
export interface FailureKind {
  /** Of the first of them. */
  readonly story: Story | undefined;
  readonly name: string;
  readonly count: number;
}

export function kindOf({ case: { property, place }, findings }: Result): string {
  return [property, place, ...findings.map(({ rule }) => rule.replaceAll(/\d+/g, "n")).slice(0, 1)].join("\n");
}

export function failureKinds({ results }: Pick<HandlerProof, "results">): FailureKind[] {
  const failed = results.filter(({ verdict }) => verdict === "failed");
  return [...Map.groupBy(failed, kindOf).values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const story = alike.find((result) => result.story !== undefined)?.story;
    return [{ story, name: first.case.name, count: alike.length }];
  });
}
