import type { Wrong } from "../candidates.ts";
import { createLead } from "../raw-systems.ts";

/** A form need not say a company. */
export const textOfNothing: Wrong = {
  name: "text-of-nothing",
  uses: ["salesforce"],
  caughtBy: "effects",
  says: "writes “undefined” into Description of salesforce Lead",
  async run(event, systems) {
    await createLead(systems, event, { LastName: "-", Company: "-", Description: `A form of ${event.data.company}` });
  },
};
