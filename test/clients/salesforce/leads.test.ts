import { describe, expect, it } from "@jest/globals";
import { personKey } from "../../../functions/clients/salesforce/people/person-key.ts";
import { rejection } from "../connect.ts";
import { contact, deliver, EMAIL, lead, startOrg } from "./org.ts";

const fields = { LastName: "O'Brien", Company: "Acme", Phone: undefined };

describe("createLead", () => {
  it("creates one Lead under the person's key", async () => {
    const { client, records, clock, lines } = startOrg();
    const person = await client.createLead(EMAIL, { ...fields, Email: "another@example.com" });
    const [created] = records("Lead");
    expect(lines.filter(({ message }) => message === "record written")).toMatchObject([
      { operation: "POST /sobjects/Lead", records: [person.record.id] },
    ]);
    expect(created).toMatchObject({
      Email: EMAIL,
      LastName: "O'Brien",
      Company: "Acme",
      Person_Key__c: personKey(EMAIL),
    });
    expect(person).toEqual({
      email: EMAIL,
      record: { type: "Lead", id: person.record.id },
      createdAt: new Date(clock.now()).toISOString(),
      contactIds: [],
      leadIds: [person.record.id],
    });
    expect(created).toMatchObject({ Id: person.record.id });
  });

  it("goes by a key that is the same for ever: what an org holds would not be found by another", () => {
    expect(personKey("ada@example.com")).toBe("b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72");
    expect(personKey("ada@example.com", "00Q000000000001AAA")).toBe(
      "db1bfb2f922da9ee891e11c8b5d88e6d1eefefac70baaa126a5cd6daac989124",
    );
  });

  it("takes the Lead that another delivery created a moment before, though queries do not see it yet", async () => {
    const { client, org, records } = startOrg({ indexLagMs: 60_000 });
    org.seed({ Lead: [lead({ Person_Key__c: personKey(EMAIL), Company: "entered by a human" })] });
    expect(await client.findPerson(EMAIL)).toBeUndefined();
    const { record } = await client.createLead(EMAIL, fields);
    expect(records("Lead")).toMatchObject([{ Id: record.id, Company: "entered by a human" }]);
  });

  it("takes the Contact that the Lead with the key has become, and reads no record by itself that a query has shown", async () => {
    const { client, org, calls } = startOrg();
    const id = org.insert("Lead", lead({ Person_Key__c: personKey(EMAIL), Email: "new@example.com" }));
    const { contactId } = org.convertLead(id);
    expect(await client.createLead(EMAIL, fields)).toMatchObject({
      record: { type: "Contact", id: contactId },
      leadIds: [id],
    });
    expect(calls.filter((call) => call.startsWith("GET /sobjects/Contact/"))).toEqual([]);
  });

  describe("where the Lead with the key was converted, and its Contact deleted since", () => {
    function startWithSpentKey(options: Parameters<typeof startOrg>[0] = {}) {
      const org = startOrg(options);
      const id = org.org.insert("Lead", lead({ Person_Key__c: personKey(EMAIL) }));
      const spend = (leadId: string) => org.org.remove(org.org.convertLead(leadId).contactId);
      spend(id);
      const open = () => org.records("Lead").filter((record) => !isConverted(record));
      return { ...org, id, spend, open };
    }

    it("knows nobody, and makes one new Lead of many deliveries, at once and one after another", async () => {
      const { client, forEvent, open, id } = startWithSpentKey();
      expect(await client.findPerson(EMAIL)).toBeUndefined();
      await Promise.all([1, 2, 3].map(() => deliver(forEvent())));
      await deliver(client);
      expect(open()).toMatchObject([{ Email: EMAIL, Person_Key__c: personKey(EMAIL, id) }]);
    });

    it("makes one new Lead though queries do not see it yet", async () => {
      const { forEvent, open } = startWithSpentKey({ indexLagMs: 60_000 });
      for (let delivery = 0; delivery < 3; delivery += 1) await forEvent().createLead(EMAIL, fields);
      expect(open()).toHaveLength(1);
    });

    it("does so again when the new one ends in the same way, and asks a human after five", async () => {
      const { client, spend, records } = startWithSpentKey();
      for (let key = 2; key <= 5; key += 1) spend((await client.createLead(EMAIL, fields)).record.id);
      expect(records("Lead")).toHaveLength(5);
      expect(await rejection(client.createLead(EMAIL, fields))).toMatchObject({
        name: "PermanentError",
        reason: { code: "CONVERTED_LEADS_WITHOUT_CONTACT", operation: "POST /sobjects/Lead" },
      });
    });

    it("takes another Contact that the e-mail's Leads have become", async () => {
      const { client, org, clock } = startWithSpentKey();
      await clock.advance(1_000);
      const { contactId } = org.convertLead(org.insert("Lead", lead()));
      org.update(contactId, { Email: "new@example.com" });
      expect(await client.findPerson(EMAIL)).toMatchObject({ record: { type: "Contact", id: contactId } });
    });
  });

  it("goes on with a converted Lead's Contact that queries do not see yet", async () => {
    const { client, org, records } = startOrg({ indexLagMs: 60_000 });
    const id = org.insert("Lead", lead({ Person_Key__c: personKey(EMAIL) }));
    const { contactId } = org.convertLead(id);
    expect(await client.createLead(EMAIL, fields)).toMatchObject({ record: { type: "Contact", id: contactId } });
    expect(records("Lead")).toHaveLength(1);
  });

  const rejectionFor = (message: string) => {
    const { client, addFault } = startOrg();
    const body = [{ errorCode: "DUPLICATE_VALUE", message, fields: [] }];
    addFault({ match: "POST /sobjects/Lead", fault: "reject-before", status: 400, body });
    return rejection(client.createLead(EMAIL, fields));
  };

  it.each([
    ["English", "duplicate value found: Person_Key__c duplicates value on record with id: 00Q000000000001"],
    ["German", "Doppelter Wert gefunden: Person_Key__c dupliziert Wert in Datensatz mit ID: 00Q000000000001"],
    [
      "French",
      "valeur en double trouvée : Person_Key__c duplique la valeur dans l'enregistrement avec l'ID : 00Q000000000001",
    ],
    [
      "Japanese",
      "重複する値が見つかりました: Person_Key__c は次の ID のレコードの値と重複しています: 00Q000000000001AAA",
    ],
  ])("waits where the key, named in %s, is taken by a Lead that can't be read", async (_, message) => {
    const error = await rejectionFor(message);
    expect(error).toMatchObject({
      name: "UnavailableError",
      reach: "settings",
      reason: { code: "DUPLICATE_VALUE", field: "Person_Key__c", operation: "POST /sobjects/Lead" },
      cause: expect.any(Error),
    });
    expect(String(error)).toContain("View All");
  });

  it("takes a unique value that is told neither field nor record for a trigger's, maybe", async () => {
    const message = "duplicate value found: <unknown> duplicates value on record with id: <unknown>";
    expect(await rejectionFor(message)).toMatchObject({
      name: "UnexpectedRefusalError",
      reason: { code: "DUPLICATE_VALUE", operation: "POST /sobjects/Lead" },
    });
  });

  it("takes nobody for the person because another unique field of the org has refused the Lead", async () => {
    const { client, addFault, calls } = startOrg();
    const message = "duplicate value found: Badge__c duplicates value on record with id: 00Q000000000001";
    const body = [{ errorCode: "DUPLICATE_VALUE", message, fields: [] }];
    addFault({ match: "POST /sobjects/Lead", fault: "reject-before", status: 400, body });
    expect(await rejection(client.createLead(EMAIL, fields))).toMatchObject({
      name: "UnexpectedRefusalError",
      reason: { code: "DUPLICATE_VALUE", field: "Badge__c" },
    });
    expect(calls.filter((call) => call.startsWith("GET"))).toEqual([]);
  });

  it("reads a Contact that no query shows yet, beside one that is deleted", async () => {
    const { client, org, clock, addFault } = startOrg({ indexLagMs: 60_000 });
    const [one, other] = [org.insert("Lead", lead()), org.insert("Lead", lead())];
    org.remove(org.convertLead(one).contactId);
    await clock.advance(60_000);
    const { contactId } = org.convertLead(other);
    const body = [duplicates("duplicateResut", one, other)];
    addFault({ match: "POST /sobjects/Lead", fault: "reject-before", status: 400, body });
    expect(await client.createLead(EMAIL, fields)).toMatchObject({ record: { type: "Contact", id: contactId } });
  });

  it("names no person where the holder of the key can't be read", async () => {
    const { client, org, addFault } = startOrg({ indexLagMs: 60_000 });
    org.insert("Lead", lead({ Person_Key__c: personKey(EMAIL) }));
    addFault({ match: "GET /sobjects/Lead/Person_Key__c/*", fault: "5xx-json" });
    expect(await rejection(client.createLead(EMAIL, fields))).toMatchObject({
      name: "UnavailableError",
      reason: { code: "HTTP_503", operation: "GET /sobjects/Lead/Person_Key__c/{value}" },
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

  it("reads who it is in any of the rule's results, which has one for each kind of record", async () => {
    const { client, org, addFault, records } = startOrg();
    const ids = ["obrian@example.com", EMAIL].map((Email) => org.insert("Lead", lead({ Email })));
    const [first, second] = ids.map((id) => duplicates("duplicateResut", id).duplicateResut?.matchResults ?? []);
    const both = { allowSave: true, matchResults: [first, second].flat() };
    const body = [{ ...duplicates("duplicateResut"), duplicateResut: both }];
    addFault({ match: "POST /sobjects/Lead", fault: "reject-before", status: 400, body });
    expect(await client.createLead(EMAIL, fields)).toMatchObject({ record: { type: "Lead", id: ids[1] } });
    expect(records("Lead")).toHaveLength(2);
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

  it("reads ten of those that the rule found, and no more", async () => {
    const { client, org, addFault, calls } = startOrg();
    const others = Array.from({ length: 11 }, () => org.insert("Lead", lead({ Email: "obrian@example.com" })));
    const body = [duplicates("duplicateResut", ...others)];
    addFault({ match: "POST /sobjects/Lead", fault: "reject-before", status: 400, body });
    await client.createLead(EMAIL, fields);
    expect(calls.filter((call) => call.startsWith("GET /sobjects/Lead/"))).toHaveLength(10);
  });

  it("creates no Lead without the time of what it says of consent, where that is refused", async () => {
    const { client, addFault, records } = startOrg();
    const body = [{ errorCode: "FIELD_INTEGRITY_EXCEPTION", message: "m", fields: ["Email_Consent_At__c"] }];
    addFault({ match: "POST /sobjects/Lead", fault: "reject-before", status: 400, body });
    const consent = { HasOptedOutOfEmail: true, Email_Consent_At__c: "2026-11-26T10:00:00Z" };
    expect(await rejection(client.createLead(EMAIL, { ...fields, ...consent }))).toMatchObject({
      reason: { code: "FIELD_INTEGRITY_EXCEPTION", field: "Email_Consent_At__c" },
    });
    expect(records("Lead")).toEqual([]);
  });

  it("gives no message the fault where its key is refused, which all have alike", async () => {
    const { client, addFault } = startOrg();
    const body = [{ errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION", message: "m", fields: ["Person_Key__c"] }];
    addFault({ match: "POST /sobjects/Lead", fault: "reject-before", status: 400, body });
    expect(await rejection(client.createLead(EMAIL, fields))).toMatchObject({ name: "UnexpectedRefusalError" });
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
    const long = `${"canary".repeat(20)}@example.com`;
    const error = await rejection(client.createLead(long, fields));
    expect(error).toMatchObject({
      name: "PermanentError",
      reason: { code: "STRING_TOO_LONG", field: "Email", operation: "POST /sobjects/Lead" },
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

function isConverted(record: unknown): boolean {
  return typeof record === "object" && record !== null && "IsConverted" in record && record.IsConverted === true;
}

interface Duplicates {
  readonly [key: string]: unknown;
  readonly duplicateResut?: { readonly matchResults: readonly object[] };
}

function duplicates(key: string, ...ids: readonly string[]): Duplicates {
  const matchRecords = ids.map((Id) => {
    const record = { attributes: { type: "Lead", url: `/services/data/v67.0/sobjects/Lead/${Id}` }, Id };
    return { matchConfidence: 80, record };
  });
  const matchResults = [{ entityType: "Lead", matchRecords, success: true }];
  return {
    errorCode: "DUPLICATES_DETECTED",
    message: "Use one of these records?",
    [key]: { allowSave: true, matchResults },
  };
}
