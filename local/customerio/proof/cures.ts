import type { Cure } from "../../core/records.ts";

/** In terms of the client's verbs. */
export const cures: readonly Cure[] = [
  {
    kind: "events",
    what: "too many",
    says: "customerio.sendEvent derives the id from our event's source, id and time, and from the name: these must be the same at every delivery, so neither random nor the present time",
  },
];
