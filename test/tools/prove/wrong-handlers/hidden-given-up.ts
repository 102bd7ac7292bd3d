import type { Wrong } from "../candidates.ts";
import { createLead, findLead } from "../raw-systems.ts";

/** A record that the user may not see has the person's key: somebody must share it, until when the event has to wait. */
export const hiddenGivenUp: Wrong = {
  name: "hidden-given-up",
  uses: ["salesforce"],
  caughtBy: "acknowledgement",
  states: ["already processed"],
  match: "records that have keys",
  says: "dead-letters what no message is to blame for (the user doesn't see the records that have keys)",
  async run(event, systems) {
    if ((await findLead(systems, event.data.email)) === undefined) await createLead(systems, event);
  },
};
