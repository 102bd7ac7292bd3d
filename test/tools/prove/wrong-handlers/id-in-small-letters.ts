import type { Wrong } from "../candidates.ts";
import { subscriptionChanged, subscriptionIn } from "../subscriptions.ts";

/** As e-mail addresses are spelled. */
export const idInSmallLetters: Wrong = {
  name: "id-in-small-letters",
  on: subscriptionChanged,
  uses: ["salesforce"],
  caughtBy: "effects",
  match: "undisturbed, written values",
  says: "writes the event's subscriptionId in other letters into Billing_Customer_Id__c of salesforce Account",
  async run(event, { people }) {
    const { subscriptionId } = subscriptionIn(event);
    const key = { Billing_Customer_Id__c: subscriptionId.toLowerCase() };
    await people.ensure("Account", key, {}, { onlyWhenNew: { Name: subscriptionId } });
  },
};
