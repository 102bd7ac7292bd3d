import type { StoryWorld } from "../../../local/console/contract/proof.ts";
import type { Case, CaseEnd } from "../cases/case.ts";
import type { Result } from "./result.ts";
import { type Property, SWALLOWS, UNACKNOWLEDGED } from "../finding.ts";
import { isOfNobody, stateOf, strangenessOf } from "./plainness.ts";
import type { Story } from "./story.ts";
import { doubledIn, worldsOf } from "./worlds.ts";

/** Failures that are most likely one mistake: the same records are wrong, or the same rule is broken. */
export interface FailureKind {
  /** What the handler does wrong, in the case with the story. */
  readonly rule: string;
  /** Of the simplest case that has one. */
  readonly story: Story | undefined;
  /** All cases of this kind. */
  readonly results: readonly Result[];
}

const MEETINGS: readonly Property[] = ["order", "interleaving"];

/** Properties that disturb one event at various places: one mistake makes them all end alike. */
const ONE_EVENT: readonly Property[] = ["faults", "crash", "deadline", "duplicates", "acknowledgement"];

export function kindOf({ property, declarable }: Pick<Case, "property" | "declarable">, end: CaseEnd): string {
  const [first] = end.findings;
  const [right] = end.expected;
  const named = declarable.reduce((rule, { fault }) => rule.replaceAll(fault, "…"), first?.rule ?? "");
  const rule = named.replaceAll(/\S+@\S+/g, "somebody").replaceAll(/\d+/g, "n");
  // After the colon comes an example.
  if (first?.isDivergence !== true || right === undefined) return rule.split(": ")[0] ?? rule;
  const differs = wrongRecords(worldsOf(right, end.actual));
  return ONE_EVENT.includes(property) ? differs : [property, rule, differs].join("\n");
}

/** The kinds of records that are wrong, and how. An unwritten value is "lacking", whether the record existed or not. */
function wrongRecords(worlds: readonly StoryWorld[]): string {
  const wrong = worlds.flatMap(({ kind, pairs }) =>
    pairs.map(({ what, rows }) => {
      const differing = rows.filter(({ differs }) => differs);
      const isLacking = what === "missing" || differing.every(({ actual }) => actual === undefined);
      return `${kind} ${isLacking ? "lacking" : what}`;
    }),
  );
  return [...new Set(wrong)].join(", ");
}

/**
 * Sorted: first clean runs that fail though nobody is known yet, because everything else may follow from them; then
 * what the current time decides, what a single event duplicates, and what is lost by a caught error, which are the
 * plainest mistakes; then what fails undisturbed in some other state; then by what disturbs the plainest case, and by
 * number of failures.
 */
export function failureKinds({ results }: { readonly results: readonly Result[] }): FailureKind[] {
  const failed = results.filter(({ kind }) => kind !== undefined);
  return [...Map.groupBy(failed, ({ kind = "" }) => kind)]
    .map(([, alike]) => {
      const story = simplest(alike);
      // None where the case passes when told again.
      const [told = alike[0]?.findings[0]?.rule ?? ""] = story?.findings ?? [];
      return { rule: told, story, results: alike };
    })
    .toSorted(
      (one, other) =>
        graveness(one) - graveness(other) ||
        strangeness(one) - strangeness(other) ||
        other.results.length - one.results.length,
    );
}

/** The place of the first rule that holds. */
function graveness(kind: FailureKind): number {
  const rules = [isOfCleanRunOfNobody, isOfClock, isPlainDouble, isSwallowing, isUndisturbed];
  const place = rules.findIndex((holds) => holds(kind));
  return place === -1 ? rules.length : place;
}

function strangeness({ results }: FailureKind): number {
  return Math.min(...results.map((result) => strangenessOf(result.case)));
}

function isOfCleanRunOfNobody({ results }: FailureKind): boolean {
  return isOfCleanRun({ results: results.filter((result) => isOfNobody(result.case.name)) });
}

/** It fails though nothing disturbs it: the clean run, or what it leaves in some state. */
function isUndisturbed(kind: FailureKind): boolean {
  return isOfCleanRun(kind) || kind.results.some((result) => result.case.disturbance.startsWith("undisturbed"));
}

export function isOfCleanRun({ results }: Pick<FailureKind, "results">): boolean {
  return results.some(({ findings }) => findings.some(({ rule }) => rule === UNACKNOWLEDGED));
}

/** A later delivery ends differently, so every disturbance that delays or repeats a delivery shows the same mistake. */
export function isOfClock({ results }: Pick<FailureKind, "results">): boolean {
  return results.some(
    ({ case: { property, disturbance } }) => property === "time" && disturbance.startsWith("delivered "),
  );
}

function isSwallowing({ rule }: FailureKind): boolean {
  return rule.startsWith(SWALLOWS);
}

