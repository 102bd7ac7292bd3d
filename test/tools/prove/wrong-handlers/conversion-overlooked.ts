import type { Wrong } from "../candidates.ts";
import { createLead, findLead } from "../raw-systems.ts";

/** Looks for Leads and Contacts by e-mail, and not for what a converted Lead has become. */
export const conversionOverlooked: Wrong = {
  name: "conversion-overlooked",
  uses: ["salesforce"],
  caughtBy: "identity",
  says: "where there is Contact of elsewhere@example.com: the same person twice",
  states: ["a converted Lead, its Contact's e-mail changed since"],
  async run(event, systems) {
    const contacts = await systems.records.query(`SELECT Id FROM Contact WHERE Email = '${event.data.email}'`);
    if (contacts.length > 0 || (await findLead(systems, event.data.email)) !== undefined) return;
    await createLead(systems, event);
  },
};
