import { describe, expect, it } from "@jest/globals";
import { rejection } from "../connect.ts";
import { AT, CAMPAIGN, contact, deliver, EMAIL, lead, startOrg } from "./org.ts";

const LEAD = { LastName: "O'Brien", Company: "Acme" } as const;

describe("an org with habits of its own", () => {
  it("merges each new Lead into another: that one is the person", async () => {
    const { client, records, calls } = startOrg({ deduplication: "merges" });
    for (let delivery = 0; delivery < 3; delivery += 1) await deliver(client);
    const [kept] = records("Lead");
    expect(records("Lead")).toMatchObject([{ Email: "known@elsewhere.example" }]);
    expect(records("CampaignMember")).toMatchObject([{ LeadId: (kept as { Id: string }).Id }]);
    expect(calls.filter((call) => call === "POST /sobjects/Lead")).toHaveLength(1);
    await client.optOutOfEmail(EMAIL, { at: AT });
    expect(records("Lead")).toMatchObject([{ HasOptedOutOfEmail: true }]);
  });

  it("warns of somebody alike at each change: all of a person's records are opted out", async () => {
    const { client, org, records } = startOrg({ duplicateRule: "alert", duplicateRuleAtEdits: true });
    for (let one = 0; one < 2; one += 1) org.insert("Lead", lead());
    await client.optOutOfEmail(EMAIL, { at: AT });
    const optedOut = { HasOptedOutOfEmail: true };
    expect(records("Lead")).toMatchObject([optedOut, optedOut]);
  });

  it("deletes each new Lead: two, and one dead letter", async () => {
    const { forEvent, calls } = startOrg({ deduplication: "deletes" });
    const errors = [];
    for (let delivery = 0; delivery < 4; delivery += 1) errors.push(await rejection(deliver(forEvent())));
    expect(errors).toMatchObject([
      { name: "UnavailableError", reason: { code: "PERSON_GONE" } },
      ...Array.from({ length: 3 }, () => ({ name: "PermanentError", reason: { code: "LEADS_DELETED" } })),
    ]);
    expect(calls.filter((call) => call === "POST /sobjects/Lead")).toHaveLength(2);
  });

  it("has picklists of countries and states: both are left out, and told in words", async () => {
    const { client, records } = startOrg({ countryPicklists: true });
    await client.createLead(EMAIL, { ...LEAD, Country: "USA", State: "Bavaria", City: "Utopia" });
    expect(records("Lead")).toMatchObject([{ City: "Utopia", Description: "Country: USA\nState: Bavaria" }]);
  });

  it.each([
    ["GB", { Country: "United Kingdom" }],
    [" uk ", { Country: "United Kingdom" }],
    ["XX", { Description: "Country: XX" }],
    ["ZZ", { Description: "Country: ZZ" }],
  ])("has picklists of countries, and is told of %j by its name where it has one", async (Country, written) => {
    const { client, records, calls } = startOrg({ countryPicklists: true });
    await client.createLead(EMAIL, { ...LEAD, Country });
    expect(records("Lead")).toMatchObject([written]);
    expect(calls.filter((call) => call === "POST /sobjects/Lead")).toHaveLength(2);
  });

  it("fails a flow at a lock, once: the next delivery is whole", async () => {
    const automations = [{ object: "Lead", on: "create", fails: "flow lock", times: 1 }] as const;
    const { client, records } = startOrg({ automations });
    expect(await rejection(deliver(client))).toMatchObject({
      name: "UnavailableError",
      reason: { code: "UNABLE_TO_LOCK_ROW" },
    });
    await deliver(client);
    expect(records("CampaignMember")).toHaveLength(1);
  });

  it.each(["trigger", "flow"] as const)(
    "fails a %s on members for ever: nobody can tell whose fault",
    async (fails) => {
      const { client, records } = startOrg({ automations: [{ object: "CampaignMember", fails }] });
      expect(await rejection(deliver(client))).toMatchObject({ name: "UnexpectedRefusalError" });
      expect(records("Lead")).toHaveLength(1);
    },
  );

  it.each([
    [30, 250, undefined, 18],
    [1, 60, undefined, 60 + 59],
    [0, 8, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", 1 + 2 + 4 + 8],
    [0, 200, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", 65],
  ])("has a trigger that manages %d of %d records in a call: fewer are written", async (most, count, code, written) => {
    const { client, org, calls } = startOrg({ automations: [{ object: "CampaignMember", fails: "limit", most }] });
    const emails = Array.from({ length: count }, (_, index) => `person${index}@example.com`);
    for (const Email of emails) org.insert("Lead", lead({ Email }));
    const people = [...(await client.findPeople(emails)).values()];
    for (const status of ["Sent", "Responded"]) {
      const errors = new Set<string | undefined>();
      const all = people.map((person) => ({ person, status }));
      const order = ["Sent", "Responded"];
      for await (const { error } of client.raiseCampaignMembers(CAMPAIGN, all, { order }))
        errors.add(error?.reason.code);
      expect([...errors]).toEqual([code]);
    }
    expect(calls.filter((call) => call.endsWith("/composite/sobjects"))).toHaveLength(2 * written);
  });

  it("moves to another instance: the same delivery is whole", async () => {
    const { client, org, records } = startOrg();
    await client.findPerson(EMAIL);
    org.moveInstance();
    await deliver(client);
    expect(records("CampaignMember")).toHaveLength(1);
  });

  it("lets a password grow too old: waits, and says so", async () => {
    const { client } = startOrg({ passwordExpired: true });
    const error = await rejection(client.findPerson(EMAIL));
    expect(error).toMatchObject({
      name: "UnavailableError",
      reason: { code: "INVALID_OPERATION_WITH_EXPIRED_PASSWORD" },
    });
    expect(String(error)).toContain("login");
  });

  it("hides a Lead from the user: waits, and makes no second one", async () => {
    const { client, org, records } = startOrg();
    const { record } = await client.createLead(EMAIL, LEAD);
    const show = org.hide(record.id);
    expect(await rejection(client.createLead(EMAIL, LEAD))).toMatchObject({ name: "UnavailableError" });
    show();
    expect(await client.createLead(EMAIL, LEAD)).toMatchObject({ record });
    expect(records("Lead")).toHaveLength(1);
  });

  it("locks a record for approval: its consent waits, and no other's", async () => {
    const { client, org, records } = startOrg();
    const approve = org.submitForApproval(org.insert("Lead", lead()));
    org.insert("Contact", contact());
    expect(await rejection(client.optOutOfEmail(EMAIL, { at: AT }))).toMatchObject({
      name: "UnavailableError",
      reason: { code: "ENTITY_IS_LOCKED" },
    });
    expect(records("Contact")).toMatchObject([{ HasOptedOutOfEmail: true }]);
    approve();
    await client.optOutOfEmail(EMAIL, { at: AT });
    expect(records("Lead")).toMatchObject([{ HasOptedOutOfEmail: true }]);
  });

  it("merges one who is a member already: nobody is one twice", async () => {
    const { client, org, records } = startOrg();
    const master = org.insert("Lead", lead({ Email: "new@example.com" }));
    await deliver(client);
    const [, mine] = records("Lead") as { Id: string }[];
    org.merge(master, mine?.Id ?? "");
    await deliver(client);
    expect(records("CampaignMember")).toMatchObject([{ CampaignId: CAMPAIGN, LeadId: master }]);
  });
});
