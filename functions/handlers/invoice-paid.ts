import channels from "../configuration/slack.json" with { type: "json" };
import { minorDigits } from "../runtime/reading/currency.ts";
import { defineHandler } from "../runtime/define/handler.ts";
import { independently } from "../runtime/define/independently.ts";

/**
 * A customer has paid: marks their Account as a customer, gives its owner a Task and posts to Slack. If no Account has
 * the billing id, a new one is created, for sales to merge.
 */
export default defineHandler({
  eventType: "invoice.paid",
  uses: ["salesforce", "slack"],
  delivery: { ordered: true, timeoutSeconds: 60 },
  async run(event, { salesforce, slack }) {
    const { customerId, customerName: Name = customerId, invoiceId, number = invoiceId, url } = event.data;
    const paid = `Invoice ${number} was paid: ${money(event.data)}`;

    const key = { Billing_Customer_Id__c: customerId };
    const Type = "Customer - Direct";
    const { id, isNew } = await salesforce.ensure("Account", key, {}, { onlyWhenNew: { Name, Type } });

    await independently(
      async () => {
        const [known] = isNew ? [] : await salesforce.find("Account", { Id: id }, ["OwnerId", "Type"]);
        const task = { WhatId: id, Subject: paid, OwnerId: known?.OwnerId, ActivityDate: event.time };
        const taskKey = { Event_Key__c: `${event.source}/${event.id}` };
        await independently(
          () => salesforce.ensure("Task", taskKey, {}, { onlyWhenNew: task, needed: ["OwnerId"] }),
          async () => {
            // Sales decides which kind of customer it is.
            if (known !== undefined && known.Type?.startsWith("Customer") !== true)
              await salesforce.update("Account", id, { Type });
          },
        );
      },
      // Of Salesforce the message needs only what it links to; it can't be given the link later.
      () => {
        const link = salesforce.recordUrl({ record: { type: "Account", id } });
        const account = { text: `${Name} in Salesforce`, url: link };
        const lines = [paid, account, url === undefined ? undefined : { text: "Invoice", url }];
        return slack.post(event, channels["invoice.paid"], { name: "invoice_paid", lines });
      },
    );
  },
});

/** `€119.00`, `¥5,000`: each currency has its own minor unit. */
function money({ amount, currency }: { readonly amount: number; readonly currency: string }): string {
  const digits = minorDigits(currency);
  const format = new Intl.NumberFormat("en", { style: "currency", currency, minimumFractionDigits: digits });
  return format.format(amount / 10 ** digits);
}
