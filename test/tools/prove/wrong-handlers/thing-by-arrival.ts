import type { Wrong } from "../candidates.ts";
import { subscriptionChanged, subscriptionIn } from "../subscriptions.ts";

/** The last to arrive wins, of a record that is no person's. */
export const thingByArrival: Wrong = {
  name: "thing-by-arrival",
  on: subscriptionChanged,
  uses: ["salesforce"],
  caughtBy: "order",
  says: "ends otherwise than in the order of the events' times",
  async run(event, { people }) {
    const { subscriptionId, status } = subscriptionIn(event);
    const key = { Billing_Customer_Id__c: subscriptionId };
    await people.ensure("Account", key, { Rating: status }, { onlyWhenNew: { Name: subscriptionId } });
  },
};
