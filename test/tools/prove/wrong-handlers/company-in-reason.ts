import { PermanentError } from "../../../../functions/runtime/define/errors.ts";
import type { Wrong } from "../candidates.ts";
import { identify } from "../raw-systems.ts";

/** Says whom it can't handle, in what is logged and kept beside the dead letter. */
export const companyInReason: Wrong = {
  name: "company-in-reason",
  uses: ["customerio"],
  caughtBy: "isolation",
  among: "faults",
  says: "writes data.company of the event into a dead letter, field dead-letter-code",
  async run(event, systems) {
    try {
      await identify(systems, event);
    } catch {
      const code = `NOT_FOR_${event.data.company}`;
      throw new PermanentError("not for them", { code, system: "customerio" });
    }
  },
};
