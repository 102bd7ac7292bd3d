import { describe, expect, it } from "@jest/globals";
import { personKey } from "../../../functions/clients/salesforce/people/person-key.ts";
import type { Salesforce } from "../../../functions/clients/salesforce/salesforce.ts";
import { CAMPAIGN, contact, deliver, EMAIL, lead, startOrg } from "./org.ts";

describe("findPerson", () => {
  it("finds nobody where there is nobody", async () => {
    const { client, org } = startOrg();
    org.insert("Lead", lead({ Email: "other@example.com" }));
    expect(await client.findPerson(EMAIL)).toBeUndefined();
  });

  it.each([String.raw`a\' OR Name != '`, `x' OR Email != '`, "100%_@example.com", "ann@example.com\\"])(
    "does not let the e-mail %s write the query",
    async (email) => {
      const { client, org } = startOrg();
      org.insert("Lead", lead());
      org.insert("Contact", contact());
      expect(await client.findPerson(email)).toBeUndefined();
    },
  );

  it("prefers the oldest Contact, and keeps every record", async () => {
    const { client, org, clock } = startOrg();
    const oldLead = org.insert("Lead", lead());
    await clock.advance(1_000);
    const first = org.insert("Contact", contact());
    await clock.advance(1_000);
    const second = org.insert("Contact", contact({ Email: EMAIL.toUpperCase() }));
    expect(await client.findPerson(EMAIL)).toMatchObject({
      email: EMAIL,
      record: { type: "Contact", id: first },
      contactIds: [first, second],
      leadIds: [oldLead],
    });
  });

  it("takes the oldest open Lead where there is no Contact", async () => {
    const { client, org, clock } = startOrg();
    const converted = org.insert("Lead", lead());
    const { contactId } = org.convertLead(converted);
    org.update(contactId, { Email: "new@example.com" });
    await clock.advance(1_000);
    const open = org.insert("Lead", lead());
    await clock.advance(1_000);
    const later = org.insert("Lead", lead());
    expect(await client.findPerson(EMAIL)).toMatchObject({
      email: EMAIL,
      record: { type: "Lead", id: open },
      contactIds: [contactId],
      leadIds: [converted, open, later],
    });
  });

  it("takes what a Lead was converted into, whatever e-mail that has now", async () => {
    const { client, org } = startOrg();
    const id = org.insert("Lead", lead());
    const { contactId } = org.convertLead(id);
    org.update(contactId, { Email: "new@example.com" });
    expect(await client.findPerson(EMAIL)).toMatchObject({
      email: EMAIL,
      record: { type: "Contact", id: contactId },
      contactIds: [contactId],
      leadIds: [id],
    });
  });

  it("asks for no more at once than a URL holds, where hundreds of Leads were converted", async () => {
    const { client, org, urls } = startOrg();
    const converted = Array.from({ length: 200 }, () => org.convertLead(org.insert("Lead", lead())).contactId);
    for (const id of converted) org.update(id, { Email: "new@example.com" });
    for (const id of converted.slice(0, -1)) org.remove(id);
    for (let one = 0; one < 200; one += 1) org.insert("Lead", lead({ Email: "other@example.com" }));
    await deliver(client);
    expect(await client.findPerson(EMAIL)).toMatchObject({ record: { type: "Contact", id: converted.at(-1) } });
    expect(Math.max(...urls.map(({ length }) => length))).toBeLessThan(8_000);
  });

  it("reads every page", async () => {
    const { client, org } = startOrg({ pageSize: 3 });
    const ids = Array.from({ length: 8 }, () => org.insert("Contact", contact()));
    expect((await client.findPerson(EMAIL))?.contactIds).toEqual(ids);
  });

  it("takes 200 records of a kind for a person's, the oldest, and no placeholder's thousands", async () => {
    const { client, org } = startOrg();
    const ids = Array.from({ length: 201 }, () => org.insert("Contact", contact()));
    const leads = Array.from({ length: 201 }, () => org.insert("Lead", lead()));
    const person = await client.findPerson(EMAIL);
    expect(person).toMatchObject({ contactIds: ids.slice(0, 200), leadIds: leads.slice(0, 200) });
  });

  it("knows who has the person's key, whatever the e-mail is now", async () => {
    const { client, org } = startOrg();
    const id = org.insert("Lead", lead({ Person_Key__c: personKey(EMAIL), Email: "new@example.com" }));
    expect(await client.findPerson(EMAIL)).toMatchObject({ email: EMAIL, record: { type: "Lead", id } });
  });

  it("knows what the Lead with the person's key was merged into", async () => {
    const { client, org } = startOrg();
    const [loser, winner] = [{ Person_Key__c: personKey(EMAIL) }, {}].map((key) =>
      org.insert("Lead", lead({ ...key, Email: "new@example.com" })),
    );
    org.update(String(loser), { MasterRecordId: winner });
    org.remove(String(loser));
    expect(await client.findPerson(EMAIL)).toMatchObject({ record: { type: "Lead", id: winner } });
  });

  it.each(["Lead", "Contact"] as const)("follows a %s that was merged, from one record to the next", async (type) => {
    const { client, org } = startOrg();
    const insert = (email: string) =>
      org.insert(type, type === "Lead" ? lead({ Email: email }) : contact({ Email: email }));
    const [last, between, first] = [insert("last@example.com"), insert("between@example.com"), insert(EMAIL)];
    for (const [loser, winner] of [[first, between] as const, [between, last] as const]) {
      org.update(loser, { MasterRecordId: winner });
      org.remove(loser);
    }
    expect(await client.findPerson(EMAIL)).toMatchObject({ email: EMAIL, record: { type, id: last } });
  });

  it.each([
    [5, true],
    [6, false],
  ])("follows %i merges: %s", async (merges, isFollowed) => {
    const { client, org } = startOrg();
    const insert = (_: unknown, index: number) => org.insert("Lead", lead({ Email: `${index}@example.com` }));
    const others = Array.from({ length: merges }, insert);
    let loser = org.insert("Lead", lead());
    for (const winner of others) {
      org.update(loser, { MasterRecordId: winner });
      org.remove(loser);
      loser = winner;
    }
    expect(await client.findPerson(EMAIL)).toEqual(isFollowed ? expect.anything() : undefined);
  });

  it.each(["Lead", "Contact"] as const)("finds nobody where the %s that was merged into is deleted", async (type) => {
    const { client, org } = startOrg();
    const [loser = "", winner = ""] = [EMAIL, "master@example.com"].map((Email) =>
      org.insert(type, type === "Lead" ? lead({ Email }) : contact({ Email })),
    );
    org.update(loser, { MasterRecordId: winner });
    for (const id of [loser, winner]) org.remove(id);
    expect(await client.findPerson(EMAIL)).toBeUndefined();
  });

  it("asks for no Contact by itself that nothing shows, such as one that is gone from the recycle bin", async () => {
    const { client, org, clock, calls } = startOrg({ indexLagMs: 60_000 });
    const id = org.insert("Lead", lead());
    await clock.advance(60_000);
    org.convertLead(id);
    expect(await client.findPerson(EMAIL)).toBeUndefined();
    expect(calls.slice(1)).toEqual(["POST /composite", "GET /queryAll"]);
  });

  it("follows a converted Lead whose Contact was merged", async () => {
    const { client, org } = startOrg();
    const { contactId } = org.convertLead(org.insert("Lead", lead()));
    const winner = org.insert("Contact", contact({ Email: "new@example.com" }));
    org.update(contactId, { MasterRecordId: winner });
    org.remove(contactId);
    expect(await client.findPerson(EMAIL)).toMatchObject({ record: { type: "Contact", id: winner } });
  });

  it.each(["Lead", "Contact"] as const)("takes the oldest %s of those that others were merged into", async (type) => {
    const { client, org } = startOrg();
    const fields = { ...(type === "Lead" ? lead() : contact()), Email: "new@example.com" };
    const years = [2025, 2024, 2026].map((year, index) => ({
      year,
      Id: `${type === "Lead" ? "00Q" : "003"}00000000000${index}`,
    }));
    org.seed({
      [type]: years.map(({ Id, year }) => ({ ...fields, Id, CreatedDate: `${year}-01-01T00:00:00.000+0000` })),
    });
    for (const { Id } of years) {
      const loser = org.insert(type, type === "Lead" ? lead() : contact());
      org.update(loser, { MasterRecordId: Id });
      org.remove(loser);
    }
    expect(await client.findPerson(EMAIL)).toMatchObject({
      record: { type, id: expect.stringContaining(years[1]?.Id ?? "none") },
      createdAt: "2024-01-01T00:00:00.000Z",
    });
  });

  it("says how old the record is", async () => {
    const { client, org, clock } = startOrg();
    org.insert("Lead", lead());
    const createdAt = new Date(clock.now()).toISOString();
    await clock.advance(60_000);
    expect(await client.findPerson(EMAIL)).toMatchObject({ createdAt });
  });
});

