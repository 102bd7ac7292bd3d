import type { Wrong } from "../candidates.ts";
import { createLead, updateLead } from "../raw-systems.ts";

/** Asks for a Lead, and not for the person's. */
export const anybodysLead: Wrong = {
  name: "anybodys-lead",
  uses: ["salesforce"],
  caughtBy: "isolation",
  match: "beside the records of others",
  says: "does something else where records of others are",
  async run(event, systems) {
    const [lead] = await systems.records.query("SELECT Id FROM Lead ORDER BY CreatedDate, Id LIMIT 1");
    if (lead === undefined) await createLead(systems, event);
    else await updateLead(systems, lead.id, { Title: event.data.title });
  },
};
