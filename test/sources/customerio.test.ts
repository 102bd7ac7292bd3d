import { describe, expect, it } from "@jest/globals";
import customerio from "../../functions/sources/customerio.ts";
import { readWebhook, SENT, webhookSamples, webhookWith } from "../harness/fixtures.ts";
import { sourceUnit } from "../harness/units.ts";
import { receive, signedRequest } from "../harness/webhook.ts";

const unit = sourceUnit(customerio);
const receiveBody = (body: Buffer) => receive(unit, signedRequest(customerio, body));

const sent = JSON.parse(readWebhook("customerio", "email.sent").toString());
const said = JSON.parse(readWebhook("customerio", "email.unsubscribed").toString());
const people = async (kind: string, changes: Record<string, unknown>) => {
  const { topics, answer } = await receiveBody(webhookWith("customerio", kind, changes));
  return [answer.body.outcome, ...topics.on("contact.unsubscribed").map(({ orderingKey }) => orderingKey)];
};

const PREFERENCES = "customer.cio_subscription_preferences_changed";
const OPT_INS = ["email.subscribed", "customer.subscribed"];
const OPT_OUTS = ["email.unsubscribed", "email.spammed", "customer.unsubscribed", `${PREFERENCES}+no-email`];

const DELIVERY = { deliveryId: "RPILAgUBcRhIBqSfeiIwdIYJKxTY", subject: "Your engine is ready" };
const REPORTS: readonly (readonly [kind: string, data: Record<string, unknown>])[] = [
  ["email.sent", { mailingId: "customerio:campaign:45", status: "sent", messageId: "96" }],
  ["email.sent+legacy", { mailingId: "customerio:campaign:45", status: "sent", messageId: "96" }],
  ["email.sent+newsletter", { mailingId: "customerio:newsletter:7", status: "sent", messageId: "21" }],
  ["email.sent+broadcast", { mailingId: "customerio:broadcast:46", status: "sent", messageId: "97" }],
  ["email.sent+transactional", { mailingId: "customerio:transactional:2", status: "sent" }],
  ["email.opened", { mailingId: "customerio:campaign:45", status: "opened", messageId: "96" }],
  [
    "email.clicked",
    {
      mailingId: "customerio:campaign:45",
      status: "clicked",
      messageId: "96",
      link: "https://www.example.com/engine",
    },
  ],
  [
    "email.bounced",
    {
      mailingId: "customerio:campaign:45",
      status: "bounced",
      messageId: "96",
      failure: "550 5.1.1 no such mailbox",
    },
  ],
];