describe("a dedupe app that deletes each new Lead", () => {
  /** Each delivery finds the Lead gone before it is a member. */
  async function deliverAll(org: ReturnType<typeof startOrg>, deliveries: number) {
    const errors: unknown[] = [];
    for (let delivery = 0; delivery < deliveries; delivery += 1) {
      const client = org.forEvent();
      const person = (await client.findPerson(EMAIL)) ?? (await client.createLead(EMAIL, LEAD).catch(keep(errors)));
      if (person === undefined) continue;
      org.org.remove(person.record.id);
      await client.ensureCampaignMember(CAMPAIGN, person).catch(keep(errors));
    }
    return errors;
  }

  const LEAD = { LastName: "O'Brien", Company: "Acme" };
  const keep = (errors: unknown[]) => (error: unknown) => void errors.push(error);
  const created = ({ calls }: ReturnType<typeof startOrg>) => calls.filter((call) => call === "POST /sobjects/Lead");

  it("is given one more, and then a dead letter that says what to do", async () => {
    const org = startOrg();
    const errors = await deliverAll(org, 3);
    expect(created(org)).toHaveLength(2);
    expect(errors).toMatchObject([
      { name: "UnavailableError", reason: { code: "PERSON_GONE" } },
      { name: "PermanentError", reason: { code: "LEADS_DELETED", operation: "POST /sobjects/Lead" } },
      { name: "PermanentError", reason: { code: "LEADS_DELETED" } },
    ]);
    expect(String(errors[1])).toContain("dedupe app");
  });

  it("is remembered for a day", async () => {
    const org = startOrg();
    await deliverAll(org, 3);
    await org.clock.advance(24 * 60 * 60 * 1000 - 1000);
    expect(await deliverAll(org, 1)).toMatchObject([{ reason: { code: "LEADS_DELETED" } }]);
    expect(created(org)).toHaveLength(2);
  });

  it.each<[string, (client: Salesforce) => Promise<unknown>]>([
    ["after another look", deliver],
    ["without one", (client) => client.createLead(EMAIL, LEAD)],
  ])("is forgotten a day later: %s", async (_what, act) => {
    const org = startOrg();
    await deliverAll(org, 3);
    await org.clock.advance(24 * 60 * 60 * 1000);
    await act(org.forEvent());
    expect(org.records("Lead")).toHaveLength(1);
  });
});
