import { createHmac } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import stripe from "../../functions/sources/stripe.ts";
import { readWebhook, SENT } from "../harness/fixtures.ts";
import { sourceUnit } from "../harness/units.ts";
import { receive, SECRET, signedRequest } from "../harness/webhook.ts";

const unit = sourceUnit(stripe);
const sample = JSON.parse(readWebhook("stripe", "invoice.paid").toString());
const receiveBody = (body: unknown) => receive(unit, signedRequest(stripe, Buffer.from(JSON.stringify(body))));

/** The sample with another invoice. */
const invoiceWith = (changes: object) => ({ ...sample, data: { object: { ...sample.data.object, ...changes } } });
const published = async (changes: object) => {
  const [message] = (await receiveBody(invoiceWith(changes))).topics.on("invoice.paid");
  return { time: message?.attributes["ce-time"], data: JSON.parse(String(message?.data)) };
};

describe("the source stripe", () => {
  it("takes what is signed as Stripe documents it", async () => {
    const body = readWebhook("stripe", "invoice.paid");
    const t = Math.floor(Date.parse("2026-11-02T09:30:00Z") / 1000);
    const v1 = createHmac("sha256", SECRET).update(`${t}.`).update(body).digest("hex");
    const headers = { "stripe-signature": `t=${t},v1=${"0".repeat(64)},v1=${v1},v0=${"0".repeat(64)}` };
    const request = { method: "POST", url: "https://hooks.example.com/webhooks/stripe", headers, body };
    expect((await receive(unit, request)).answer.body).toEqual({ outcome: "published", events: [SENT.id] });
  });

  it("maps a paid invoice onto invoice.paid, about the customer and when it was paid", async () => {
    const { topics } = await receiveBody(invoiceWith({ status_transitions: { paid_at: 1793611000 } }));
    const [message] = topics.on("invoice.paid");
    expect(message).toMatchObject({ orderingKey: "cus_TQ7x2mNcVb4KpL" });
    expect(message?.attributes).toMatchObject({ "ce-id": SENT.id, "ce-time": "2026-11-02T09:16:40.000Z" });
    expect(JSON.parse(String(message?.data))).toEqual({
      customerId: "cus_TQ7x2mNcVb4KpL",
      invoiceId: "in_1SXxQ2LkdIwHu7ixK3m1W0aB",
      amount: 11900,
      currency: "EUR",
      number: "A1B2C3D4-0007",
      customerName: "Lovelace & Babbage Ltd",
      url: expect.stringMatching(/^https:\/\/invoice\.stripe\.com\//),
    });
  });

  it.each([
    ["yen", { amount_paid: 5000, currency: "jpy" }, { amount: 5000, currency: "JPY" }],
    ["dinars", { amount_paid: 5120, currency: "kwd" }, { amount: 5120, currency: "KWD" }],
    ["crowns of Iceland, by hundredths", { amount_paid: 5000, currency: "isk" }, { amount: 50, currency: "ISK" }],
    ["shillings of Uganda, by hundredths", { amount_paid: 5000, currency: "ugx" }, { amount: 50, currency: "UGX" }],
    ["ariary, which Stripe does not divide", { amount_paid: 50, currency: "mga" }, { amount: 5000, currency: "MGA" }],
  ])("counts %s in their own minor unit", async (_what, changes, expected) => {
    expect((await published(changes)).data).toMatchObject(expected);
  });

  it.each([
    ["no name", { customer_name: null }, "customerName"],
    ["no number", { number: null }, "number"],
    ["no page", { hosted_invoice_url: null }, "url"],
    ["an empty name", { customer_name: "" }, "customerName"],
  ])("does without what Stripe has not: %s", async (_what, changes, left) => {
    expect(Object.keys((await published(changes)).data)).not.toContain(left);
  });

  it.each([
    ["no transitions", { status_transitions: undefined }],
    ["none at all", { status_transitions: null }],
    ["no time of payment", { status_transitions: { paid_at: null } }],
  ])("takes the webhook's time where there is %s", async (_what, changes) => {
    expect((await published(changes)).time).toBe("2026-11-02T09:30:00.000Z");
  });

  it.each([
    [
      "a customer who is told whole",
      { customer: { id: "cus_1", name: "Lovelace & Babbage Ltd" } },
      { customerId: "cus_1" },
    ],
    ["a currency in capitals", { currency: "ISK", amount_paid: 5000 }, { currency: "ISK", amount: 50 }],
  ])("takes %s", async (_what, changes, expected) => {
    expect((await published(changes)).data).toMatchObject(expected);
  });

  it("is about the account where the customer is one of Accounts v2", async () => {
    const { data } = await published({ customer: null, customer_account: "acct_1SXxQ2" });
    expect(data.customerId).toBe("acct_1SXxQ2");
  });

  it("publishes nothing where nothing was paid: a trial's invoice", async () => {
    const { answer, topics } = await receiveBody(invoiceWith({ amount_paid: 0 }));
    expect({ status: answer.status, published: topics.on("invoice.paid") }).toEqual({ status: 201, published: [] });
  });

  it.each([
    ["marked as paid", { amount_paid: 0, amount_paid_off_stripe: 11900 }],
    ["marked as paid, in earlier versions", { amount_paid: 0, paid_out_of_band: true }],
    ["marked as paid, and said so", { paid_out_of_band: true }],
  ])("tells what was paid of an invoice that was %s", async (_what, changes) => {
    expect((await published(changes)).data).toMatchObject({ amount: 11900 });
  });

  it.each([
    ["in a sandbox", { livemode: false }, "published"],
    ["to a connected account", { account: "acct_1SXxQ2" }, "published"],
    [
      "in a connected account's test, of which a live endpoint is told",
      { livemode: false, account: "acct_1SXxQ2" },
      "ignored",
    ],
  ])("takes what was paid %s", async (_what, changes, outcome) => {
    expect((await receiveBody({ ...sample, ...changes })).answer.body).toMatchObject({ outcome });
  });

  it("keeps in quarantine what an endpoint of thin events tells", async () => {
    const related_object = { id: "in_1", type: "invoice", url: "/v1/invoices/in_1" };
    const thin = {
      id: "evt_1",
      object: "v2.core.event",
      type: "v1.invoice.paid",
      created: "2026-11-02T09:30:00Z",
      related_object,
    };
    expect((await receiveBody(thin)).answer.body).toMatchObject({ outcome: "quarantined" });
  });

  it.each([
    ["no customer", { customer: null }],
    ["half a cent", { amount_paid: 0.5 }],
    ["a refund", { amount_paid: -100 }],
    ["no currency", { currency: "" }],
  ])("keeps in quarantine an invoice with %s", async (_what, changes) => {
    const { answer, topics } = await receiveBody(invoiceWith(changes));
    expect(answer.body.outcome).toBe("quarantined");
    expect(topics.on("webhook.rejected")).toHaveLength(1);
  });

  it.each(["invoice.created", "v2.core.account.updated", "constructor"])(
    "ignores %s, whatever it looks like",
    async (type) => {
      expect((await receiveBody({ type })).answer.body.outcome).toBe("ignored");
    },
  );
});
