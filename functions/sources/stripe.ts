import type { StripeInvoicePaid } from "../../schemas/types.ts";
import { defineSource } from "../runtime/define/source.ts";
import { stripe } from "../runtime/signatures/schemes.ts";

/** ISO 4217 minor units per Stripe unit, where they differ: https://docs.stripe.com/currencies#special-cases */
const MINOR_UNITS = new Map([
  ["isk", 1 / 100],
  ["ugx", 1 / 100],
  ["mga", 100],
]);

/** https://docs.stripe.com/webhooks Sandbox payments are received too if the endpoint's secret is configured. */
export default defineSource({
  name: "stripe",
  signature: stripe(),
  // A thin-event endpoint sends no amount. Mapped to the same kind, its events are quarantined, so that someone
  // notices.
  kind: ({ type }) => type.replace(/^v1\.(?=invoice\.paid$)/, ""),
  kinds: {
    "invoice.paid"({ id, created, livemode, account, data: { object: invoice } }) {
      const { customer, status_transitions: transitions } = invoice;
      const currency = invoice.currency.toLowerCase();
      // Which of the two an invoice has depends on how the customer was created.
      const customerId = (typeof customer === "object" ? customer.id : customer) ?? invoice.customer_account;
      const amount = paidIn(invoice);
      // A trial's first invoice, or one settled by credit: nobody has paid anything.
      if (amount === 0) return [];
      // A live endpoint also receives connected accounts' test events: https://docs.stripe.com/connect/webhooks
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

/** The amount paid outside Stripe, for instance by bank transfer; its place depends on Stripe's API version. */
function paidIn(invoice: StripeInvoicePaid["data"]["object"]): number {
  const { amount_paid, amount_paid_off_stripe, paid_out_of_band, amount_due } = invoice;
  const outside = amount_paid_off_stripe ?? (paid_out_of_band === true ? amount_due : undefined);
  return amount_paid === 0 ? (outside ?? 0) : amount_paid;
}
