import { createHash } from "node:crypto";
import type { Wrong } from "../candidates.ts";
import { createLead, findLead } from "../raw-systems.ts";

/** Takes an address and the same with a tag for one person. */
export const tagLeftOut: Wrong = {
  name: "tag-left-out",
  uses: ["salesforce"],
  caughtBy: "identity",
  says: "takes people of nearly the same address for one: of salesforce Lead there are",
  match: "people of nearly the same address",
  async run(event, systems) {
    const email = event.data.email.replace(/\+[^@]*@/, "@");
    const key = createHash("sha256").update(email).digest("hex");
    if ((await findLead(systems, event.data.email)) === undefined)
      await createLead(systems, event, { Person_Key__c: key });
  },
};
