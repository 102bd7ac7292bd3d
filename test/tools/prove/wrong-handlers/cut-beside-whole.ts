import type { Wrong } from "../candidates.ts";
import { createLead, sendEvent } from "../raw-systems.ts";

/** Whoever reads the Lead doesn't see that there was more to the message. */
export const cutBesideWhole: Wrong = {
  name: "cut-beside-whole",
  caughtBy: "effects",
  match: "with long texts",
  says: "characters of the event's message into Description of salesforce Lead, without a sign that there is more",
  async run(event, systems) {
    await sendEvent(systems, event);
    await createLead(systems, event, {
      Company: "[not provided]",
      Description: `They say: ${(event.data.message ?? "").slice(0, 120)}`,
    });
  },
};
