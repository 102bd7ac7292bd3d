import { defineSource } from "../runtime/define/source.ts";
import { stripe } from "../runtime/signatures/schemes.ts";

/** Stripe counts these by hundredths that they don't have: https://docs.stripe.com/currencies#special-cases */
const WITHOUT_HUNDREDTHS = new Set(["isk", "ugx"]);

/** https://docs.stripe.com/webhooks What is paid in a sandbox comes too, if its endpoint's secret is ours. */
export default defineSource({
  name: "stripe",
  signature: stripe(),
  kind: ({ type }) => type,
  kinds: {
    "invoice.paid"({ id, created, data: { object: invoice } }) {
      const { amount_paid: amount, currency, status_transitions: transitions } = invoice;
      // Which one an invoice has depends on what the customer was made as.
      const customerId = invoice.customer ?? invoice.customer_account;
      // A trial's first invoice, or one that a credit has settled: nobody has paid anything.
      if (amount === 0) return [];
      return [
        {
          id,
          type: "invoice.paid",
          subject: customerId,
          time: transitions?.paid_at ?? created,
          data: {
            customerId,
            invoiceId: invoice.id,
            amount: WITHOUT_HUNDREDTHS.has(currency) ? amount / 100 : amount,
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
