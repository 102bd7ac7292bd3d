import { describe, expect, it } from "@jest/globals";
import customerio from "../../functions/sources/customerio.ts";
import { readWebhook, SENT, webhookSamples, webhookWith } from "../harness/fixtures.ts";
import { sourceUnit } from "../harness/units.ts";
import { receive, signedRequest } from "../harness/webhook.ts";

const unit = sourceUnit(customerio);
const receiveBody = (body: Buffer) => receive(unit, signedRequest(customerio, body));

describe("the source customerio", () => {
  it.each(["email", "customer"])("maps %s.unsubscribed onto contact.unsubscribed", async (object) => {
    const { topics, answer } = await receiveBody(readWebhook("customerio", `${object}.unsubscribed`));
    expect(answer.body).toEqual({ outcome: "published", events: [SENT.id] });
    expect(topics.on("contact.unsubscribed")).toEqual([
      expect.objectContaining({
        orderingKey: "ada@example.com",
        attributes: expect.objectContaining({
          "ce-id": SENT.id,
          "ce-source": "/sources/customerio",
          "ce-time": "2026-11-02T09:30:00.000Z",
        }),
      }),
    ]);
    expect(JSON.parse(String(topics.all()[0]?.data))).toEqual({ email: "ada@example.com" });
  });

  const ignored = webhookSamples().filter(
    ([source, kind]) => source === "customerio" && !["email.unsubscribed", "customer.unsubscribed"].includes(kind),
  );
  it.each(ignored.map(([, kind]) => kind))("ignores %s", async (kind) => {
    const { answer, topics } = await receiveBody(readWebhook("customerio", kind));
    expect(answer).toEqual({ status: 201, body: { outcome: "ignored", reason: `${kind} is nothing to ycat` } });
    expect(topics.all()).toEqual([]);
  });

  it.each([
    ["a metric that nobody has heard of", { metric: "human_opened" }],
    ["a timestamp that is no time", { timestamp: "abc" }],
    ["no timestamp", { timestamp: undefined }],
    ["no data", { data: undefined }],
    ["data that is null", { data: null }],
    ["no event_id", { event_id: null }],
  ])("ignores an e-mail opened with %s, as customer.io's own tests send it", async (_what, changes) => {
    expect((await receiveBody(webhookWith("customerio", "email.opened", changes))).answer.body.outcome).toBe("ignored");
  });

  const data = { identifiers: { email: "identified@example.com" } };
  it.each([
    [
      "its recipient",
      { ...data, recipient: "Recipient@Example.com", email_address: "address@example.com" },
      "recipient@example.com",
    ],
    ["else its address", { ...data, recipient: null, email_address: "address@example.com" }, "address@example.com"],
    ["else the person's identifier", data, "identified@example.com"],
  ])("takes the e-mail from %s", async (_where, payload, email) => {
    const { topics } = await receiveBody(webhookWith("customerio", "email.unsubscribed", { data: payload }));
    expect(topics.on("contact.unsubscribed")).toEqual([expect.objectContaining({ orderingKey: email })]);
  });

  it.each([
    ["nobody to be known by", { data: { customer_id: "1" } }],
    ["an address that is none", { data: { recipient: "+442079460000" } }],
    ["no data", { data: undefined }],
    ["a timestamp that is no time", { timestamp: "abc" }],
  ])("has an unsubscribe with %s kept, not lost and not refused", async (_what, changes) => {
    const { answer, topics } = await receiveBody(webhookWith("customerio", "email.unsubscribed", changes));
    expect([answer.status, answer.body.outcome]).toEqual([201, "quarantined"]);
    expect(topics.on("webhook.rejected")).toHaveLength(1);
    expect(topics.on("contact.unsubscribed")).toEqual([]);
  });

  it("reads a timestamp of digits in a text", async () => {
    const { topics } = await receiveBody(webhookWith("customerio", "email.unsubscribed", { timestamp: "1585250199" }));
    expect(topics.all()[0]?.attributes["ce-time"]).toBe("2020-03-26T19:16:39.000Z");
  });
});
