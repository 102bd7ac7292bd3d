import { flag, number, object, oneOf, orNull, ref, type Schema, text, texts } from "./json-schema.ts";

const time: Schema = orNull({ type: "string", format: "date-time" });

/** The types of contract/handlers.ts. */
export const handlerSchemas: Readonly<Record<string, Schema>> = {
  PausedView: object({
    why: text,
    system: text,
    by: oneOf("outage", "allowance", "refusals", "person"),
    since: time,
    until: time,
  }),
  HandlerView: object({
    name: text,
    systems: texts,
    isBatch: flag,
    paused: orNull(ref("PausedView")),
    backlog: orNull(number),
    oldestSeconds: orNull(number),
    deadLetters: orNull(number),
    perMinute: orNull(number),
  }),
  PauseRequest: object(
    {
      for: { ...text, description: "30m, 2h or 3d; left out: until somebody resumes it" },
      because: {
        ...text,
        minLength: 1,
        maxLength: 63,
        description: "a few words, kept as a label: lower case, dashes for spaces",
      },
    },
    ["for", "because"],
  ),
};
