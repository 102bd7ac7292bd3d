import { UnavailableError } from "../../../../functions/runtime/define/errors.ts";
import type { Wrong } from "../candidates.ts";
import { identify, sendEvent } from "../vendors.ts";

/** Takes every error for an outage. */
export const permanentRetried: Wrong = {
  name: "permanent-retried",
  uses: ["customerio"],
  caughtBy: "verdicts",
  async run(event, vendors) {
    try {
      await identify(vendors, event);
      await sendEvent(vendors, event);
    } catch (cause) {
      throw new UnavailableError("something failed", { code: "FAILED", system: "customerio" }, { cause });
    }
  },
};
