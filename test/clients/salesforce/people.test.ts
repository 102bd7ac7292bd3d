import { describe, expect, it } from "@jest/globals";
import { personKey } from "../../../functions/clients/salesforce/people.ts";
import { rejection } from "../connect.ts";
import { contact, EMAIL, lead, startOrg } from "./org.ts";

const fields = { LastName: "O'Brien", Company: "Acme", Phone: undefined };

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
    expect(await client.findPerson(EMAIL)).toEqual({
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
    expect(await client.findPerson(EMAIL)).toEqual({
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
    expect(await client.findPerson(EMAIL)).toEqual({
      email: EMAIL,
      record: { type: "Contact", id: contactId },
      contactIds: [contactId],
      leadIds: [id],
    });
  });

  it("reads every page", async () => {
    const { client, org } = startOrg({ pageSize: 3 });
    const ids = Array.from({ length: 8 }, () => org.insert("Contact", contact()));
    expect((await client.findPerson(EMAIL))?.contactIds).toEqual(ids);
  });
});

describe("createLead", () => {
  it("creates one Lead under the person's key", async () => {
    const { client, records } = startOrg();
    const person = await client.createLead(EMAIL, fields);
    const [created] = records("Lead");
    expect(created).toMatchObject({
      Email: EMAIL,
      LastName: "O'Brien",
      Company: "Acme",
      Person_Key__c: personKey(EMAIL),
    });
    expect(person).toEqual({
      email: EMAIL,
      record: { type: "Lead", id: person.record.id },
      contactIds: [],
      leadIds: [person.record.id],
    });
    expect(created).toMatchObject({ Id: person.record.id });
  });

  it("takes the Lead that another delivery created a moment before, though queries do not see it yet", async () => {
    const { client, org, records } = startOrg({ indexLagMs: 60_000 });
    org.seed({ Lead: [lead({ Person_Key__c: personKey(EMAIL), Company: "entered by a human" })] });
    expect(await client.findPerson(EMAIL)).toBeUndefined();
    const { record } = await client.createLead(EMAIL, fields);
    expect(records("Lead")).toMatchObject([{ Id: record.id, Company: "entered by a human" }]);
  });

  it("takes the Contact that the Lead with the key has become", async () => {
    const { client, org } = startOrg();
    const id = org.insert("Lead", lead({ Person_Key__c: personKey(EMAIL), Email: "new@example.com" }));
    const { contactId } = org.convertLead(id);
    expect(await client.createLead(EMAIL, fields)).toMatchObject({
      record: { type: "Contact", id: contactId },
      leadIds: [id],
    });
  });

  it("gives up for good on a converted Lead that leads nowhere", async () => {
    const { client, org, addFault } = startOrg();
    const Id = org.insert("Lead", lead({ Person_Key__c: personKey(EMAIL), Email: "new@example.com" }));
    const body = { Id, Email: "new@example.com", IsConverted: true, ConvertedContactId: null };
    addFault({ match: "GET /sobjects/Lead/Person_Key__c/*", fault: "reject-before", status: 200, body });
    expect(await rejection(client.createLead(EMAIL, fields))).toMatchObject({
      name: "PermanentError",
      reason: { code: "CONVERTED_LEAD_WITHOUT_CONTACT" },
    });
  });

  it("lets two deliveries at the same moment make one Lead", async () => {
    const { forEvent, records } = startOrg();
    const people = await Promise.all([1, 2, 3].map(() => forEvent().createLead(EMAIL, fields)));
    expect(records("Lead")).toHaveLength(1);
    expect(new Set(people.map(({ record }) => record.id)).size).toBe(1);
  });

  it.each(["alert", "block"] as const)(
    "takes the person that a duplicate rule (%s) finds under the same e-mail",
    async (duplicateRule) => {
      const { client, org, records } = startOrg({ duplicateRule });
      const id = org.insert("Contact", contact({ Email: EMAIL.toUpperCase() }));
      expect(await client.createLead(EMAIL, fields)).toMatchObject({ record: { type: "Contact", id } });
      expect(records("Lead")).toEqual([]);
    },
  );

  it("takes the person that somebody types in at the same moment", async () => {
    const { client, addFault, records } = startOrg();
    addFault({ match: "POST /sobjects/Lead", fault: "dup-rule" });
    const { record } = await client.createLead(EMAIL, fields);
    expect(records("Lead")).toMatchObject([{ Id: record.id }]);
  });

  it.each(["duplicateResut", "duplicateResult"])("reads who it is however Salesforce spells it: %s", async (key) => {
    const { client, org, addFault, records } = startOrg();
    const id = org.insert("Lead", lead());
    addFault({ match: "POST /sobjects/Lead", fault: "reject-before", status: 400, body: [duplicates(key, id)] });
    expect(await client.createLead(EMAIL, fields)).toMatchObject({ record: { type: "Lead", id } });
    expect(records("Lead")).toHaveLength(1);
  });

  it("creates the Lead all the same where the rule found somebody else", async () => {
    const { client, org, addFault, records } = startOrg();
    const other = org.insert("Lead", lead({ Email: "obrian@example.com" }));
    addFault({
      match: "POST /sobjects/Lead",
      fault: "reject-before",
      status: 400,
      body: [duplicates("duplicateResut", other)],
    });
    const { record } = await client.createLead(EMAIL, fields);
    expect(records("Lead")).toMatchObject([{ Id: other }, { Id: record.id, Email: EMAIL }]);
  });

  it("gives up for good where the rule lets nobody past", async () => {
    const { client, org, addFault, calls } = startOrg();
    const other = org.insert("Lead", lead({ Email: "obrian@example.com" }));
    addFault({
      match: "POST /sobjects/Lead",
      fault: "reject-before",
      times: 0,
      status: 400,
      body: [duplicates("duplicateResut", other)],
    });
    expect(await rejection(client.createLead(EMAIL, fields))).toMatchObject({
      name: "PermanentError",
      reason: { code: "DUPLICATES_DETECTED", system: "salesforce", operation: "POST /sobjects/Lead", status: 400 },
    });
    expect(calls.filter((call) => call === "POST /sobjects/Lead")).toHaveLength(2);
  });

  it("says which field is refused, and nothing of what was in it", async () => {
    const { client } = startOrg();
    const error = await rejection(client.createLead(EMAIL, { ...fields, Phone: "canary".repeat(10) }));
    expect(error).toMatchObject({
      name: "PermanentError",
      reason: { code: "STRING_TOO_LONG", field: "Phone", operation: "POST /sobjects/Lead" },
    });
    expect(String(error)).not.toContain("canary");
  });

  it("calls an org without the key's field an outage, for every message would meet it", async () => {
    const { client } = startOrg({ personKeyField: undefined });
    const error = await rejection(client.createLead(EMAIL, fields));
    expect(error).toMatchObject({
      name: "UnavailableError",
      reason: { code: "INVALID_FIELD", field: "Person_Key__c" },
    });
    expect(String(error)).toContain("SALESFORCE_PERSON_KEY_FIELD");
  });

  it("does without the key where the setting says none", async () => {
    const { client, records } = startOrg({ personKeyField: undefined }, { SALESFORCE_PERSON_KEY_FIELD: "none" });
    await client.createLead(EMAIL, fields);
    expect(records("Lead")).toHaveLength(1);
  });

  it("takes another name for the key's field", async () => {
    const { client, records } = startOrg(
      { personKeyField: "Ycat_Key__c" },
      { SALESFORCE_PERSON_KEY_FIELD: "Ycat_Key__c" },
    );
    await client.createLead(EMAIL, fields);
    expect(records("Lead")).toMatchObject([{ Ycat_Key__c: personKey(EMAIL) }]);
  });
});

function duplicates(key: string, id: string): object {
  const record = { attributes: { type: "Lead", url: `/services/data/v64.0/sobjects/Lead/${id}` }, Id: id };
  const matchResults = [{ entityType: "Lead", matchRecords: [{ matchConfidence: 80, record }], success: true }];
  return {
    errorCode: "DUPLICATES_DETECTED",
    message: "Use one of these records?",
    [key]: { allowSave: true, matchResults },
  };
}
