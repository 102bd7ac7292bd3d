import { describe, expect, it } from "@jest/globals";
import { rejection } from "../connect.ts";
import { CAMPAIGN, contact, EMAIL, lead, startOrg } from "./org.ts";

async function found(client: ReturnType<typeof startOrg>["client"]) {
  const person = await client.findPerson(EMAIL);
  if (person === undefined) throw new Error("there is no such person");
  return person;
}

describe("ensureCampaignMember", () => {
  it("makes a Lead a member, once", async () => {
    const { client, org, records } = startOrg();
    const id = org.insert("Lead", lead());
    const person = await found(client);
    for (let delivery = 0; delivery < 3; delivery += 1) await client.ensureCampaignMember(CAMPAIGN, person);
    expect(records("CampaignMember")).toMatchObject([{ CampaignId: CAMPAIGN, LeadId: id, Status: "Sent" }]);
  });

  it("prefers the Contact of one who is both", async () => {
    const { client, org, records } = startOrg();
    org.insert("Lead", lead());
    const id = org.insert("Contact", contact());
    await client.ensureCampaignMember(CAMPAIGN, await found(client));
    expect(records("CampaignMember")).toMatchObject([{ ContactId: id }]);
  });

  it.each(["Lead", "Contact"])(
    "leaves one alone who is a member already by the %s, and what a human made of it",
    async (type) => {
      const { client, org, records } = startOrg();
      const ids = { Lead: org.insert("Lead", lead()), Contact: org.insert("Contact", contact()) };
      const key = type === "Lead" ? { LeadId: ids.Lead } : { ContactId: ids.Contact };
      org.insert("CampaignMember", { CampaignId: CAMPAIGN, Status: "Responded", ...key });
      await client.ensureCampaignMember(CAMPAIGN, await found(client));
      expect(records("CampaignMember")).toMatchObject([{ Status: "Responded", ...key }]);
    },
  );

  it("lets deliveries at the same moment make one member", async () => {
    const { client, org, forEvent, records } = startOrg();
    org.insert("Lead", lead());
    const person = await found(client);
    await Promise.all([1, 2, 3].map(() => forEvent().ensureCampaignMember(CAMPAIGN, person)));
    expect(records("CampaignMember")).toHaveLength(1);
  });

  it("calls it an outage where Salesforce knows the member and shows none yet", async () => {
    const { client, org, clock, records } = startOrg({ indexLagMs: 60_000 });
    const id = org.insert("Lead", lead());
    await clock.advance(60_000);
    const person = await found(client);
    org.insert("CampaignMember", { CampaignId: CAMPAIGN, LeadId: id });
    expect(await rejection(client.ensureCampaignMember(CAMPAIGN, person))).toMatchObject({
      name: "UnavailableError",
      reason: { code: "DUPLICATE_VALUE", operation: "POST /sobjects/CampaignMember" },
    });
    await clock.advance(60_000);
    await client.ensureCampaignMember(CAMPAIGN, person);
    expect(records("CampaignMember")).toHaveLength(1);
  });

  it("follows a Lead that was converted meanwhile to its Contact", async () => {
    const { client, org, records } = startOrg();
    const id = org.insert("Lead", lead());
    const person = await found(client);
    const { contactId } = org.convertLead(id);
    await client.ensureCampaignMember(CAMPAIGN, person);
    expect(records("CampaignMember")).toMatchObject([{ ContactId: contactId }]);
  });

  it("follows a Lead that was merged away meanwhile to the one that is left", async () => {
    const { client, org, clock, records } = startOrg();
    const loser = org.insert("Lead", lead());
    await clock.advance(1_000);
    const winner = org.insert("Lead", lead());
    const person = await found(client);
    org.remove(loser);
    await client.ensureCampaignMember(CAMPAIGN, person);
    expect(records("CampaignMember")).toMatchObject([{ LeadId: winner }]);
  });

  it("leaves it to the next delivery where the person is gone", async () => {
    const { client, org } = startOrg();
    const id = org.insert("Lead", lead());
    const person = await found(client);
    org.remove(id);
    expect(await rejection(client.ensureCampaignMember(CAMPAIGN, person))).toMatchObject({ name: "UnavailableError" });
  });

  it("gives up for good on a campaign that does not exist", async () => {
    const { client, org } = startOrg();
    org.insert("Lead", lead());
    const person = await found(client);
    expect(await rejection(client.ensureCampaignMember("701000000000099AAA", person))).toMatchObject({
      name: "PermanentError",
      reason: { code: "INVALID_CROSS_REFERENCE_KEY", operation: "POST /sobjects/CampaignMember" },
    });
  });
});
