import { createHash } from "node:crypto";
import { subjectOf } from "../../../functions/runtime/pubsub/message.ts";
import type { LetterGroup } from "../contract/dead-letters.ts";
import { groupKey, groupOf } from "./groups.ts";
import type { Letter } from "./letters.ts";

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
