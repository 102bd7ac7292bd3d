import type { Small } from "../candidates.ts";
import { subscriptionChanged, subscriptionIn } from "../subscriptions.ts";

/** The status that came to be so last, whichever arrives last; one that the org's picklist doesn't know stands in the way. */
export const latestStatus: Small = {
  name: "latest-status",
  on: subscriptionChanged,
  uses: ["salesforce"],
  async run(event, { people }) {
    const { subscriptionId, status } = subscriptionIn(event);
    const key = { Billing_Customer_Id__c: subscriptionId };
    const [known] = await people.find("Account", key, ["Site"]);
    if ((known?.Site ?? "") > event.time) return;
    // The picklist's words, which tsc knows by the org's files.
    const CleanStatus = status as "Matched";
    const options = { onlyWhenNew: { Name: subscriptionId }, needed: ["CleanStatus"] as const };
    await people.ensure("Account", key, { CleanStatus, Site: event.time }, options);
  },
};
