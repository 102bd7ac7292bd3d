import type { Wrong } from "../candidates.ts";
import { createLead, findLead } from "../raw-systems.ts";

/** A Lead is no WhatId: Salesforce refuses the Task each time, and nobody hears of it. */
export const refusedEachTime: Wrong = {
  name: "refused-each-time",
  uses: ["salesforce"],
  caughtBy: "bounds",
  says: "acknowledges although POST /sobjects/Task is refused with HTTP 400, and nothing comes of it (full · nobody)",
  async run(event, systems) {
    const lead = (await findLead(systems, event.data.email)) ?? (await createLead(systems, event));
    await systems.records.create("Task", { Subject: "Call", WhatId: lead }, { expected: [] });
  },
};
