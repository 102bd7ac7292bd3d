import type { Wrong } from "../candidates.ts";

/** Two senders may number their events alike: the second one's record is taken for the first one's. */
export const recordByEventId: Wrong = {
  name: "record-by-event-id",
  uses: ["salesforce"],
  caughtBy: "identity",
  says: "does something else with an event that has the id of another source's",
  async run({ id, data }, { people }) {
    const Name = data.company ?? "Somebody's";
    await people.ensure("Account", { Billing_Customer_Id__c: id }, {}, { onlyWhenNew: { Name } });
  },
};
