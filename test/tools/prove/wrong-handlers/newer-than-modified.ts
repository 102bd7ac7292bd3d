import type { Wrong } from "../candidates.ts";
import { createLead, updateLead } from "../raw-systems.ts";

/** Takes whatever was written after the event happened for newer than the event: also what an earlier event has brought late. */
export const newerThanModified: Wrong = {
  name: "newer-than-modified",
  uses: ["salesforce"],
  caughtBy: "order",
  states: ["two Leads"],
  match: "newer-than-modified full, then newer-than-modified full · two Leads",
  async run(event, systems) {
    const { email, company } = event.data;
    const [lead] = await systems.records.query(
      `SELECT Id, LastModifiedDate FROM Lead WHERE Email = '${email}' ORDER BY CreatedDate LIMIT 1`,
    );
    if (lead === undefined) await createLead(systems, event);
    else if (Date.parse(String(lead.fields["LastModifiedDate"])) <= Date.parse(event.time))
      await updateLead(systems, lead.id, { Company: company });
  },
};
