import type { LetterReason, LetterGroup } from "../contract/dead-letters.ts";
import { type Letter, reasonLine } from "./letters.ts";
import { createHash } from "node:crypto";
import { subjectOf } from "../../../functions/runtime/pubsub/message.ts";

/** The dead letters of a handler, or the quarantined webhooks of a source, that share a reason. */
export interface Group {
  readonly kind: Letter["kind"];
  /** The handler's or source's name. */
  readonly name: string;
  /** Undefined if it crashed or timed out. */
  readonly reason?: LetterReason;
  readonly count: number;
  /** RFC 3339: when the first and the last were dead-lettered. */
  readonly oldest: string;
  readonly newest: string;
  /** The oldest letter's id. */
  readonly example: string;
}

/** Groups by handler or source, then largest first. Letters must be sorted oldest first. */
export function groupLetters(letters: readonly Letter[]): Group[] {
  return [...Map.groupBy(letters, groupKey).values()]
    .flatMap(groupOf)
    .toSorted((a, b) => compare(headingOf(a), headingOf(b)) || b.count - a.count);
}

/** A key that only letters of one group share. */
function groupKey(letter: Letter): string {
  return JSON.stringify([letter.kind, nameOf(letter), reasonLine(letter)]);
}

/** The group of these letters, which must share one; empty for none. */
function groupOf(letters: readonly Letter[]): Group[] {
  const [first, last] = [letters.at(0), letters.at(-1)];
  if (first === undefined || last === undefined) return [];
  const { text: _, ...reason } = first.reason ?? {};
  return [
    {
      kind: first.kind,
      name: nameOf(first),
      ...("code" in reason && { reason }),
      count: letters.length,
      oldest: timeOf(first),
      newest: timeOf(last),
      example: first.id,
    },
  ];
}

export function nameOf({ kind, handler, source }: Letter): string {
  return (kind === "rejected" ? source : handler) ?? "unknown";
}

export function timeOf({ held }: Letter): string {
  return new Date(held.publishedAt).toISOString();
}

export function headingOf({ kind, name }: Pick<Group, "kind" | "name">): string {
  return kind === "rejected" ? `source ${name}: webhooks in quarantine` : `handler ${name}`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** A URL-safe id of the letter's group. */
export function idOfGroup(letter: Letter): string {
  return idOf(groupKey(letter));
}

function idOf(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 12);
}

/** Largest first. */
export function groupsOf(letters: readonly Letter[]): LetterGroup[] {
  return [...Map.groupBy(letters, groupKey)]
    .flatMap(([key, own]) =>
      groupOf(own).map(({ kind, name, reason = null, count, oldest, newest }) => {
        return { id: idOf(key), kind, name, reason, count, people: peopleIn(own), oldest, newest };
      }),
    )
    .toSorted((one, other) => other.count - one.count);
}

function peopleIn(letters: readonly Letter[]): number {
  const subjects = letters.map(({ held: { message } }) => subjectOf(message));
  return new Set(subjects.filter((subject) => subject !== undefined)).size;
}
