import { type Impossible, isAbout, isLikeOthers, type Otherwise } from "../../../local/core/fault-fit.ts";
import { type Finding, finding } from "../finding.ts";
import { type Difference, differences, kindsThatDiffer, type Snapshot } from "../simulation/snapshot.ts";
import type { Declarable } from "./case.ts";
import type {
  ArrivalRule,
  Declarations,
  Divergence,
  Double,
  Meaning,
  Overwrite,
  Restoration,
} from "../declared/declarations.ts";

/** The outcome of a case, as far as declarations apply to it. */
interface Shown {
  readonly declarable: readonly Declarable[];
  readonly findings: readonly Finding[];
  readonly arrivalRules: readonly ArrivalRule[];
  /** The acceptable ends and the actual one. */
  readonly expected?: readonly Snapshot[];
  readonly actual?: Snapshot;
  readonly excused?: readonly string[] | undefined;
}

interface Verdict {
  readonly verdict: "ok" | "declared" | "failed";
  /** The declarations without which it would have failed. */
  readonly needed: readonly string[];
}

/** Judges a case by its handler's declarations and by what its systems make impossible. */
export function judge(
  { diverges = [] }: Declarations,
  { declarable, findings, arrivalRules, expected = [], actual, excused = [] }: Shown,
  impossible: readonly Impossible[] = [],
): Verdict {
  const rules = [...arrivalRules.map(spellRule), ...excused];
  if (findings.length === 0) return { verdict: rules.length === 0 ? "ok" : "declared", needed: rules };
  const isShown = (entry: Impossible) => declarable.some((one) => isAbout(entry, one));
  const differing = actual === undefined ? [] : expected.map((end) => kindsThatDiffer(end, actual));
  const isWithin = ({ records }: Divergence) =>
    records === undefined || differing.some((kinds) => kinds.every((kind) => records.includes(kind)));
  const covering = diverges.filter((entry) => isShown(entry) && isWithin(entry));
  const isImpossible = impossible.some(
    (entry) => isShown(entry) && (entry.only === undefined || differsOnlyIn(entry.only, expected, actual)),
  );
  if ((covering.length === 0 && !isImpossible) || !findings.every(({ isDivergence }) => isDivergence))
    return { verdict: "failed", needed: rules };
  // If two cover it, neither is known to be needed.
  const needed = covering.length === 1 && !isImpossible ? covering.map(spellDivergence) : [];
  return { verdict: "declared", needed: [...rules, ...needed] };
}

/**
 * An unused declaration would hide a later failure. Drawn cases may not have run, so for similar faults it suffices if
 * a declaration for the same operation is needed.
 */
export function unusedDeclarations(
  { diverges = [], arrivalDecides = [], overwrites = [], restores = [], means = [], doubles = [] }: Declarations,
  needed: ReadonlySet<string>,
): Finding[] {
  const isNeeded = (entry: Divergence) => needed.has(spellDivergence(entry));
  const isJudged = ({ fault, operation }: Divergence) =>
    !isLikeOthers(fault) || !diverges.some((other) => other.operation === operation && isNeeded(other));
  return [
    ...diverges.filter(isJudged).map(spellDivergence),
    ...arrivalDecides.map(spellRule),
    ...overwrites.map(spellOverwrite),
    ...restores.map(spellRestoration),
    ...means.map(spellMeaning),
    ...doubles.map(spellDouble),
  ]
    .filter((what) => !needed.has(what))
    .map((what) => finding("bounds", `declares that ${what}, and no case needs that${beside(what, arrivalDecides)}`));
}

/** Of several that were pasted together, one may cover the others. */
function beside(what: string, rules: readonly ArrivalRule[]): string {
  return rules.length > 1 && rules.some((rule) => spellRule(rule) === what) ? ": another entry may cover it" : "";
}

/** Whether the end equals an acceptable one except for these fields. */
function differsOnlyIn(only: readonly Otherwise[], expected: readonly Snapshot[], actual: Snapshot | undefined) {
  if (actual === undefined) return false;
  const isFree = (kind: string, change: Difference["changes"][number]) =>
    only.some(
      ({ records, field = change.field, is = change.actual ?? null }) =>
        records === kind && field === change.field && is === (change.actual ?? null),
    );
  return expected.some((end) =>
    differences(end, actual).every(
      ({ kind, what, changes }) => what === "changed" && changes.every((change) => isFree(kind, change)),
    ),
  );
}

function spellDivergence({ fault, operation }: Divergence): string {
  return `${operation} diverges under ${fault}`;
}

function spellRule({ other, records, fields, states = [] }: ArrivalRule): string {
  const where = states.length === 0 ? "" : ` (${states.join("; ")})`;
  return `arrival beside ${other} decides ${fields.join(", ")} of ${records}${where}`;
}

export function spellOverwrite({ records, fields }: Overwrite): string {
  return `${fields.join(", ")} of ${records} is overwritten`;
}

export function spellRestoration({ records, fields }: Restoration): string {
  return `${fields.join(", ")} of ${records} is written again`;
}

export function spellMeaning({ records, fields }: Meaning): string {
  return `${fields.join(", ")} of ${records} is written as it is meant`;
}

export function spellDouble({ records }: Double): string {
  return `${records} may be there twice`;
}
