import type { Cure } from "../../core/records.ts";

/** In terms of the client's verbs. */
export const cures: readonly Cure[] = [
  {
    kind: "messages",
    what: "too many",
    says: "slack.post knows a message again by the source and the id of the event, and by the message's name: none of these may be drawn, or another at the next delivery",
  },
];
