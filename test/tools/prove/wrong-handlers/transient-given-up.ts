import { PermanentError } from "../../../../functions/runtime/define/errors.ts";
import type { Wrong } from "../candidates.ts";
import { identify, sendEvent } from "../raw-systems.ts";

/** Takes every error for a refusal. */
export const transientGivenUp: Wrong = {
  name: "transient-given-up",
  uses: ["customerio"],
  caughtBy: "acknowledgement",
  async run(event, systems) {
    try {
      await identify(systems, event);
      await sendEvent(systems, event);
    } catch (cause) {
      throw new PermanentError("something failed", { code: "FAILED", system: "customerio" }, { cause });
    }
  },
};
