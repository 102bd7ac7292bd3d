import { flag, list, number, object, oneOf, orNull, ref, type Schema, text } from "./route.ts";

const time: Schema = { type: "string", format: "date-time" };

/** The types of dead-letters-contract.ts. */
export const deadLetterSchemas: Readonly<Record<string, Schema>> = {
  LetterGroup: object({
    id: text,
    kind: oneOf("dead-letter", "rejected"),
    name: text,
    reason: orNull(
      object({ code: text, system: text, operation: text, field: text }, ["system", "operation", "field"]),
    ),
    count: number,
    people: number,
    oldest: time,
    newest: time,
  }),
  LetterView: object({
    id: text,
    eventId: orNull(text),
    type: orNull(text),
    person: orNull(text),
    at: time,
    text: orNull(text),
    event: orNull(text),
    data: text,
    discarded: orNull(object({ because: text, at: text })),
  }),
  ReplayState: object({
    isUnderWay: flag,
    total: number,
    replayed: number,
    left: list(object({ id: text, outcome: text, why: orNull(text) })),
  }),
  LetterPage: object({
    groups: list(ref("LetterGroup")),
    letters: list(ref("LetterView")),
    replay: orNull(ref("ReplayState")),
  }),
};
