import { createHmac } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import hubspot from "../../functions/sources/hubspot.ts";
import { readWebhook, SENT } from "../harness/fixtures.ts";
import { sourceUnit } from "../harness/units.ts";
import { NOW, receive, SECRET, signedRequest } from "../harness/webhook.ts";

const unit = sourceUnit(hubspot);
const receiveBody = async (body: unknown) => {
  const { answer, topics } = await receive(unit, signedRequest(hubspot, Buffer.from(JSON.stringify(body))));
  const said = topics
    .all()
    .filter((message) => message.attributes["ce-type"] !== undefined)
    .map(({ attributes, orderingKey }) => [attributes["ce-type"], orderingKey, attributes["ce-time"]]);
  return { answer, topics, said };
};
const sampleOf = (kind: string) => JSON.parse(readWebhook("hubspot", kind).toString());
const [change] = sampleOf("contact.propertyChange");
const at = "2026-11-02T09:30:00.000Z";

describe("the source hubspot", () => {
  it("takes what is signed as HubSpot documents version 3", async () => {
    const body = readWebhook("hubspot", "contact.propertyChange");
    const url = "https://hooks.example.com/webhooks/hubspot";
    const stamp = String(NOW);
    const v3 = createHmac("sha256", SECRET).update(`POST${url}`).update(body).update(stamp).digest("base64");
    const headers = { "x-hubspot-request-timestamp": stamp, "x-hubspot-signature-v3": v3 };
    expect((await receive(unit, { method: "POST", url, headers, body })).answer.body.outcome).toBe("published");
    const elsewhere = { method: "POST", url: "https://attacker.example/webhooks/hubspot", headers, body };
    expect((await receive(unit, elsewhere)).answer.status).toBe(401);
  });

  it("maps those changes of a list that say who has opted out or in, and ignores the others", async () => {
    const { answer, said } = await receiveBody(sampleOf("contact.propertyChange"));
    expect(answer).toEqual({
      status: 201,
      body: {
        outcome: "published",
        events: [`62515/1246965/1001/${SENT.now}`, `62515/1246966/1002/${SENT.now}`],
      },
    });
    expect(said).toEqual([
      ["contact.unsubscribed", "ada@example.com", at],
      ["contact.subscribed", "grace@example.com", at],
    ]);
  });

  it("reads HubSpot's newer words for contacts, and for nothing else", async () => {
    const [object] = sampleOf("contact.propertyChange+object");
    expect((await receiveBody([object])).said).toEqual([["contact.unsubscribed", "ada@example.com", at]]);
    expect((await receiveBody([{ ...object, objectTypeId: "0-2" }])).answer.body.outcome).toBe("ignored");
  });

  it("gives an event the id that it had, however often HubSpot tries and whatever stands beside it", async () => {
    const [first, again] = [
      await receiveBody([change, { ...change, objectId: 7 }]),
      await receiveBody([{ ...change, attemptNumber: 3 }]),
    ];
    expect(first.answer.body.events?.[0]).toEqual(again.answer.body.events?.[0]);
  });

  it("quarantines the one bad change of a hundred alone", async () => {
    const changes: object[] = Array.from({ length: 100 }, (_, objectId) => ({ ...change, objectId }));
    changes[41] = { ...change, occurredAt: null };
    const { answer, topics } = await receiveBody(changes);
    expect(answer.body.events).toHaveLength(99);
    expect(answer.body.quarantined).toEqual([{ item: 41, reason: "/occurredAt is missing" }]);
    expect(topics.on("webhook.rejected")).toHaveLength(1);
  });

  it.each([
    ["HubSpot's own opt-out, which names nobody", { propertyName: "hs_email_optout", propertyValue: "true" }],
    ["an address that is none", { propertyValue: "ada" }],
  ])("keeps in quarantine %s: no opt-out is lost unseen", async (_what, changes) => {
    const { answer, topics } = await receiveBody([{ ...change, ...changes }]);
    expect([answer.body.outcome, topics.on("webhook.rejected").length]).toEqual(["quarantined", 1]);
  });

  it.each([
    ["an opt-in of HubSpot's own, which names nobody", { propertyName: "hs_email_optout", propertyValue: "false" }],
    ["a property that is emptied", { propertyValue: "" }],
    ["what HubSpot's own test of a subscription sends", { objectId: 123, propertyValue: "sample-value" }],
    ["another property", { propertyName: "email" }],
    ["what every object has", { propertyName: "constructor" }],
    ["another subscription", { subscriptionType: "contact.deletion" }],
  ])("ignores %s", async (_what, changes) => {
    expect((await receiveBody([{ ...change, ...changes }])).answer.body.outcome).toBe("ignored");
  });

  it("ignores an empty list", async () => {
    expect((await receiveBody([])).answer.body).toEqual({ outcome: "ignored", reason: "the list is empty" });
  });

  it.each(["contact.unsubscribed", "contact.subscribed"])("takes a workflow's word for %s", async (kind) => {
    expect((await receiveBody(sampleOf(kind))).said).toEqual([[kind, "ada@example.com", at]]);
  });

  it("lets no workflow's opt-out wait for its time, and no opt-in go without", async () => {
    const out = await receiveBody({ event: "contact.unsubscribed", email: "ada@example.com" });
    const back = await receiveBody({ event: "contact.subscribed", email: "ada@example.com" });
    expect(out.said).toEqual([["contact.unsubscribed", "ada@example.com", "2026-11-02T09:30:05.000Z"]]);
    expect(back.answer.body.outcome).toBe("quarantined");
  });

  it("maps a workflow's form onto form.submitted", async () => {
    const { topics } = await receiveBody(sampleOf("form.submitted"));
    expect(JSON.parse(String(topics.on("form.submitted")[0]?.data))).toEqual({
      formId: "demo-request",
      email: "ada@example.com",
      firstName: "Ada",
      lastName: "Lovelace",
      company: "Analytical Engines",
      title: "Analyst",
      phone: "+442079460000",
      country: "United Kingdom",
      message: "Can your engine weave algebraical patterns?",
    });
  });
});
