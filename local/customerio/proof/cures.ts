import type { Cure } from "../../core/records.ts";

/** In terms of the client's verbs. */
export const cures: readonly Cure[] = [
  {
    kind: "events",
    what: "too many",
    says: "customerio.sendEvent makes an event's id of the source, the id and the time that ours has, and of its name: none of these may be drawn, or another at the next delivery",
  },
];
