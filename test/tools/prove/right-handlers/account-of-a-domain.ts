import type { Small } from "../candidates.ts";

/** One Account for all who write from a firm's addresses. */
export const accountOfADomain: Small = {
  name: "account-of-a-domain",
  uses: ["salesforce"],
  async run(event, { people }) {
    const domain = event.data.email.replace(/^.*@/, "");
    await people.ensure(
      "Account",
      { Billing_Customer_Id__c: `domain:${domain}` },
      {},
      { onlyWhenNew: { Name: domain } },
    );
  },
};
