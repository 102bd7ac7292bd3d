import type { Wrong } from "../candidates.ts";
import { createLead } from "../raw-systems.ts";

/** Date counts milliseconds. */
export const secondsTakenForMore: Wrong = {
  name: "seconds-taken-for-more",
  uses: ["salesforce"],
  caughtBy: "effects",
  says: "writes a time into Description of salesforce Lead that takes seconds for milliseconds",
  async run(event, systems) {
    const seconds = Math.floor(Date.parse(event.time) / 1000);
    await createLead(systems, event, { Company: "[not provided]", Description: new Date(seconds).toISOString() });
  },
};
