import {
  anything,
  byName,
  flag,
  list,
  number,
  object,
  oneOf,
  orNull,
  ref,
  type Schema,
  text,
  texts,
  time,
} from "./json-schema.ts";

const share = object({ used: number, max: number });

/** A group of letters. */
const group = {
  id: text,
  kind: oneOf("dead-letter", "rejected"),
  name: text,
  reason: orNull(
    object({ code: text, system: text, operation: text, field: text, isMissing: flag }, [
      "system",
      "operation",
      "field",
      "isMissing",
    ]),
  ),
  count: number,
  people: number,
  oldest: time,
  newest: time,
};

/** The types of contract/dead-letters.ts and contract/effects.ts. */
export const deadLetterSchemas: Readonly<Record<string, Schema>> = {
  LetterGroup: object(group),
  ReplayForecast: object({
    count: number,
    groups: list(
      object({
        ...group,
        example: text,
        stays: list(object({ count: number, why: text })),
        newerHandled: orNull(number),
        newerWaiting: number,
        late: list(object({ system: text, afterHours: number, effect: text, count: number })),
      }),
    ),
    costs: list(object({ system: text, unit: text, least: number, most: number, allowance: orNull(share) })),
  }),
  EventEffect: object({
    handler: text,
    event: text,
    person: text,
    outcome: text,
    records: list(
      object({
        system: text,
        kind: text,
        id: text,
        what: oneOf("created", "changed", "deleted"),
        isBeforeKnown: flag,
        fields: list(object({ field: text, before: anything, after: anything })),
      }),
    ),
    warnings: texts,
    unknown: texts,
    costs: byName(number),
    allowances: byName(share),
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
    handled: orNull(number),
    again: orNull(number),
    stopped: orNull(text),
    remark: orNull(text),
    left: list(object({ id: text, outcome: text, why: orNull(text) })),
  }),
  LetterPage: object({
    groups: list(ref("LetterGroup")),
    letters: list(ref("LetterView")),
    problems: texts,
    replay: orNull(ref("ReplayState")),
  }),
};
