import type { Wrong } from "../candidates.ts";

/** Green in every test, for it does nothing. */
export const noCalls: Wrong = {
  name: "no-calls",
  uses: ["customerio"],
  caughtBy: "bounds",
  run: () => Promise.resolve(),
};
