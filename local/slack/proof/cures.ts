import type { Cure } from "../../core/records.ts";

/** In terms of the client's verbs. */
export const cures: readonly Cure[] = [
  {
    kind: "messages",
    what: "too many",
    says: "slack.post recognises a posted message by the event's source and id, and by the message's name: these must be the same at every delivery, so neither random nor the present time",
  },
];
