import type { Result } from "../result.ts";
import { OUT_OF_ORDER } from "../finding.ts";
import { commandFor } from "./command.ts";
import { handlerOf } from "./find-case.ts";
import type { FailureKind } from "./kinds.ts";
import { spellShortly } from "./spelling.ts";
import type { Story } from "./story.ts";
import { type Row, spellWorlds } from "./worlds.ts";

/** The story of one of them, how to see it again, and where the others are. */
export function spellKind({ rule, story, results }: FailureKind, number: number, seed: number): string[] {
  const name = story?.name ?? results[0]?.case.name ?? "";
  const others = results.filter((result) => result.case.name !== name);
  return [
    `## ${number}. The handler ${rule}${story === undefined || rule.includes("(") ? "" : spellDifferences(story)}`,
    ...(story?.findings.slice(1) ?? []).map((other) => `   and ${other}`),
    `   ${name}`,
    "",
    ...(story === undefined ? [] : [...spellShortly(story), ""]),
    `  Play it: ${commandFor(name, seed)}`,
    ...(story === undefined ? [] : spellDeclarable(story, results)),
    ...(others.length === 0 ? [] : [`  … and ${others.length} more of this kind: ${countsByProperty(others)}`]),
    "",
  ];
}

function spellDifferences({ worlds }: Story): string {
  return worlds.length === 0 ? "" : ` (${spellWorlds(worlds)})`;
}

/** For what no handler could mend: where all of the kind holds that one fault, or arrival decides. */
function spellDeclarable(story: Story, results: readonly Result[]): string[] {
  const { name, declarable, findings, worlds } = story;
  const [one] = declarable;
  if (findings.length === 0 || one === undefined) return [];
  const file = `proof/${handlerOf(name)}.declared.json`;
  if (results.every(isOutOfOrder)) {
    const fields = new Set(
      worlds.flatMap(({ pairs }) => pairs.flatMap(({ rows }) => rows.filter(differs)).map(fieldOf)),
    );
    const kinds = worlds.map(({ kind }) => kind).join(", ");
    return [`  Where arrival may decide: arrivalDecides in ${file} for ${[...fields].join(", ")} of ${kinds}.`];
  }
  const isThat = (disturbance: string) => disturbance.includes(one.fault) || disturbance === "two faults";
  if (!results.every((result) => isThat(result.case.disturbance))) return [];
  return [`  Where ${one.operation} gives no means: diverges in ${file} for ${one.fault}, with the reason.`];
}

function isOutOfOrder({ findings }: Result): boolean {
  return findings.length > 0 && findings.every(({ rule }) => rule === OUT_OF_ORDER);
}

const differs = (row: Row) => row.differs;
const fieldOf = (row: Row) => row.field;

function countsByProperty(results: readonly Result[]): string {
  const groups = Map.groupBy(results, (result) => result.case.property);
  return [...groups].map(([property, own]) => `${own.length} of ${property}`).join(", ");
}
