import { describe, expect, it } from "@jest/globals";
import { PermanentError } from "../../../functions/runtime/define/errors.ts";
import type { MemberStatus } from "../../../functions/clients/salesforce/salesforce.ts";
import { rejection } from "../connect.ts";
import { AT, CAMPAIGN, contact, EMAIL, lead, startOrg } from "./org.ts";

const ORDER = ["Registered", "Cancelled", "Attended"];
const FIELD = "Registration_At__c";
const statuses = [
  { Label: "Registered", HasResponded: true, SortOrder: 5 },
  { Label: "Cancelled", HasResponded: false, SortOrder: 6 },
].map((status) => ({ CampaignId: CAMPAIGN, IsDefault: false, ...status }));

function start(settings: Record<string, string> = {}) {
  const org = startOrg({}, settings);
  org.org.seed({ CampaignMemberStatus: statuses });
  const compare = async (change: Partial<MemberStatus> = {}) => {
    const person = (await org.client.findPerson(EMAIL)) ?? (await org.client.createLead(EMAIL, lead()));
    return org.client.compareCampaignMember(CAMPAIGN, person, {
      status: "Registered",
      at: AT,
      order: ORDER,
      ...change,
    });
  };
  const make = async (change: Partial<MemberStatus> = {}) => {
    const compared = await compare(change);
    await compared.make();
    return compared.is;
  };
  return { ...org, compare, make };
}

const seconds = (after: number) => new Date(Date.parse(AT) + after * 1000).toISOString();

