import type { LetterGroup } from "../contract/dead-letters.ts";
import { type Letter, reasonLine } from "./letters.ts";
import { createHash } from "node:crypto";
import { subjectOf } from "../../../functions/runtime/pubsub/message.ts";

/** Largest first. Letters must be sorted oldest first. */
export function groupsOf(letters: readonly Letter[]): LetterGroup[] {
  return [...Map.groupBy(letters, idOfGroup)]
    .flatMap(([id, own]) => groupOf(id, own))
    .toSorted((one, other) => other.count - one.count);
}

/** By handler or source, each one's in the order given. */
export function byHeading<Group extends LetterGroup>(groups: readonly Group[]): Group[] {
  return groups.toSorted((one, other) => compare(headingOf(one), headingOf(other)));
}

/** A URL-safe id that only letters of one group share. */
export function idOfGroup(letter: Letter): string {
  const key = JSON.stringify([letter.kind, nameOf(letter), reasonLine(letter)]);
  return createHash("sha256").update(key).digest("hex").slice(0, 12);
}

/** The group of these letters, which must share one; empty for none. */
function groupOf(id: string, letters: readonly Letter[]): LetterGroup[] {
  const [first, last] = [letters.at(0), letters.at(-1)];
  if (first === undefined || last === undefined) return [];
  const { text: _, ...reason } = first.reason ?? {};
  return [
    {
      id,
      kind: first.kind,
      name: nameOf(first),
      reason: "code" in reason ? reason : null,
      count: letters.length,
      people: peopleIn(letters),
      oldest: timeOf(first),
      newest: timeOf(last),
      example: first.id,
    },
  ];
}

function peopleIn(letters: readonly Letter[]): number {
  const subjects = letters.map(({ held: { message } }) => subjectOf(message));
  return new Set(subjects.filter((subject) => subject !== undefined)).size;
}

export function nameOf({ kind, handler, source }: Letter): string {
  return (kind === "rejected" ? source : handler) ?? "unknown";
}

export function timeOf({ held }: Letter): string {
  return new Date(held.publishedAt).toISOString();
}

export function headingOf({ kind, name }: Pick<LetterGroup, "kind" | "name">): string {
  return kind === "rejected" ? `source ${name}: webhooks in quarantine` : `handler ${name}`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
