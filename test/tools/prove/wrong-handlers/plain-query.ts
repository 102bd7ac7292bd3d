import type { Wrong } from "../candidates.ts";
import { createLead } from "../raw-systems.ts";

/** Whoever has an apostrophe in their address ends the query's text. */
export const plainQuery: Wrong = {
  name: "plain-query",
  uses: ["salesforce"],
  caughtBy: "identity",
  says: "does something else for an address like o'brien@example.com",
  async run(event, systems) {
    const query = `SELECT Id FROM Lead WHERE Email = '${event.data.email}'`;
    if ((await systems.records.query(query)).length === 0) await createLead(systems, event);
  },
};
