import type { Wrong } from "../candidates.ts";
import { statusByArrival } from "./status-by-arrival.ts";

/** Nothing keeps two of a person's events apart, and the last to arrive wins. */
export const unorderedByArrival: Wrong = {
  ...statusByArrival,
  name: "unordered-by-arrival",
  delivery: { ordered: false, timeoutSeconds: 30 },
  caughtBy: "interleaving",
  states: ["a Lead"],
};
