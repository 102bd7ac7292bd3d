import { describe, expect, it } from "@jest/globals";
import { rejection } from "../connect.ts";
import { CAMPAIGN, contact, deliver, EMAIL, lead, startOrg } from "./org.ts";

/** A query's part of a call that holds several. */
function part(records: readonly object[], index: number) {
  const body = { totalSize: records.length, done: true, records };
  return { body, httpHeaders: {}, httpStatusCode: 200, referenceId: `query${index}` };
}

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
    expect(records("CampaignMember")).toMatchObject([{ CampaignId: CAMPAIGN, LeadId: id, Status: "Responded" }]);
  });

  describe("gives a status that counts as a response", () => {
    const statuses = [
      { Label: "Invited", HasResponded: false, SortOrder: 5 },
      { Label: "Attended", HasResponded: true, SortOrder: 6 },
    ].map((status) => ({ CampaignId: CAMPAIGN, IsDefault: false, ...status }));

    it.each([
      ["to a new member: the first", undefined, undefined, "Responded"],
      ["to a new member: the one that is asked for", "attended", undefined, "Attended"],
      ["to a new member: none, where another is asked for", "Invited", undefined, "Invited"],
      ["to who has not responded", undefined, "Sent", "Responded"],
      ["to who has not responded: the one that is asked for", "Attended", "Sent", "Attended"],
      ["not to who has responded", "Responded", "Attended", "Attended"],
      ["not to who has responded, where none is asked for", undefined, "Attended", "Attended"],
      ["and none that is no response to who is a member", "Invited", "Sent", "Sent"],
    ])("%s", async (_, asked, present, status) => {
      const { client, org, records } = startOrg();
      org.seed({ CampaignMemberStatus: statuses });
      const id = org.insert("Lead", lead());
      if (present !== undefined) org.insert("CampaignMember", { CampaignId: CAMPAIGN, LeadId: id, Status: present });
      for (let delivery = 0; delivery < 2; delivery += 1)
        await client.ensureCampaignMember(CAMPAIGN, await found(client), { status: asked });
      expect(records("CampaignMember")).toMatchObject([{ LeadId: id, Status: status }]);
    });

    it.each([
      ["to a new member: the one that is asked for", "Responded", [], "Responded"],
      ["to a new member: the campaign's own, where none is asked for", undefined, [], "Sent"],
      ["not to who has not responded", "Responded", [{ status: "Sent" }], "Sent"],
    ])("where none of the campaign's can be seen, %s", async (_, status, members, expected) => {
      const { client, org, records, lines, addFault } = startOrg();
      const LeadId = org.insert("Lead", lead());
      const person = await found(client);
      const Id = members.map((member) =>
        org.insert("CampaignMember", { CampaignId: CAMPAIGN, LeadId, Status: member.status }),
      );
      const rows = Id.map((id) => ({ attributes: { type: "CampaignMember" }, Id: id, HasResponded: false }));
      const body = { compositeResponse: [[], rows].map(part) };
      addFault({ match: "POST /composite", fault: "other-200", body });
      await client.ensureCampaignMember(CAMPAIGN, person, { status });
      expect(records("CampaignMember")).toMatchObject([{ LeadId, Status: expected }]);
      expect(lines.filter(({ level }) => level === "warning")).toEqual([]);
    });

    it("refuses one that the campaign has not got, as a registration's, and says where it is named", async () => {
      const { client, org } = startOrg();
      org.insert("Lead", lead());
      const error = await rejection(client.ensureCampaignMember(CAMPAIGN, await found(client), { status: "Came" }));
      const reason = { code: "NO_SUCH_STATUS", field: "Status" };
      expect(error).toMatchObject({ name: "PermanentError", concerns: CAMPAIGN, reason });
      for (const words of ['"Came"', CAMPAIGN, "campaigns.json", "replay"]) expect(String(error)).toContain(words);
    });
  });

  it.each([
    ["warns of a campaign of which no status is a response", false, ["NO_STATUS_IS_A_RESPONSE"]],
    ["warns of none of which one is", true, []],
  ])("%s", async (_, HasResponded, told) => {
    const { client, org, lines } = startOrg();
    const campaign = { Id: "701000000000002AAA", Name: "Mailing" };
    const status = { CampaignId: campaign.Id, Label: "Seen", SortOrder: 3, IsDefault: false, HasResponded };
    org.seed({ Campaign: [campaign], CampaignMemberStatus: [status] });
    for (const row of org.state()["CampaignMemberStatus"] ?? []) {
      const { Id, CampaignId } = row as { readonly Id: string; readonly CampaignId: string };
      if (CampaignId === campaign.Id) org.update(Id, { HasResponded });
    }
    org.insert("Lead", lead());
    await client.ensureCampaignMember(campaign.Id, await found(client));
    expect(lines.flatMap(({ level, reason }) => (level === "warning" ? [reason] : []))).toEqual(told);
  });

  it("waits where the org requires a field of members that nobody gives, and says which", async () => {
    const { client, org, addFault } = startOrg();
    org.insert("Lead", lead());
    const body = [{ errorCode: "REQUIRED_FIELD_MISSING", message: "m", fields: ["Region__c"] }];
    addFault({ match: "POST /sobjects/CampaignMember", fault: "reject-before", status: 400, body });
    expect(await rejection(client.ensureCampaignMember(CAMPAIGN, await found(client)))).toMatchObject({
      name: "UnavailableError",
      reach: "settings",
      message: expect.stringContaining("requires Region__c"),
    });
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

  it("leaves one alone who is a member twice, and has responded as one of them", async () => {
    const { client, org, records } = startOrg();
    const [LeadId, ContactId] = [org.insert("Lead", lead()), org.insert("Contact", contact())];
    org.insert("CampaignMember", { CampaignId: CAMPAIGN, Status: "Sent", LeadId });
    org.insert("CampaignMember", { CampaignId: CAMPAIGN, Status: "Responded", ContactId });
    await client.ensureCampaignMember(CAMPAIGN, await found(client));
    expect(records("CampaignMember")).toMatchObject([{ Status: "Sent" }, { Status: "Responded" }]);
  });

  it("lets deliveries at the same moment make one member", async () => {
    const { client, org, forEvent, records } = startOrg();
    org.insert("Lead", lead());
    const person = await found(client);
    await Promise.all([1, 2, 3].map(() => forEvent().ensureCampaignMember(CAMPAIGN, person)));
    expect(records("CampaignMember")).toHaveLength(1);
  });

  it("gives the response that is first by its place, not by its age", async () => {
    const { client, org, records } = startOrg();
    const status = { CampaignId: CAMPAIGN, Label: "Seen", HasResponded: true, SortOrder: 0, IsDefault: false };
    org.seed({ CampaignMemberStatus: [status] });
    org.insert("Lead", lead());
    await client.ensureCampaignMember(CAMPAIGN, await found(client));
    expect(records("CampaignMember")).toMatchObject([{ Status: "Seen" }]);
  });

  it("raises who has been made a member since the look-up", async () => {
    const { client, org, clock, addFault, records } = startOrg();
    const LeadId = org.insert("Lead", lead());
    const person = await found(client);
    addFault({ match: "POST /composite", fault: "slow", milliseconds: 1_000, times: 1 });
    const done = client.ensureCampaignMember(CAMPAIGN, person);
    await clock.advance(500);
    org.insert("CampaignMember", { CampaignId: CAMPAIGN, Status: "Sent", LeadId });
    await clock.advance(500);
    await done;
    expect(records("CampaignMember")).toMatchObject([{ Status: "Responded" }]);
  });

  it("calls it an outage of that record where Salesforce knows the member and shows none yet", async () => {
    const { client, org, clock, records } = startOrg({ indexLagMs: 60_000 });
    const id = org.insert("Lead", lead());
    await clock.advance(60_000);
    const person = await found(client);
    org.insert("CampaignMember", { CampaignId: CAMPAIGN, LeadId: id });
    expect(await rejection(client.ensureCampaignMember(CAMPAIGN, person))).toMatchObject({
      name: "UnavailableError",
      reach: "record",
      reason: { code: "NOT_YET_VISIBLE", operation: "POST /sobjects/CampaignMember" },
      cause: expect.any(Error),
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

  it("leaves the Contact alone that a Lead was converted into meanwhile, and that is a member already", async () => {
    const { client, org, records } = startOrg();
    const id = org.insert("Lead", lead());
    const person = await found(client);
    const { contactId: ContactId } = org.convertLead(id);
    org.insert("CampaignMember", { CampaignId: CAMPAIGN, ContactId, Status: "Responded" });
    await client.ensureCampaignMember(CAMPAIGN, person);
    expect(records("CampaignMember")).toMatchObject([{ ContactId }]);
  });

  it.each([
    ["raises a member whom Salesforce calls outdated once", "ENTITY_IS_DELETED", "Responded"],
    ["fails where the member may not be raised", "FIELD_CUSTOM_VALIDATION_EXCEPTION", "Sent"],
  ])("%s", async (_, errorCode, Status) => {
    const { client, org, addFault, records } = startOrg();
    org.insert("CampaignMember", { CampaignId: CAMPAIGN, Status: "Sent", LeadId: org.insert("Lead", lead()) });
    const body = [{ errorCode, message: "m", fields: [] }];
    addFault({ match: "PATCH /sobjects/CampaignMember/*", fault: "reject-before", status: 400, body });
    const done = client.ensureCampaignMember(CAMPAIGN, await found(client));
    if (Status === "Sent") expect(await rejection(done)).toMatchObject({ reason: { code: errorCode } });
    else await done;
    expect(records("CampaignMember")).toMatchObject([{ Status }]);
  });

  it("fails where Salesforce calls the person outdated who is there, and was looked up again", async () => {
    const { client, org, addFault } = startOrg();
    org.insert("Lead", lead());
    const body = [{ errorCode: "ENTITY_IS_DELETED", message: "m", fields: [] }];
    addFault({ match: "POST /sobjects/CampaignMember", fault: "reject-before", status: 400, body, times: 2 });
    expect(await rejection(client.ensureCampaignMember(CAMPAIGN, await found(client)))).toMatchObject({
      reason: { code: "ENTITY_IS_DELETED" },
    });
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

  it("gives the event its few attempts where another unique field of the org is taken", async () => {
    const { client, org, addFault } = startOrg();
    org.insert("Lead", lead());
    const message = "duplicate value found: Seat__c duplicates value on record with id: 00v000000000001";
    const body = [{ errorCode: "DUPLICATE_VALUE", message, fields: [] }];
    addFault({ match: "POST /sobjects/CampaignMember", fault: "reject-before", status: 400, body });
    expect(await rejection(client.ensureCampaignMember(CAMPAIGN, await found(client)))).toMatchObject({
      name: "UnexpectedRefusalError",
      reason: { code: "DUPLICATE_VALUE", field: "Seat__c" },
    });
  });

  it.each(["ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY"])(
    "leaves it to the next delivery where the person is gone: %s",
    async (errorCode) => {
      const { client, org, addFault } = startOrg();
      const id = org.insert("Lead", lead());
      const person = await found(client);
      org.remove(id);
      const body = [{ errorCode, message: "m", fields: [] }];
      addFault({ match: "POST /sobjects/CampaignMember", fault: "reject-before", status: 400, body });
      expect(await rejection(client.ensureCampaignMember(CAMPAIGN, person))).toMatchObject({
        name: "UnavailableError",
        reach: "record",
        reason: { code: "PERSON_GONE" },
        cause: expect.any(Error),
      });
    },
  );

  it("makes a new Lead a member of one who was converted, and whose Contact was deleted since", async () => {
    const { client, org, records } = startOrg();
    const { contactId } = org.convertLead(org.insert("Lead", lead()));
    org.remove(contactId);
    await deliver(client);
    await deliver(client);
    const [created] = records("CampaignMember");
    expect(records("CampaignMember")).toHaveLength(1);
    expect(created).toMatchObject({ LeadId: (await found(client)).record.id });
  });

  it("looks through every record of one who has hundreds", async () => {
    const { client, org, records, bodies, urls } = startOrg();
    const ids = Array.from({ length: 200 }, () => org.insert("Lead", lead()));
    for (let one = 0; one < 200; one += 1) ids.push(org.insert("Contact", contact()));
    org.insert("CampaignMember", { CampaignId: CAMPAIGN, ContactId: ids.at(-1) });
    await client.ensureCampaignMember(CAMPAIGN, await found(client));
    expect(records("CampaignMember")).toHaveLength(1);
    expect(Math.max(...urls.map(({ length }) => length))).toBeLessThan(8_000);
    const asked = JSON.stringify(bodies);
    expect(ids.filter((id) => asked.split(id).length !== 2)).toEqual([]); // each is named once
  });

  it.each([
    ["does not exist", []],
    ["was deleted", [{ errorCode: "ENTITY_IS_DELETED", message: "entity is deleted", fields: [] }]],
  ])(
    "names a campaign that %s, for good, as a status that is missing: no other campaign's events wait",
    async (_what, body) => {
      const { client, org, faults, calls } = startOrg();
      org.insert("Lead", lead());
      const person = await found(client);
      if (body.length > 0)
        faults.add({
          system: "salesforce",
          match: "POST /sobjects/CampaignMember",
          fault: "reject-before",
          status: 400,
          body,
        });
      const unknown = "701000000000099AAA";
      expect(await rejection(client.ensureCampaignMember(unknown, person))).toMatchObject({
        name: "PermanentError",
        concerns: unknown,
        message: expect.stringContaining(`no campaign ${unknown}`),
        reason: {
          code: "NO_SUCH_CAMPAIGN",
          operation: "POST /sobjects/CampaignMember",
          status: 400,
          field: "CampaignId",
        },
        cause: expect.any(Error),
      });
      expect(calls.filter((call) => call === "POST /sobjects/CampaignMember")).toHaveLength(1);
    },
  );
});
