import type { Case, CaseEnd } from "../cases/case.ts";
import type { Result } from "../result.ts";
import type { Property } from "../finding.ts";
import type { Story } from "./story.ts";
import { type KindOfRecords, worldsOf } from "./worlds.ts";

/** Failures that are most likely one mistake: the same records not as they should be, or the same rule broken. */
export interface FailureKind {
  /** What the handler does, of the case that is told. */
  readonly rule: string;
  /** Of the simplest that is told. */
  readonly story: Story | undefined;
  /** All of them. */
  readonly results: readonly Result[];
}

/** Cases that differ in what befalls one event and in where it does: of a mistake they all end alike. */
const ONE_EVENT: readonly Property[] = ["faults", "crash", "deadline", "duplicates", "acknowledgement"];

export function kindOf({ property, declarable }: Pick<Case, "property" | "declarable">, end: CaseEnd): string {
  const [first] = end.findings;
  const [right] = end.expected;
  const named = declarable.reduce((rule, { fault }) => rule.replaceAll(fault, "…"), first?.rule ?? "");
  const rule = named.replaceAll(/\d+/g, "n");
  // What comes after the colon is an example.
  if (first?.isDivergence !== true || right === undefined) return rule.split(": ")[0] ?? rule;
  const differs = wrongRecords(worldsOf(right, end.actual));
  return ONE_EVENT.includes(property) ? differs : [property, rule, differs].join("\n");
}

/** Which kinds of record, and what is wrong with them. What was not written is lacking, whether the record was there or not. */
function wrongRecords(worlds: readonly KindOfRecords[]): string {
  const wrong = worlds.flatMap(({ kind, pairs }) =>
    pairs.map(({ what, rows }) => {
      const differing = rows.filter(({ differs }) => differs);
      const isLacking = what === "missing" || differing.every(({ actual }) => actual === undefined);
      return `${kind} ${isLacking ? "lacking" : what}`;
    }),
  );
  return [...new Set(wrong)].join(", ");
}

/** Those with the most failures first. */
export function failureKinds({ results }: { readonly results: readonly Result[] }): FailureKind[] {
  const failed = results.filter(({ kind }) => kind !== undefined);
  return [...Map.groupBy(failed, ({ kind = "" }) => kind)]
    .map(([, alike]) => {
      const story = simplest(alike);
      const [rule = ""] = story?.findings ?? alike[0]?.findings.map((finding) => finding.rule) ?? [];
      return { rule, story, results: alike };
    })
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
