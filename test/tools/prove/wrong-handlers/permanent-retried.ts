import { UnavailableError } from "../../../../functions/runtime/define/errors.ts";
import type { Wrong } from "../candidates.ts";
import { identify, sendEvent } from "../raw-systems.ts";

/** Takes every error for an outage. */
export const permanentRetried: Wrong = {
  name: "permanent-retried",
  uses: ["customerio"],
  caughtBy: "acknowledgement",
  async run(event, systems) {
    try {
      await identify(systems, event);
      await sendEvent(systems, event);
    } catch (cause) {
      throw new UnavailableError("something failed", { code: "FAILED", system: "customerio" }, { cause });
    }
  },
};