describe("compareCampaignMember", () => {
  it("makes somebody a member with the status and its time, and knows it then", async () => {
    const { org, make, records } = start();
    const LeadId = org.insert("Lead", lead());
    expect([await make(), await make(), await make({ status: "REGISTERED" })]).toEqual(["news", "done", "done"]);
    expect(records("CampaignMember")).toMatchObject([
      { LeadId, Status: "Registered", HasResponded: true, [FIELD]: "2026-11-26T10:00:00.000+0000" },
    ]);
  });

  it("gives the status as the campaign spells it", async () => {
    const { org, make, bodies } = start();
    org.insert("Lead", lead());
    await make({ status: "REGISTERED" });
    expect(bodies.at(-1)).toMatchObject({ Status: "Registered" });
  });

  it.each<[string, string, number, string, "news" | "repeated" | "done" | "late", string, number]>([
    ["another status, later", "Cancelled", 1, "Registered", "news", "Cancelled", 1],
    ["another status, earlier", "Cancelled", -1, "Registered", "late", "Registered", 0],
    ["the same, later", "Registered", 1, "Registered", "repeated", "Registered", 1],
    ["the same, earlier", "Registered", -1, "Registered", "late", "Registered", 0],
    ["the same, within the second", "Registered", 0.9, "Registered", "done", "Registered", 0],
    ["one further on, within the second", "Cancelled", 0.9, "Registered", "news", "Cancelled", 0],
    ["one further back, within the second", "Registered", 0.9, "Cancelled", "late", "Cancelled", 0],
    ["any, within the second, where somebody has given another", "Cancelled", 0, "Sent", "late", "Sent", 0],
    ["one of no order, within the second, where another of none stands", "Responded", 0, "Sent", "late", "Sent", 0],
  ])("of %s, keeps the later", async (_what, status, after, present, is, end, endAfter) => {
    const { org, make, records } = start();
    const LeadId = org.insert("Lead", lead());
    org.insert("CampaignMember", { CampaignId: CAMPAIGN, LeadId, Status: present, [FIELD]: AT });
    expect(await make({ status, at: seconds(after), mayTakeBack: true })).toBe(is);
    const at = seconds(endAfter).replace("Z", "+0000");
    expect(records("CampaignMember")).toMatchObject([{ Status: end, [FIELD]: at }]);
  });

  it("ranks a status that several words stand for by the last of them", async () => {
    const { org, make, records } = start();
    const member = { CampaignId: CAMPAIGN, LeadId: org.insert("Lead", lead()), Status: "Cancelled" };
    org.insert("CampaignMember", { ...member, [FIELD]: AT });
    expect(await make({ order: ["Registered", "Cancelled", "Registered"] })).toBe("news");
    expect(records("CampaignMember")).toMatchObject([{ Status: "Registered" }]);
  });

  it("brings the other membership up to one that knows the change already, as after a write that was done by half", async () => {
    const { org, make, records } = start();
    const member = { CampaignId: CAMPAIGN, Status: "Registered" };
    org.insert("CampaignMember", { ...member, LeadId: org.insert("Lead", lead()), [FIELD]: seconds(-60) });
    org.insert("CampaignMember", { ...member, ContactId: org.insert("Contact", contact()), [FIELD]: AT });
    expect(await make()).toBe("done");
    const at = AT.replace("Z", ".000+0000");
    expect(records("CampaignMember")).toMatchObject([{ [FIELD]: at }, { [FIELD]: at }]);
  });

  it("is news to a member without a time, whatever they are", async () => {
    const { org, make, records } = start();
    const LeadId = org.insert("Lead", lead());
    org.insert("CampaignMember", { CampaignId: CAMPAIGN, LeadId, Status: "Registered" });
    expect(await make()).toBe("news");
    expect(records("CampaignMember")).toMatchObject([{ [FIELD]: expect.any(String) }]);
  });

  it("changes all memberships of a person, as a Lead and as a Contact, and none that knows a later one", async () => {
    const { org, make, records } = start();
    const member = { CampaignId: CAMPAIGN, Status: "Registered" };
    org.insert("CampaignMember", { ...member, LeadId: org.insert("Lead", lead()), [FIELD]: seconds(-60) });
    org.insert("CampaignMember", { ...member, ContactId: org.insert("Contact", contact()) });
    expect(await make({ status: "Cancelled", mayTakeBack: true })).toBe("news");
    expect(records("CampaignMember")).toMatchObject([{ Status: "Cancelled" }, { Status: "Cancelled" }]);
    expect(await make({ at: seconds(-1) })).toBe("late");
    expect(records("CampaignMember")).toMatchObject([{ Status: "Cancelled" }, { Status: "Cancelled" }]);
  });

  it.each([
    ["no time", {}],
    ["an earlier time", { [FIELD]: seconds(-60) }],
  ])("gives a late change to none of them, not even to one with %s", async (_what, time) => {
    const { org, make, records } = start();
    const member = { CampaignId: CAMPAIGN, Status: "Sent" };
    org.insert("CampaignMember", { ...member, LeadId: org.insert("Lead", lead()), ...time });
    const ContactId = org.insert("Contact", contact());
    org.insert("CampaignMember", { ...member, ContactId, Status: "Cancelled", [FIELD]: seconds(60) });
    const before = records("CampaignMember");
    expect(await make()).toBe("late");
    expect(records("CampaignMember")).toEqual(before);
  });

  it("is content where something later has come to stand meanwhile: the validation rule refuses it", async () => {
    const { org, compare, records } = start();
    const LeadId = org.insert("Lead", lead());
    const id = org.insert("CampaignMember", { CampaignId: CAMPAIGN, LeadId, Status: "Sent" });
    const change = await compare();
    org.update(id, { Status: "Responded", [FIELD]: seconds(60) });
    await change.make();
    expect(records("CampaignMember")).toMatchObject([
      { Status: "Responded", [FIELD]: seconds(60).replace("Z", "+0000") },
    ]);
  });

  it("has any other rule's refusal stand", async () => {
    const { org, compare } = start();
    const LeadId = org.insert("Lead", lead());
    org.insert("CampaignMember", { CampaignId: CAMPAIGN, LeadId });
    org.configure({ validationRules: [{ object: "CampaignMember", when: { field: "Status" }, message: "No." }] });
    expect(await rejection((await compare()).make())).toMatchObject({
      reason: { code: "FIELD_CUSTOM_VALIDATION_EXCEPTION" },
    });
  });

  it("goes on with a member that somebody adds meanwhile", async () => {
    const { org, compare, records } = start();
    const LeadId = org.insert("Lead", lead());
    const change = await compare();
    org.insert("CampaignMember", { CampaignId: CAMPAIGN, LeadId, Status: "Sent" });
    await change.make();
    expect(records("CampaignMember")).toMatchObject([{ Status: "Registered", [FIELD]: expect.any(String) }]);
  });

  it("leaves a member alone whom somebody adds meanwhile with something later, whatever the org's rules let pass", async () => {
    const { org, compare, calls } = start();
    const LeadId = org.insert("Lead", lead());
    const change = await compare();
    org.insert("CampaignMember", { CampaignId: CAMPAIGN, LeadId, Status: "Sent", [FIELD]: seconds(60) });
    await change.make();
    expect(calls.filter((call) => call.startsWith("PATCH"))).toEqual([]);
  });

  it("follows a Lead that was converted meanwhile to its Contact", async () => {
    const { org, compare, records } = start();
    const id = org.insert("Lead", lead());
    const change = await compare();
    const { contactId } = org.convertLead(id);
    await change.make();
    expect(records("CampaignMember")).toMatchObject([{ ContactId: contactId, Status: "Registered" }]);
  });

  it("makes a member that was deleted meanwhile anew", async () => {
    const { org, compare, records } = start();
    const LeadId = org.insert("Lead", lead());
    const id = org.insert("CampaignMember", { CampaignId: CAMPAIGN, LeadId });
    const change = await compare();
    org.remove(id);
    await change.make();
    expect(records("CampaignMember")).toMatchObject([{ LeadId, Status: "Registered" }]);
  });

  it("goes by arrival in an org without the field, where each change is news", async () => {
    const { org, make, records, calls } = start({ SALESFORCE_REGISTRATION_TIME_FIELD: "none" });
    org.insert("Lead", lead());
    expect([await make(), await make({ at: seconds(-60) })]).toEqual(["news", "news"]);
    expect(calls.filter((call) => call.startsWith("PATCH"))).toEqual([]);
    expect(await make({ status: "Cancelled", at: seconds(-60), mayTakeBack: true })).toBe("news");
    expect(records("CampaignMember")).toMatchObject([{ Status: "Cancelled" }]);
    expect(records("CampaignMember")[0]).not.toHaveProperty(FIELD);
  });

  it("needs a time", async () => {
    const { compare } = start();
    expect(await rejection(compare({ at: "soon" }))).toMatchObject({ message: expect.stringContaining("time") });
  });
});

