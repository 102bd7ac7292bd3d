import type { Wrong } from "../candidates.ts";
import { createLead } from "../raw-systems.ts";

/** Longer than any sample's. */
export const messageCut: Wrong = {
  name: "message-cut",
  uses: ["salesforce"],
  caughtBy: "effects",
  says: "writes the first 120 characters of the event's message into Description of salesforce Lead, and the rest nowhere",
  async run(event, systems) {
    await createLead(systems, event, { Company: "[not provided]", Description: event.data.message?.slice(0, 120) });
  },
};
