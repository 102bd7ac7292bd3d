import { UnavailableError } from "../../../../functions/runtime/define/errors.ts";
import type { Small } from "../candidates.ts";
import { subscriptionChanged, subscriptionIn } from "../subscriptions.ts";

/** The latest status by jsforce, which looks at what it is answered: a 200 may be another call's. */
export const byConnection: Small = {
  name: "by-connection",
  on: subscriptionChanged,
  uses: ["salesforce"],
  async run(event, { people }) {
    const { subscriptionId, status } = subscriptionIn(event);
    const accounts = (await people.connection()).sobject("Account");
    const Billing_Customer_Id__c = subscriptionId;
    const [known] = await accounts.find({ Billing_Customer_Id__c }, ["Id", "Site"]);
    const since: unknown = known?.["Site"];
    if (typeof since === "string" && since >= event.time) return;
    const account = { Billing_Customer_Id__c, Name: subscriptionId, Rating: status, Site: event.time };
    const { success, id = "" } = await accounts.upsert(account, "Billing_Customer_Id__c");
    if (!success || !id.startsWith("001"))
      throw new UnavailableError("no answer of an upsert", { code: "NO_SUCCESS", system: "salesforce" });
  },
};
