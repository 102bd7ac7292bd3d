import type { Small } from "../candidates.ts";
import { CAMPAIGN } from "../raw-systems.ts";

/** By the client's own verb, which raises whoever has been set back. */
export const memberAgain: Small = {
  name: "member-again",
  uses: ["salesforce"],
  async run(event, { people }) {
    const person = await people.findPerson(event.data.email);
    if (person !== undefined) await people.ensureCampaignMember(CAMPAIGN, person);
  },
};
