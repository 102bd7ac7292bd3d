import type { StripeInvoicePaid } from "../../schemas/types.ts";
import { defineSource } from "../runtime/define/source.ts";
import { stripe } from "../runtime/signatures/schemes.ts";

/** How much of a currency's minor unit by ISO 4217 is one of Stripe's: https://docs.stripe.com/currencies#special-cases */
const MINOR_UNITS = new Map([
  ["isk", 1 / 100],
  ["ugx", 1 / 100],
  ["mga", 100],
]);

/** https://docs.stripe.com/webhooks What is paid in a sandbox comes too, if its endpoint's secret is ours. */
export default defineSource({
  name: "stripe",
  signature: stripe(),
  // An endpoint of thin events tells that an invoice was paid, and not which sum: that is quarantined, so that whoever has made it is told.
  kind: ({ type }) => type.replace(/^v1\.(?=invoice\.paid$)/, ""),
  kinds: {
    "invoice.paid"({ id, created, livemode, account, data: { object: invoice } }) {
      const { customer, status_transitions: transitions } = invoice;
      const currency = invoice.currency.toLowerCase();
      // Which one an invoice has depends on what the customer was made as.
      const customerId = (typeof customer === "object" ? customer.id : customer) ?? invoice.customer_account;
      const amount = paidIn(invoice);
      // A trial's first invoice, or one that a credit has settled: nobody has paid anything.
      if (amount === 0) return [];
      // A live endpoint is told of connected accounts' tests too: https://docs.stripe.com/connect/webhooks
      if (account !== undefined && livemode === false) return [];
      return [
        {
          id,
          type: "invoice.paid",
          subject: customerId,
          time: transitions?.paid_at ?? created,
          data: {
            customerId,
            invoiceId: invoice.id,
            amount: amount * (MINOR_UNITS.get(currency) ?? 1),
            currency: currency.toUpperCase(),
            number: invoice.number,
            customerName: invoice.customer_name,
            url: invoice.hosted_invoice_url,
          },
        },
      ];
    },
  },
});

/** By bank transfer, say, and marked as paid: how much that is, Stripe's versions tell each in a way of their own. */
function paidIn(invoice: StripeInvoicePaid["data"]["object"]): number {
  const { amount_paid, amount_paid_off_stripe, paid_out_of_band, amount_due } = invoice;
  const outside = amount_paid_off_stripe ?? (paid_out_of_band === true ? amount_due : undefined);
  return amount_paid === 0 ? (outside ?? 0) : amount_paid;
}
