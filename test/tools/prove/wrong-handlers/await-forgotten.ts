import type { Wrong } from "../candidates.ts";
import { createLead, ensureMember, findLead } from "../raw-systems.ts";

/** One word is missing. */
export const awaitForgotten: Wrong = {
  name: "await-forgotten",
  uses: ["salesforce"],
  caughtBy: "acknowledgement",
  async run(event, systems) {
    const lead = (await findLead(systems, event.data.email)) ?? (await createLead(systems, event));
    void ensureMember(systems, lead).catch(() => {});
  },
};
