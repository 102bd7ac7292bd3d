import { PermanentError } from "../../../../functions/runtime/define/errors.ts";
import type { Wrong } from "../candidates.ts";
import { findLead, createLead } from "../raw-systems.ts";

/** Whatever goes wrong is the message's fault, also what everybody's messages meet. */
export const twoPeopleGivenUp: Wrong = {
  name: "two-people-given-up",
  uses: ["salesforce"],
  caughtBy: "acknowledgement",
  match: "for two people",
  says: "dead-letters what two people have met within minutes (SOMETHING_QUITE_NEW)",
  async run(event, systems) {
    try {
      if ((await findLead(systems, event.data.email)) === undefined) await createLead(systems, event);
    } catch (cause) {
      throw new PermanentError("no Lead", { code: "NO_LEAD", system: "salesforce" }, { cause });
    }
  },
};