describe("compareCampaignMember, of a status that the campaign has not got", () => {
  const missing = { status: "Attended" };

  it("names the campaign where it is that which is missing, and adds nothing", async () => {
    const { org, client, records } = start();
    org.insert("Lead", lead());
    const person = await client.findPerson(EMAIL);
    if (person === undefined) throw new Error("nobody is found");
    const change = { ...missing, at: AT, order: ORDER, isCreated: true };
    const compared = await client.compareCampaignMember("701000000000099AAA", person, change);
    expect(await rejection(compared.make())).toMatchObject({ reason: { code: "NO_SUCH_CAMPAIGN" } });
    expect(records("CampaignMemberStatus")).toHaveLength(4);
  });

  it.each(["Label", "HasResponded"])("adds none without its %s, where that is refused", async (field) => {
    const { org, make, records, addFault } = start();
    org.insert("Lead", lead());
    const body = [{ errorCode: "FIELD_INTEGRITY_EXCEPTION", message: "m", fields: [field] }];
    addFault({ match: "POST /sobjects/CampaignMemberStatus", fault: "reject-before", status: 400, body });
    expect(await rejection(make({ ...missing, isCreated: true }))).toMatchObject({
      reason: { code: "FIELD_INTEGRITY_EXCEPTION", field },
    });
    expect(records("CampaignMemberStatus")).toHaveLength(4);
  });

  it("refuses it by name, for good: no other campaign's changes wait", async () => {
    const { make, records } = start();
    const error = await rejection(make(missing));
    expect(error).toMatchObject({ name: "PermanentError", reason: { code: "NO_SUCH_STATUS", field: "Status" } });
    for (const words of ['"Attended"', CAMPAIGN, "occasions.json", "createStatuses", "replay"])
      expect(String(error)).toContain(words);
    expect(records("CampaignMember")).toEqual([]);
  });

  it("adds it as a response where that is wanted, once, after all others", async () => {
    const { org, make, records } = start();
    org.insert("Lead", lead());
    await make({ ...missing, isCreated: true, mayTakeBack: true });
    await make({ ...missing, isCreated: true, at: seconds(9) });
    expect(records("CampaignMember")).toMatchObject([{ Status: "Attended", HasResponded: true }]);
    expect(records("CampaignMemberStatus")).toHaveLength(5);
    expect(records("CampaignMemberStatus")[4]).toMatchObject({ Label: "Attended", HasResponded: true, SortOrder: 7 });
  });

  it("takes the one that another delivery has added meanwhile, and the next place where another took this one", async () => {
    const { org, compare, records } = start();
    org.insert("Lead", lead());
    const [one, other, third] = await Promise.all([
      compare({ ...missing, isCreated: true }),
      compare({ ...missing, isCreated: true, at: seconds(5) }),
      compare({ status: "Came late", isCreated: true, at: seconds(10) }),
    ]);
    await one.make();
    await other.make();
    await third.make();
    expect(records("CampaignMember")).toMatchObject([
      { Status: "Came late", [FIELD]: seconds(10).replace("Z", "+0000") },
    ]);
    expect(records("CampaignMemberStatus")).toHaveLength(6);
    expect(records("CampaignMemberStatus")[5]).toMatchObject({ Label: "Came late", SortOrder: 8 });
  });

  it("waits where the place is taken again and again", async () => {
    const { org, compare, addFault } = start();
    org.insert("Lead", lead());
    const body = [{ errorCode: "DUPLICATE_VALUE", message: "duplicate value found: <unknown>", fields: [] }];
    addFault({ match: "POST /sobjects/CampaignMemberStatus", fault: "reject-before", status: 400, body, times: 3 });
    const change = await compare({ ...missing, isCreated: true });
    expect(await rejection(change.make())).toMatchObject({
      name: "UnavailableError",
      reach: "record",
      reason: { code: "NOT_YET_VISIBLE", operation: "POST /sobjects/CampaignMemberStatus" },
    });
  });
});

