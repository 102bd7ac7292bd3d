import { describe, expect, it } from "@jest/globals";
import salesforce from "../../functions/sources/salesforce.ts";
import { readWebhook, SENT } from "../harness/fixtures.ts";
import { publishFails } from "../harness/published.ts";
import { sourceUnit } from "../harness/units.ts";
import { receive, SECRET, signedRequest } from "../harness/webhook.ts";

const unit = sourceUnit(salesforce);
const sampleOf = (kind: string) => readWebhook("salesforce", kind).toString();
const receiveXml = async (body: string) => {
  const { answer, topics } = await receive(unit, signedRequest(salesforce, Buffer.from(body)));
  const said = ["contact.unsubscribed", "contact.subscribed", "registration.changed"].flatMap((type) =>
    topics.on(type).map(({ orderingKey }) => [type, orderingKey]),
  );
  return { answer, topics, said };
};
/** The sample with the text of one element changed, or without it. */
const changed = (kind: string, name: string, value: string | undefined) => {
  const element = new RegExp(`<(\\w+:)?${name}>[^<]*</(\\w+:)?${name}>`, "g");
  return sampleOf(kind).replace(element, (_match, prefix = "") =>
    value === undefined ? "" : `<${prefix}${name}>${value}</${prefix}${name}>`,
  );
};
const OUR_USER = "005Hs0000000001AAA";

describe("the source salesforce", () => {
  it("takes a message by the secret in its URL, and acknowledges it as Salesforce waits for", async () => {
    const url = `https://hooks.example.com/webhooks/salesforce?key=${encodeURIComponent(SECRET)}`;
    const body = readWebhook("salesforce", "Lead");
    const { answer } = await receive(unit, { method: "POST", url, headers: {}, body });
    expect(answer).toMatchObject({
      status: 200,
      headers: { "content-type": "text/xml; charset=utf-8" },
      text: expect.stringMatching(/<notificationsResponse[^>]*outbound"><Ack>true<\/Ack>/),
      body: { outcome: "published", events: [SENT.id] },
    });
  });

  it("acknowledges nothing that is refused, or that can't be published", async () => {
    const request = signedRequest(salesforce, readWebhook("salesforce", "Lead"));
    const answers = [
      await receive(unit, { ...request, url: "?key=x" }),
      await receive(unit, request, { publish: publishFails }),
    ];
    expect(answers.map(({ answer: { status, text } }) => [status, text])).toEqual([
      [401, undefined],
      [503, undefined],
    ]);
  });

  it.each(["Lead", "Contact"])("maps a %s who has been opted out onto contact.unsubscribed", async (kind) => {
    const { topics } = await receiveXml(sampleOf(kind));
    expect(topics.on("contact.unsubscribed")).toMatchObject([
      { orderingKey: "ada@example.com", attributes: { "ce-id": SENT.id, "ce-time": "2026-11-02T09:30:00.000Z" } },
    ]);
  });

  it("maps of several those alone that are an opt-out of somebody with an address", async () => {
    const { answer, said } = await receiveXml(sampleOf("Contact+several"));
    expect(said).toEqual([["contact.unsubscribed", "ada@example.com"]]);
    expect(answer.body).toEqual({ outcome: "published", events: [`${SENT.id}-1`] });
  });

  it("takes no record that is not opted out for an opt-in: every new one is so", async () => {
    expect((await receiveXml(changed("Lead", "HasOptedOutOfEmail", "false"))).answer.body.outcome).toBe("ignored");
  });

  it.each(["Lead", "CampaignMember"])("is told nothing by what ycat itself has changed: %s", async (kind) => {
    for (const id of [OUR_USER, OUR_USER.slice(0, 15)])
      expect((await receiveXml(changed(kind, "LastModifiedById", id))).answer.body.outcome).toBe("ignored");
  });

  it.each([
    ["Attended", "attended"],
    ["Registered", "registered"],
    ["no show", "no_show"],
    ["Cancelled", "cancelled"],
  ])("maps a member's status %s onto registration.changed", async (label, status) => {
    const { topics } = await receiveXml(changed("CampaignMember", "Status", label));
    expect(JSON.parse(String(topics.on("registration.changed")[0]?.data))).toEqual({
      occasionId: "app:engines-dinner",
      email: "ada@example.com",
      status,
      firstName: "Ada",
      lastName: "Lovelace",
      company: "Analytical Engines",
    });
  });

  it.each([
    ["a status that is none of ours", changed("CampaignMember", "Status", "Sent")],
    ["a campaign of no occasion", changed("CampaignMember", "CampaignId", "701Hs0000000099IAA")],
    ["a member without an address", changed("CampaignMember", "Email", "")],
    ["another object", sampleOf("Account")],
  ])("ignores %s, and acknowledges it", async (_what, body) => {
    const { answer } = await receiveXml(body);
    expect([answer.body.outcome, answer.text?.includes("<Ack>true")]).toEqual(["ignored", true]);
  });

  it.each([
    ["of another org", changed("Lead", "OrganizationId", "00DHs0000000009AAA"), "/OrganizationId"],
    [
      "that does not say who has changed it",
      changed("Lead", "LastModifiedById", undefined),
      "/sObject/LastModifiedById",
    ],
    ["that lacks the field", changed("Lead", "HasOptedOutOfEmail", undefined), "/sObject/HasOptedOutOfEmail"],
    ["that is neither", changed("Lead", "HasOptedOutOfEmail", "yes"), "/sObject/HasOptedOutOfEmail"],
    ["whose address is none", changed("Lead", "Email", "ada"), "/data/email"],
  ])("keeps in quarantine, alone, a notification %s", async (_what, body, field) => {
    const { answer, topics } = await receiveXml(body);
    expect([answer.body.outcome, answer.body.quarantined?.[0]?.reason.split(" ")[0]]).toEqual(["quarantined", field]);
    const kept = JSON.parse(String(topics.on("webhook.rejected")[0]?.data));
    expect(kept).toHaveProperty("OrganizationId");
  });

  it("lets no opt-out wait for a time that can't be read", async () => {
    expect((await receiveXml(changed("Lead", "LastModifiedDate", "yesterday"))).said).toHaveLength(1);
  });

  it("takes a hundred notifications, one of which is bad", async () => {
    const [start = "", notification = "", end = ""] = sampleOf("Lead").split(/(<Notification>[^]*<\/Notification>)/);
    const all = Array.from({ length: 100 }, (_, index) =>
      notification.replaceAll(SENT.id, `04l${index}`).replace("ada@", index === 41 ? "" : `p${index}@`),
    );
    const { answer, said } = await receiveXml(start + all.join("") + end);
    expect([said.length, answer.body.quarantined?.map(({ item }) => item)]).toEqual([99, [41]]);
  });
});
