import { beforeEach, describe, expect, it } from "@jest/globals";
import { lead, openOrg } from "./open-org.ts";
import type { OpenOrg } from "./open-org.ts";

let org: OpenOrg;
let CampaignId: string;
let LeadId: string;
let ContactId: string;

beforeEach(() => {
  org = openOrg();
  CampaignId = org.salesforce.insert("Campaign", { Name: "c" });
  LeadId = org.salesforce.insert("Lead", lead);
  ContactId = org.salesforce.insert("Contact", { LastName: "Doe", Email: lead.Email });
});

const add = (fields: object) => org.call("POST", "sobjects/CampaignMember", fields);
const members = () => org.salesforce.state()["CampaignMember"];

describe("a campaign member", () => {
  it("has its campaign's default status", async () => {
    expect((await add({ CampaignId, LeadId })).status).toBe(201);
    expect(members()).toMatchObject([
      { CampaignId, LeadId, LeadOrContactId: LeadId, Type: "Lead", Status: "Sent", HasResponded: false },
    ]);
  });

  it("is unique per Lead and per Contact, not per person", async () => {
    await add({ CampaignId, LeadId });
    const second = await add({ CampaignId, LeadId: LeadId.slice(0, 15) });
    expect(second.status).toBe(400);
    expect(second.body).toEqual([{ message: "Already a campaign member.", errorCode: "DUPLICATE_VALUE" }]);
    expect((await add({ CampaignId, ContactId })).status).toBe(201);
    expect(members()).toHaveLength(2);
  });

  it("keeps only the Contact when given both ids", async () => {
    await add({ CampaignId, LeadId, ContactId });
    expect(members()).toMatchObject([{ ContactId, Type: "Contact" }]);
    expect(members()?.[0]).not.toHaveProperty("LeadId");
  });

  it.each<[string, () => object, string]>([
    ["without a campaign", () => ({ LeadId }), "REQUIRED_FIELD_MISSING"],
    ["without a person", () => ({ CampaignId }), "REQUIRED_FIELD_MISSING"],
    ["of an unknown campaign", () => ({ CampaignId: "701Hp0000009999", LeadId }), "INVALID_CROSS_REFERENCE_KEY"],
    ["of an unknown Lead", () => ({ CampaignId, LeadId: "00QHp0000009999MAA" }), "INVALID_CROSS_REFERENCE_KEY"],
  ])("can't be created %s", async (_, fields, errorCode) => {
    expect(await add(fields())).toMatchObject({ status: 400, body: [{ errorCode }] });
  });

  it("can't be a converted Lead; one that is already gets the Contact beside the Lead", async () => {
    await add({ CampaignId, LeadId });
    const { contactId } = org.salesforce.convertLead(LeadId);
    expect(members()).toMatchObject([{ LeadId, ContactId: contactId, LeadOrContactId: contactId, Type: "Contact" }]);
    expect(await add({ CampaignId, LeadId })).toMatchObject({
      status: 400,
      body: [{ errorCode: "CANNOT_UPDATE_CONVERTED_LEAD" }],
    });
    expect(await add({ CampaignId, ContactId: contactId })).toMatchObject({
      status: 400,
      body: [{ errorCode: "DUPLICATE_VALUE" }],
    });
  });

  it("converted into a Contact that is a member too leaves two", async () => {
    await add({ CampaignId, LeadId });
    await add({ CampaignId, ContactId });
    expect(org.salesforce.convertLead(LeadId, ContactId)).toEqual({ contactId: ContactId, accountId: "" });
    expect(members()).toMatchObject([
      { LeadId, Type: "Lead" },
      { ContactId, Type: "Contact" },
    ]);
  });

  it("responds by its status, and remembers when it first did", async () => {
    const { body } = await add({ CampaignId, LeadId, Status: "responded" });
    expect(members()).toMatchObject([{ Status: "Responded", HasResponded: true, FirstRespondedDate: "2026-01-01" }]);
    expect((await org.call("PATCH", `sobjects/CampaignMember/${body.id}`, { Status: "Sent" })).status).toBe(204);
    expect(members()).toMatchObject([{ Status: "Sent", HasResponded: false, FirstRespondedDate: "2026-01-01" }]);
    expect((await org.call("PATCH", `sobjects/CampaignMember/${body.id}`, { LeadId })).body).toMatchObject([
      { errorCode: "INVALID_FIELD_FOR_INSERT_UPDATE" },
    ]);
  });

  it("with a status that its campaign has not gets the default, or keeps it, or is refused, as configured", async () => {
    await add({ CampaignId, LeadId, Status: "Registered" });
    expect(members()).toMatchObject([{ Status: "Sent" }]);
    org.salesforce.configure({ memberStatus: "reject" });
    expect((await add({ CampaignId, ContactId, Status: "Registered" })).body).toMatchObject([
      { errorCode: "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", fields: ["Status"] },
    ]);
    org.salesforce.configure({ memberStatus: "accept" });
    await add({ CampaignId, ContactId, Status: "Registered" });
    expect(members()).toMatchObject([{}, { Status: "Registered", HasResponded: false }]);
  });

  it("has the statuses that people add to its campaign, of which one is the default", async () => {
    org.salesforce.insert("CampaignMemberStatus", { CampaignId, Label: "Registered", IsDefault: true });
    await add({ CampaignId, LeadId });
    expect(members()).toMatchObject([{ Status: "Registered" }]);
    expect(org.salesforce.state()["CampaignMemberStatus"]).toMatchObject([
      { IsDefault: false },
      { IsDefault: false },
      { IsDefault: true },
    ]);
  });
});
