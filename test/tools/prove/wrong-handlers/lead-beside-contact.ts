import type { Wrong } from "../candidates.ts";
import { createLead, findLead } from "../raw-systems.ts";

/** Looks for Leads alone: whoever is a Contact becomes a Lead once more. */
export const leadBesideContact: Wrong = {
  name: "lead-beside-contact",
  uses: ["salesforce"],
  caughtBy: "identity",
  says: "adds Lead of ada@example.com where there is Contact of ada@example.com: the same person twice",
  states: ["a Contact"],
  async run(event, systems) {
    if ((await findLead(systems, event.data.email)) === undefined) await createLead(systems, event);
  },
};
