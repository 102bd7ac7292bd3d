import { alignRows } from "../../table.ts";
import { diffOf } from "./diff.ts";
import { intervalOf } from "./draw.ts";
import type { Explained } from "../declared/explained.ts";
import type { SourceFile } from "../points/source-file.ts";
import { lineOf, mutantId } from "./mutant.ts";
import type { Fate } from "./run.ts";

/** Share of mutants that must be killed, not counting explained ones. */
const GOAL = 0.97;

interface Verdict {
  readonly lines: readonly string[];
  readonly isPassed: boolean;
}

/** A table by file with what killed the mutants, and whether the goal is met. */
export function judgeMutants(
  files: readonly SourceFile[],
  fates: readonly Fate[],
  explained: readonly Explained[],
): Verdict {
  const left = notKilled(files, fates);
  const survivors = left.filter(({ isTried }) => isTried);
  const open = unexplained(survivors, explained);
  const needless = explained.filter(
    ({ file, mutant }) => files.some((one) => one.file === file) && !left.some(({ id }) => id === mutant),
  );
  const refused = fates.filter(({ killer }) => killer === "tsc").length;
  const killed = fates.filter(({ killer }) => killer !== undefined).length - refused;
  const share = killed + open.length === 0 ? 1 : killed / (killed + open.length);
  const untried = fates.filter(({ isTried }) => !isTried).length;
  const lines = [
    ...alignRows([HEADINGS, ...files.map(({ file }) => rowOf(file, fates)), rowOf("all", fates, () => true)]),
    "",
    ...killersOf(fates),
    `${killed} of ${killed + open.length} killed: ${(share * 100).toFixed(1)} %; the goal is ${GOAL * 100} %.`,
    ...(survivors.length > open.length ? [`${survivors.length - open.length} more survive and are explained.`] : []),
    ...(refused > 0 ? [`${refused} more tsc refuses: nobody can bring them in, and they are counted nowhere.`] : []),
    ...(untried > 0 ? spellUntried(untried, { killed, open: open.length }) : []),
    ...needless.map(({ mutant, what }) => `proof/mutants.json explains ${mutant} (${what}), which does not survive.`),
  ];
  return { lines, isPassed: share >= GOAL && untried < Math.max(1, fates.length) && needless.length === 0 };
}

/** What the drawn mutants say about all. */
function spellUntried(untried: number, { killed, open }: { readonly killed: number; readonly open: number }): string[] {
  const [least, most] = intervalOf(killed, killed + open).map((share) => (share * 100).toFixed(1));
  return [
    `${untried} were not tried: the time was up. Those that were are drawn evenly over the files:`,
    `of all, between ${least} and ${most} % would be killed, by 95 %. --budget tries more, another --seed others.`,
  ];
}

/** Each unexplained survivor as a diff. */
export function spellSurvivors(
  files: readonly SourceFile[],
  fates: readonly Fate[],
  explained: readonly Explained[],
): string[] {
  const survivors = notKilled(files, fates).filter(({ isTried }) => isTried);
  return unexplained(survivors, explained).flatMap(({ id, diff, mutant, line, isReached }) => [
    `${mutant.file}:${line} ${mutant.rule} ${id}${isReached ? "" : ", which no case and no test comes to"}`,
    ...diff,
    "",
  ]);
}

function notKilled(files: readonly SourceFile[], fates: readonly Fate[]) {
  return fates.filter(({ killer }) => killer === undefined).map((fate) => ({ ...fate, ...tell(files, fate) }));
}

function unexplained<Named extends { readonly id: string }>(all: readonly Named[], explained: readonly Explained[]) {
  return all.filter(({ id }) => !explained.some(({ mutant }) => mutant === id));
}

function tell(files: readonly SourceFile[], { mutant }: Fate) {
  const source = files.find(({ file }) => file === mutant.file)?.source ?? "";
  const diff = diffOf(source, mutant);
  return { diff, id: mutantId(diff, mutant.file), line: lineOf(source, mutant) };
}

const HEADINGS = [
  "file",
  "mutants",
  "proof",
  "effects",
  "tests",
  "time-out",
  "tsc",
  "survived",
  "not reached",
  "not tried",
];

function rowOf(file: string, fates: readonly Fate[], isOf = ({ mutant }: Fate) => mutant.file === file): string[] {
  const own = fates.filter(isOf);
  const count = (has: (fate: Fate) => boolean) => String(own.filter(has).length);
  const OTHERS = ["effects", "tests", "time-out", "tsc", undefined];
  return [
    file.replace("functions/", ""),
    String(own.length),
    count(({ killer }) => !OTHERS.includes(killer)),
    count(({ killer }) => killer === "effects"),
    count(({ killer }) => killer === "tests"),
    count(({ killer }) => killer === "time-out"),
    count(({ killer }) => killer === "tsc"),
    count(({ killer, isTried, isReached }) => killer === undefined && isTried && isReached),
    count(({ killer, isTried, isReached }) => killer === undefined && isTried && !isReached),
    count(({ isTried }) => !isTried),
  ];
}

function killersOf(fates: readonly Fate[]): string[] {
  const killers = Map.groupBy(
    fates.flatMap(({ killer }) => killer ?? []),
    (killer) => killer,
  );
  const counts = [...killers].toSorted(([, one], [, other]) => other.length - one.length);
  return counts.length === 0 ? [] : [`killed by ${counts.map(([name, own]) => `${name} ${own.length}`).join(", ")}`];
}
