import { flag, list, number, object, oneOf, orNull, ref, type Schema, text, texts } from "./json-schema.ts";

/** The types of contract/why.ts. */
export const whySchemas: Readonly<Record<string, Schema>> = {
  Why: object({ email: text, events: list(ref("WhyEvent")) }),
  WhyEvent: object({
    at: text,
    source: text,
    what: orNull(text),
    eventId: orNull(text),
    row: orNull(text),
    because: orNull(text),
    handlers: list(ref("WhyHandler")),
  }),
  WhyHandler: object({
    name: text,
    version: orNull(text),
    state: oneOf("handled", "retrying", "dead-lettered", "paused", "waiting"),
    because: orNull(text),
    attempts: list(ref("WhyAttempt")),
    sweeps: list(object({ at: text, system: text, what: text })),
  }),
  WhyAttempt: object({
    number,
    isReplay: flag,
    at: text,
    version: orNull(text),
    outcome: oneOf("done", "failed", "dead-lettered", "skipped", "under way"),
    because: orNull(text),
    writes: list(object({ system: text, operation: text, records: texts, fields: texts })),
    leftOut: list(object({ field: text, because: text })),
    remarks: list(object({ what: text, because: text })),
  }),
};