function isPlainDouble(kind: FailureKind): boolean {
  return isDoubleAlone(kind) && kind.results.some((result) => ONE_EVENT.includes(result.case.property));
}

function isDoubleAlone(kind: FailureKind): boolean {
  const wrong = wrongIn(kind);
  return wrong.length > 0 && wrong.every(isDouble);
}

/**
 * The kinds to report. A kind explained by another one is only counted there: duplicated records or clock-dependent
 * fields also occur in other failures, in a state in which the clean run fails nothing else can succeed, and what mends
 * an earlier kind mends those with the same advice.
 */
export function withoutConsequences(
  kinds: readonly FailureKind[],
): readonly { readonly kind: FailureKind; readonly consequences: readonly FailureKind[] }[] {
  const doubles = kinds.filter(isDoubleAlone);
  const ofClock = kinds.filter(isOfClock);
  const clean = kinds.filter(isOfCleanRun);
  const causeOf = (kind: FailureKind) =>
    isOfClock(kind) || isOfCleanRun(kind)
      ? undefined
      : (ofClock.find((one) => isInFieldsOf(one, kind)) ??
        clean.find((one) => isInStatesOf(one, kind)) ??
        doubles.find((double) => isWithin(double, kind)));
  const caused = Map.groupBy(kinds, causeOf);
  // A cause may itself be a consequence: everything is reported under the first.
  const all = (kind: FailureKind): FailureKind[] => (caused.get(kind) ?? []).flatMap((one) => [one, ...all(one)]);
  const causes = caused.get(undefined) ?? [];
  const mended = Map.groupBy(causes, (kind) => causes.find((one) => one === kind || mendsToo(one, kind)));
  return [...mended.values()].flatMap(([kind, ...others]) =>
    kind === undefined ? [] : [{ kind, consequences: [...all(kind), ...others.flatMap((one) => [one, ...all(one)])] }],
  );
}

/** All advice about the one is given with the other. */
function mendsToo({ story: earlier }: FailureKind, { story }: FailureKind): boolean {
  const told = new Set(earlier?.cures?.map(({ says }) => says));
  return story?.cures?.[0] !== undefined && story.cures.every(({ says }) => told.has(says));
}

function wrongIn({ story, results }: FailureKind): string[] {
  const worlds = [...(story?.worlds ?? []), ...doubledIn(results.flatMap(({ findings }) => findings))];
  return worlds.flatMap(({ kind, pairs }) => pairs.map(({ what }) => `${kind} ${what}`));
}

function isDouble(wrong: string): boolean {
  return wrong.endsWith(" too many");
}

/** Everything wrong is in fields that are also wrong in the other. */
function isInFieldsOf(cause: FailureKind, kind: FailureKind): boolean {
  const known = new Set(wrongFields(cause));
  const wrong = wrongFields(kind);
  return wrong.length > 0 && wrong.every((field) => known.has(field));
}

/** Every case starts in a state in which the other fails. */
function isInStatesOf({ results: failing }: FailureKind, { results }: FailureKind): boolean {
  const known = new Set(failing.map((result) => stateOf(result.case.name)));
  return results.length > 0 && results.every((result) => known.has(stateOf(result.case.name)));
}

function wrongFields({ story }: FailureKind): string[] {
  return (story?.worlds ?? []).flatMap(({ kind, pairs }) =>
    pairs.flatMap(({ what, rows }) =>
      what === "changed"
        ? rows.filter(({ differs }) => differs).map(({ field }) => `${kind} ${field}`)
        : [`${kind} ${what}`],
    ),
  );
}

/** The records that are too many in the one are so in the other, in which more is wrong. */
function isWithin(double: FailureKind, kind: FailureKind): boolean {
  const [less, more] = [new Set(wrongIn(double)), new Set(wrongIn(kind))];
  const isMeeting = isPlainDouble(double) && kind.results.every(({ case: one }) => MEETINGS.includes(one.property));
  const isThere = (wrong: string) => more.has(wrong) || (isMeeting && more.has(missingOf(wrong)));
  return (less.size < more.size || !isDoubleAlone(kind)) && [...less].every(isThere);
}

/** The events in the order of their times may make the double, and in another order not. */
function missingOf(double: string): string {
  return double.replace(/ too many$/, " missing");
}

/** Every worker may have some stories. */
function simplest(alike: readonly Result[]): Story | undefined {
  const told = alike.flatMap(({ case: { property, disturbance }, story }) =>
    story === undefined ? [] : [{ story, strangeness: strangenessOf({ name: story.name, property, disturbance }) }],
  );
  return told.toSorted(
    (one, other) => one.strangeness - other.strangeness || sizeOf(one.story) - sizeOf(other.story),
  )[0]?.story;
}

function sizeOf({ actual }: Story): number {
  return actual.reduce((size, { calls }) => size + 1 + calls.length, 0);
}
