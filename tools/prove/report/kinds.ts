import type { CaseEnd } from "../cases/case.ts";
import type { HandlerProof, Result } from "../proof.ts";
import type { Story } from "./story.ts";
import { spellWorlds, worldsOf } from "./worlds.ts";

/** Failures that are most likely one mistake: the same rule broken, with the same records not as they should be. */
export interface FailureKind {
  readonly rule: string;
  /** Of the simplest that is told. */
  readonly story: Story | undefined;
  /** All of them. */
  readonly results: readonly Result[];
}

export function kindOf({ findings, expected, actual }: Pick<CaseEnd, "findings" | "expected" | "actual">): string {
  const [rule = ""] = findings.map((finding) => finding.rule.replaceAll(/\d+/g, "n"));
  const [right] = expected;
  const differs = findings[0]?.isDivergence === true && right !== undefined;
  return differs ? `${rule}: ${spellWorlds(worldsOf(right, actual))}` : rule;
}

/** Those with the most failures first. */
export function failureKinds({ results }: Pick<HandlerProof, "results">): FailureKind[] {
  const failed = results.filter(({ kind }) => kind !== undefined);
  return [...Map.groupBy(failed, ({ kind = "" }) => kind)]
    .map(([rule, alike]) => ({ rule, story: simplest(alike), results: alike }))
    .toSorted((one, other) => other.results.length - one.results.length);
}

/** Every worker tells one. */
function simplest(alike: readonly Result[]): Story | undefined {
  const stories = alike.flatMap(({ story }) => story ?? []);
  return stories.toSorted((one, other) => sizeOf(one) - sizeOf(other))[0];
}

function sizeOf({ actual }: Story): number {
  return actual.reduce((size, { calls }) => size + 1 + calls.length, 0);
}
