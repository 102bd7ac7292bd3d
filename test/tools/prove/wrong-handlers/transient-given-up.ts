import { PermanentError } from "../../../../functions/runtime/define/errors.ts";
import type { Wrong } from "../candidates.ts";
import { identify, sendEvent } from "../vendors.ts";

/** Takes every error for a refusal. */
export const transientGivenUp: Wrong = {
  name: "transient-given-up",
  uses: ["customerio"],
  caughtBy: "verdicts",
  async run(event, vendors) {
    try {
      await identify(vendors, event);
      await sendEvent(vendors, event);
    } catch (cause) {
      throw new PermanentError("something failed", { code: "FAILED", system: "customerio" }, { cause });
    }
  },
};
