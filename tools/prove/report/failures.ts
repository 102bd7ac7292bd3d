import type { Result } from "../result.ts";
import { OUT_OF_ORDER, WORK_LEFT } from "../finding.ts";
import { commandFor } from "./command.ts";
import { handlerOf } from "./find-case.ts";
import type { FailureKind } from "./kinds.ts";
import { spellShortly } from "./spelling.ts";
import type { Story } from "./story.ts";
import { type Row, spellWorlds } from "./worlds.ts";

interface Telling {
  readonly seed: number;
  readonly consequences?: readonly FailureKind[];
  /** Whose proof it is: in a meeting the case may be called by another's name. Left out: the one that the case is called by. */
  readonly handler?: string;
}

/** The story of one of them, how to see it again, and where the others are. */
export function spellKind(
  { rule, story, results }: FailureKind,
  number: number,
  { seed, consequences = [], handler }: Telling,
): string[] {
  const name = story?.name ?? results[0]?.case.name ?? "";
  const others = results.filter((result) => result.case.name !== name);
  return [
    `## ${number}. The handler ${rule}${story === undefined || rule.includes("(") ? "" : spellDifferences(story)}`,
    ...(story?.findings.slice(1) ?? []).map((other) => `   and ${other}`),
    `   ${name}`,
    "",
    ...(story === undefined ? [] : [...spellShortly(story), ""]),
    `  Play it: ${commandFor(name, seed)}`,
    ...[...spellAwait(story?.findings ?? [rule]), ...(story?.cures ?? []).map(({ says }) => says)].map(
      (says) => `  To mend it: ${says}.`,
    ),
    ...(story === undefined ? [] : spellDeclarable(story, results, handler ?? handlerOf(name))),
    ...spellMeant(story, results),
    ...(others.length === 0 ? [] : [`  … and ${others.length} more of this kind: ${countsByProperty(others)}`]),
    ...(consequences.length === 0 ? [] : [`  ${spellConsequences(consequences)}`]),
    "",
  ];
}

/** Of calls that come after the acknowledgement. */
function spellAwait(rules: readonly string[]): string[] {
  const [left] = rules.filter((rule) => rule.startsWith(`${WORK_LEFT}: `));
  if (left === undefined) return [];
  const calls = left.slice(WORK_LEFT.length + 2);
  return [`await what makes ${calls}, or return it: what run() does not wait for may never be done`];
}

function spellConsequences(kinds: readonly FailureKind[]): string {
  const count = kinds.reduce((sum, { results }) => sum + results.length, 0);
  return `… and ${count} in which more is wrong than this double, which may follow from it: they are told once it is mended.`;
}

function spellDifferences({ worlds }: Story): string {
  return worlds.length === 0 ? "" : ` (${spellWorlds(worlds)})`;
}

/** For what no handler could mend: where all of the kind holds that one fault, or arrival decides. */
function spellDeclarable(story: Story, results: readonly Result[], own: string): string[] {
  const { declarable, findings, worlds, actual } = story;
  const [one] = declarable;
  if (findings.length === 0 || one === undefined) return [];
  const file = `proof/${own}.declared.json`;
  if (results.every(isOutOfOrder)) {
    const other = (actual.find(({ handler }) => handler !== own) ?? actual[0])?.type;
    // What somebody has said of being written to holds, whichever event arrives first.
    if (story.cures?.some(({ isOwed }) => isOwed) === true) return [];
    const entries = worlds.map(({ kind, pairs }) => ({
      ...(other === undefined ? {} : { other }),
      records: kind,
      fields: [...new Set(pairs.flatMap(({ rows }) => rows.filter(differs)).map(fieldOf))],
      reason: "…",
    }));
    const fields = new Set(entries.flatMap((entry) => entry.fields));
    const kinds = worlds.map(({ kind }) => kind).join(", ");
    return [
      `  Where arrival may decide: arrivalDecides in ${file} for ${[...fields].join(", ")} of ${kinds}.`,
      ...(worlds.every(isChanged) ? entries.map(spellEntry) : []),
      ...(worlds.every(isChanged) && entries.length > 1 ? [`  ${ONE_MAY_DO}`] : []),
    ];
  }
  const isThat = (disturbance: string) => disturbance.includes(one.fault) || disturbance === "two faults";
  if (!results.every((result) => isThat(result.case.disturbance))) return [];
  const records = [...new Set(worlds.map(({ kind }) => kind))];
  return [
    `  Where ${one.operation} gives no means: diverges in ${file} for ${one.fault}, with the reason.`,
    spellEntry({ fault: one.fault, operation: one.operation, records, reason: "…" }),
  ];
}

/** What follows from a record that arrival decides needs no entry, and may have none. */
const ONE_MAY_DO = "One of them may cover the others: paste one, and run it again before the next.";

/** To be pasted, with its reason. */
function spellEntry(entry: object): string {
  return `    ${JSON.stringify(entry)}`;
}

/** What the event does not speak of, and what can't be meant, a handler may mean all the same. */
function spellMeant(story: Story | undefined, [first]: readonly Result[]): string[] {
  const [rule] = first?.findings ?? [];
  if (story === undefined || rule === undefined || rule.isDivergence || !/ (of|into) \w+ \w+/.test(rule.rule))
    return [];
  const file = `proof/${handlerOf(story.name)}.declared.json`;
  if (rule.property === "effects") return [`  Where it is meant: means in ${file}, with the reason.`];
  if (rule.property !== "preservation") return [];
  const entry = rule.rule.endsWith("when the event comes again") ? "restores" : "overwrites";
  return [`  Where it is meant: ${entry} in ${file}, with the reason.`];
}

function isOutOfOrder({ findings }: Result): boolean {
  return findings.length > 0 && findings.every(({ rule }) => rule === OUT_OF_ORDER);
}

/** Records that are there or not are seldom declared field by field. */
const isChanged = ({ pairs }: Story["worlds"][number]) => pairs.every(({ what }) => what === "changed");
const differs = (row: Row) => row.differs;
const fieldOf = (row: Row) => row.field;

function countsByProperty(results: readonly Result[]): string {
  const groups = Map.groupBy(results, (result) => result.case.property);
  return [...groups].map(([property, own]) => `${own.length} of ${property}`).join(", ");
}
