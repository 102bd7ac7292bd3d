import type { Wrong } from "../candidates.ts";
import { createLead, ensureMember, findLead } from "../raw-systems.ts";

let lead: string | undefined;

/** Saves a look-up: whoever comes next is taken for whoever came first. */
export const personKept: Wrong = {
  name: "person-kept",
  uses: ["salesforce"],
  caughtBy: "isolation",
  says: "sends a record's id of another event's person in",
  async run(event, systems) {
    lead ??= (await findLead(systems, event.data.email)) ?? (await createLead(systems, event));
    await ensureMember(systems, lead);
  },
};
