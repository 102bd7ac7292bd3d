import { gzipSync, zstdCompressSync } from "node:zlib";
import { ADA, FORM, type Input } from "./input.ts";

const GUEST = ["splash", "guest"] as const;
const CHANGES = ["hubspot", "contact.propertyChange"] as const;
const INVOICE = ["stripe", "invoice.paid"] as const;

const asForm = (body: string) => new URLSearchParams(JSON.parse(body)).toString();
const published = { outcome: "published", person: ADA } as const;

/** How it comes: what proxies, clients and tools on the way do to a body and its headers. */
const transport: readonly Input[] = [
  {
    what: "two byte-order marks, as PowerShell pipes them",
    reported: "https://github.com/stablyai/orca/pull/21437",
    of: FORM,
    differs: (body) => `\ufeff\ufeff${body}`,
    comes: published,
  },
  {
    what: "a form with a byte-order mark",
    reported: "https://github.com/n8n-io/n8n/pull/35933",
    of: GUEST,
    differs: (body) => `\ufeff${asForm(body)}`,
    comes: published,
  },
  {
    what: "gzip that is named twice and was done once",
    reported: "https://www.rfc-editor.org/rfc/rfc9110#section-8.4",
    of: FORM,
    differs: (body) => gzipSync(body),
    headers: { "content-encoding": "gzip, gzip" },
    comes: published,
  },
  {
    what: "a compression that nobody names",
    reported: "https://github.com/GetStream/stream-node/pull/294",
    of: FORM,
    differs: (body) => zstdCompressSync(body),
    comes: published,
  },
  {
    what: "a form whose content encoding means nothing, or was undone on its way",
    reported: "https://www.rfc-editor.org/rfc/rfc9110#section-8.4",
    of: GUEST,
    differs: asForm,
    headers: { "content-type": "application/x-www-form-urlencoded", "content-encoding": "8bit, gzip" },
    comes: published,
  },
  {
    what: "a list of webhooks as lines",
    reported: "https://github.com/n8n-io/n8n/pull/4969",
    of: CHANGES,
    differs: (body) =>
      JSON.parse(body)
        .map((one: unknown) => JSON.stringify(one))
        .join("\n"),
    headers: { "content-type": "application/x-ndjson" },
    comes: published,
  },
  {
    what: "a list of webhooks that was made JSON twice",
    reported: "https://github.com/PrefectHQ/prefect/issues/17890",
    of: CHANGES,
    differs: (body) => JSON.stringify(body),
    comes: published,
  },
];

const invoice = (changes: object) => ({ data: { object: changes } });

/** What billing says was paid, and what of it is nobody's payment. */
const billing: readonly Input[] = [
  {
    what: "Stripe: an invoice that was paid outside of it",
    reported: "https://github.com/ParabolInc/parabol/issues/7688",
    of: INVOICE,
    differs: invoice({ amount_paid: 0, amount_paid_off_stripe: 11900 }),
    comes: { outcome: "published", data: { amount: 11900 } },
  },
  {
    what: "Stripe: the same in earlier versions",
    reported: "https://github.com/fivetran/dbt_stripe/issues/32",
    of: INVOICE,
    differs: invoice({ amount_paid: 0, paid_out_of_band: true }),
    comes: { outcome: "published", data: { amount: 11900 } },
  },
  {
    what: "Stripe: a connected account's test at a live endpoint",
    reported: "https://github.com/pay-rails/pay/issues/999",
    of: INVOICE,
    differs: { livemode: false, account: "acct_1032D82eZvKYlo2C" },
    comes: { outcome: "ignored" },
  },
  {
    what: "Stripe: an endpoint that was made for thin events",
    reported: "https://github.com/craftcms/commerce-stripe/pull/374",
    of: INVOICE,
    differs: { type: "v1.invoice.paid", data: undefined },
    comes: { outcome: "quarantined", field: "/data" },
  },
  {
    what: "Stripe: a currency that it does not divide",
    reported: "https://docs.stripe.com/currencies#zero-decimal",
    of: INVOICE,
    differs: invoice({ amount_paid: 50, currency: "mga" }),
    comes: { outcome: "published", data: { amount: 5000, currency: "MGA" } },
  },
];

export const reports: readonly Input[] = [...transport, ...billing];
