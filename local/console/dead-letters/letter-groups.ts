import { createHash } from "node:crypto";
import type { LetterGroup } from "../dead-letters-contract.ts";
import { groupLetters, nameOf } from "./groups.ts";
import { type Letter, reasonLine } from "./letters.ts";

/** Of the group that it belongs to: the same in every address, whatever the reason holds. */
export function idOfGroup(letter: Letter): string {
  const said = JSON.stringify([letter.kind, nameOf(letter), reasonLine(letter)]);
  return createHash("sha256").update(said).digest("hex").slice(0, 12);
}

/** The largest first. */
export function groupsOf(letters: readonly Letter[]): LetterGroup[] {
  return [...Map.groupBy(letters, idOfGroup)]
    .flatMap(([id, own]) =>
      groupLetters(own).map(({ kind, name, reason = null, count, oldest, newest }) => {
        return { id, kind, name, reason, count, people: peopleIn(own), oldest, newest };
      }),
    )
    .toSorted((one, other) => other.count - one.count);
}

function peopleIn(letters: readonly Letter[]): number {
  return new Set(letters.map(({ held: { message } }) => message.attributes["ce-subject"] ?? message.orderingKey)).size;
}