describe("the source customerio", () => {
  it.each(REPORTS)("maps %s onto email.reported of what has sent it", async (kind, data) => {
    const { topics, answer } = await receiveBody(readWebhook("customerio", kind));
    expect(answer.body).toEqual({ outcome: "published", events: [SENT.id] });
    expect(topics.on("email.reported")).toEqual([
      expect.objectContaining({
        orderingKey: "ada@example.com",
        attributes: expect.objectContaining({ "ce-id": SENT.id, "ce-time": "2026-11-02T09:30:00.000Z" }),
      }),
    ]);
    expect(JSON.parse(String(topics.all()[0]?.data))).toEqual({ email: "ada@example.com", ...DELIVERY, ...data });
  });

  it.each([
    ["by their own address, not that of the mail", { recipient: "old@example.com" }, "ada@example.com"],
    [
      "by the mail's where theirs is not said",
      { identifiers: { id: "1" }, recipient: "B@Example.com" },
      "b@example.com",
    ],
  ])("knows whom a mail was sent to %s", async (_what, changes, expected) => {
    const { topics } = await receiveBody(
      webhookWith("customerio", "email.sent", { data: { ...sent.data, ...changes } }),
    );
    expect(topics.on("email.reported").map(({ orderingKey }) => orderingKey)).toEqual([expected]);
  });

  it.each([
    ["that no mailing has sent", { data: { ...sent.data, campaign_id: null } }],
    ["to somebody known by an id alone", { data: { ...sent.data, identifiers: { id: "1" }, recipient: null } }],
    ["to what is no address", { data: { ...sent.data, identifiers: null, recipient: "+442079460000" } }],
    ["to several addresses", { data: { ...sent.data, identifiers: null, recipient: "a@example.com, b@example.com" } }],
    ["without data", { data: undefined }],
    ["with data that is null", { data: null }],
  ])("ignores a mail %s", async (_what, changes) => {
    expect((await receiveBody(webhookWith("customerio", "email.sent", changes))).answer.body.outcome).toBe("ignored");
  });

  it.each([["abc"], [undefined], [4000000000]])(
    "takes the signature's time for a report's timestamp %j, on which nothing hangs",
    async (timestamp) => {
      const { topics } = await receiveBody(webhookWith("customerio", "email.sent", { timestamp }));
      expect(topics.on("email.reported")[0]?.attributes["ce-time"]).toBe("2026-11-02T09:30:05.000Z");
    },
  );

  it("keeps a report without an id", async () => {
    const { answer } = await receiveBody(webhookWith("customerio", "email.opened", { event_id: null }));
    expect(answer.body.outcome).toBe("quarantined");
  });

  it.each(OPT_OUTS)("maps %s onto contact.unsubscribed", async (kind) => {
    const { topics, answer } = await receiveBody(readWebhook("customerio", kind));
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

  it.each(OPT_INS)("maps %s onto contact.subscribed, of the person's own address alone", async (kind) => {
    const sample = JSON.parse(readWebhook("customerio", kind).toString());
    const data = { ...sample.data, recipient: "old@example.com" };
    const { topics } = await receiveBody(webhookWith("customerio", kind, { data }));
    expect(topics.all().map(({ orderingKey }) => orderingKey)).toEqual(["ada@example.com"]);
    expect(topics.on("contact.subscribed").map(({ attributes }) => attributes["ce-id"])).toEqual([SENT.id]);
  });

  it("keeps an opt-in whose time can't be read: which is the later one, nobody knows", async () => {
    const { answer } = await receiveBody(webhookWith("customerio", "customer.subscribed", { timestamp: "abc" }));
    expect(answer.body.outcome).toBe("quarantined");
  });

  const mapped = [...OPT_OUTS, ...OPT_INS, ...REPORTS.map(([kind]) => kind)];
  const ignored = webhookSamples().filter(([source, kind]) => source === "customerio" && !mapped.includes(kind));
  it.each(ignored.map(([, kind]) => kind))("ignores %s", async (kind) => {
    const { answer, topics } = await receiveBody(readWebhook("customerio", kind));
    const [named = ""] = kind.split("+");
    const reason = Object.hasOwn(customerio.kinds, named)
      ? `what this ${named} says makes no event`
      : `${named} is nothing to ycat`;
    expect(answer).toEqual({ status: 201, body: { outcome: "ignored", reason } });
    expect(topics.all()).toEqual([]);
  });

  it.each([
    ["a metric that nobody has heard of", { metric: "human_opened" }],
    ["no event_id", { metric: "human_opened", event_id: null }],
    ["no data", { metric: "human_opened", data: null }],
  ])("ignores an e-mail with %s, as customer.io's own tests send it", async (_what, changes) => {
    expect((await receiveBody(webhookWith("customerio", "email.opened", changes))).answer.body.outcome).toBe("ignored");
  });

  it.each([
    ["their identifier", { identifiers: { email: "Grace@Example.com" } }, ["grace@example.com"]],
    ["the recipient", { recipient: "Grace Hopper <grace@example.com>" }, ["grace@example.com"]],
    ["the address", { recipient: null, email_address: "grace@example.com" }, ["grace@example.com"]],
    ["the recipient where identifiers are null", { identifiers: null, recipient: "a@example.com" }, ["a@example.com"]],
    [
      "each that differs, their own first",
      {
        identifiers: { email: "grace@example.com" },
        recipient: "old@example.com",
        email_address: " GRACE@example.com",
      },
      ["grace@example.com", "old@example.com"],
    ],
    [
      "those that are one, whatever stands beside them",
      {
        identifiers: { email: "grace@example.com" },
        recipient: "+442079460000",
        email_address: "a@example.com, b@example.com",
      },
      ["grace@example.com"],
    ],
    [
      "those that are one, also where the identifier is none",
      { identifiers: { email: ["x"] }, recipient: "", email_address: "grace@example.com" },
      ["grace@example.com"],
    ],
  ])("takes an opt-out's person from %s", async (_where, data, expected) => {
    expect(await people("email.unsubscribed", { data })).toEqual(["published", ...expected]);
  });

  it.each([
    ["an id alone", { data: { customer_id: "1", identifiers: { id: "1", email: null }, recipient: "" } }],
    ["nothing", { data: {} }],
    ["no data", { data: undefined }],
    ["data that is null", { data: null }],
    ["data that is a text", { data: "grace@example.com" }],
  ])("ignores an opt-out of somebody known by %s: there is no e-mail to opt out of", async (_what, changes) => {
    for (const kind of OPT_OUTS.slice(0, 3)) expect(await people(kind, changes)).toEqual(["ignored"]);
  });

  it("has an opt-out of an address that is none kept, not lost and not refused", async () => {
    const { answer, topics } = await receiveBody(
      webhookWith("customerio", "email.unsubscribed", { data: { recipient: "+442079460000" } }),
    );
    expect(answer.body).toEqual({
      outcome: "quarantined",
      reason: '/data/email must match format "email": it has no @',
    });
    expect(topics.on("webhook.rejected")).toHaveLength(1);
  });

  it.each([
    ["1585250199", "2020-03-26T19:16:39.000Z"],
    [1585250199123, "2020-03-26T19:16:39.123Z"],
    ["abc", "2026-11-02T09:30:05.000Z"],
    [null, "2026-11-02T09:30:05.000Z"],
    [[1], "2026-11-02T09:30:05.000Z"],
    [4000000000, "2026-11-02T09:30:05.000Z"],
  ])("reads an opt-out's timestamp %j as %s, the signature's where it can't be", async (timestamp, time) => {
    const { topics } = await receiveBody(webhookWith("customerio", "email.unsubscribed", { timestamp }));
    expect(topics.on("contact.unsubscribed")[0]?.attributes["ce-time"]).toBe(time);
  });

  it.each([
    ["email_unsubscribed", "published", ["ada@example.com"]],
    ["customer_unsubscribed", "published", ["ada@example.com"]],
    ["email_opened", "published", []],
    ["email_drafted", "ignored", []],
    ["unsubscribed", "ignored", []],
    ["", "quarantined", []],
  ])("reads %j, as webhooks of long ago say it", async (event_type, outcome, whom) => {
    const legacy = { object_type: undefined, metric: undefined, event_type };
    const { answer, topics } = await receiveBody(webhookWith("customerio", "email.unsubscribed", legacy));
    expect(answer.body.outcome).toBe(outcome);
    expect(topics.on("contact.unsubscribed").map(({ orderingKey }) => orderingKey)).toEqual(whom);
  });

  const content = (value: unknown) => ({ data: { ...said.data, content: value } });
  it.each([
    ["no e-mail, as an object", { channels: { email: false } }, ["published", "ada@example.com"]],
    ["e-mail, which may have been so all along", '{"channels":{"email":true}}', ["ignored"]],
    ["no e-mail in words", '{"channels":{"email":"no"}}', ["published", "ada@example.com"]],
    ["something else in words", '{"channels":{"email":"weekly"}}', ["ignored"]],
    ["other topics alone", '{"topics":{"topic_1":false}}', ["ignored"]],
    ["no SMS", '{"channels":{"sms":false}}', ["ignored"]],
    ["a list", "[]", ["ignored"]],
    ["null", "null", ["ignored"]],
    ["nothing", undefined, ["ignored"]],
    ["a channel called __proto__", '{"channels":{"__proto__":{"email":false}}}', ["ignored"]],
    ["what is no JSON", '{"channels":{"email":fal', ["quarantined"]],
  ])("reads of preferences that say %s what they say of e-mail", async (_what, value, expected) => {
    expect(await people(PREFERENCES, content(value))).toEqual(expected);
  });
});
