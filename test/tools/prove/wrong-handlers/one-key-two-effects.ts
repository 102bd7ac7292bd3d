import type { Wrong } from "../candidates.ts";

/** Two records of one event have the event's id for their key: the second is written over the first. */
export const oneKeyTwoEffects: Wrong = {
  name: "one-key-two-effects",
  uses: ["salesforce"],
  caughtBy: "identity",
  says: "makes one record of two effects: it creates a salesforce Account, and changes its Site in the same delivery",
  async run({ source, id }, { people }) {
    const key = { Billing_Customer_Id__c: `${source} ${id}` };
    await people.ensure("Account", key, { Site: "Welcome" }, { onlyWhenNew: { Name: "A form" } });
    await people.ensure("Account", key, { Site: "Follow up" }, { onlyWhenNew: { Name: "A form" } });
  },
};
