import { PermanentError, UnavailableError } from "../../../../functions/runtime/define/errors.ts";
import type { Wrong } from "../candidates.ts";
import { createLead, findLead } from "../raw-systems.ts";

/** Whoever owns new Leads has left: an administrator's to mend, for all that come meanwhile. */
export const ownerGivenUp: Wrong = {
  name: "owner-given-up",
  uses: ["salesforce"],
  caughtBy: "acknowledgement",
  match: "has left",
  says: "dead-letters what no message is to blame for (who owns all records has left)",
  async run(event, systems) {
    try {
      if ((await findLead(systems, event.data.email)) === undefined) await createLead(systems, event);
    } catch (cause) {
      if (!(cause instanceof UnavailableError) || cause.reason.code !== "INACTIVE_OWNER_OR_USER") throw cause;
      throw new PermanentError("the owner has left", cause.reason, { cause });
    }
  },
};
