import type { Wrong } from "../candidates.ts";
import { createLead, findLead } from "../raw-systems.ts";

/** Goes on until it sees the Lead, which an app of the org deletes each time. */
export const createsUntilThere: Wrong = {
  name: "creates-until-there",
  uses: ["salesforce"],
  caughtBy: "bounds",
  among: "acknowledgement",
  match: "an app deletes each new Lead",
  says: "makes more than 250 calls in one delivery",
  async run(event, systems) {
    while ((await findLead(systems, event.data.email)) === undefined) await createLead(systems, event);
  },
};