describe("compareCampaignMember, of a status that counts as no response", () => {
  it("takes a response back as little of who has responded as one of two", async () => {
    const { org, make } = start();
    const [LeadId, ContactId] = [org.insert("Lead", lead()), org.insert("Contact", contact())];
    org.insert("CampaignMember", { CampaignId: CAMPAIGN, LeadId, Status: "Sent" });
    org.insert("CampaignMember", { CampaignId: CAMPAIGN, ContactId, Status: "Registered" });
    expect(await rejection(make({ status: "Cancelled" }))).toMatchObject({ reason: { code: "RESPONSE_TAKEN_BACK" } });
  });

  it.each<[string, string, Partial<MemberStatus>, string]>([
    ["refuses to take a response back", "Responded", {}, "Responded"],
    ["takes it back where that is meant", "Responded", { mayTakeBack: true }, "Cancelled"],
    ["gives it to who has not responded", "Sent", {}, "Cancelled"],
  ])("%s", async (_what, present, more, end) => {
    const { org, make, records } = start();
    const LeadId = org.insert("Lead", lead());
    org.insert("CampaignMember", { CampaignId: CAMPAIGN, LeadId, Status: present });
    const reason = await make({ status: "Cancelled", ...more }).then(
      () => undefined,
      (error: unknown) => (error instanceof PermanentError ? error.reason : error),
    );
    expect(records("CampaignMember")).toMatchObject([{ Status: end }]);
    const refusal = { code: "RESPONSE_TAKEN_BACK", system: "salesforce", field: "Status" };
    expect(reason).toEqual(end === "Cancelled" ? undefined : refusal);
  });
});
