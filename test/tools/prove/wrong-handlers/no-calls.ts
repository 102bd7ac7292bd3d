import type { Wrong } from "../candidates.ts";

/** Green in every test, for it does nothing. */
export const noCalls: Wrong = {
  name: "no-calls",
  uses: ["customerio"],
  caughtBy: "bounds",
  says: "makes no call with any sample: there is nothing to prove. Add a sample to samples/events/form.submitted/",
  run: () => Promise.resolve(),
};
