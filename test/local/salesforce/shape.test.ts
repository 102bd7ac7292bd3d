import { describe, expect, it } from "@jest/globals";
import { describedObjects } from "../../../local/salesforce/state/describe-files.ts";
import type { ObjectDescription } from "../../../schemas/salesforce/object-description.ts";
import { lead, openOrg } from "./open-org.ts";

const optional = { nillable: true, createable: true, updateable: true, filterable: true };

/** As somebody writes it by hand: no system fields. */
const invoice: ObjectDescription = {
  name: "Invoice__c",
  label: "Invoice",
  fields: {
    Name: { label: "Invoice No", type: "string", length: 80, filterable: true, defaultedOnCreate: true },
    Account__c: {
      label: "Account",
      type: "reference",
      createable: true,
      filterable: true,
      referenceTo: ["Account"],
      relationshipName: "Account__r",
    },
    Amount__c: { ...optional, label: "Amount", type: "currency", precision: 8, scale: 2 },
    Count__c: { ...optional, label: "Count", type: "int", digits: 3 },
    Due__c: { ...optional, label: "Due", type: "date" },
    Seen_At__c: { ...optional, label: "Seen At", type: "datetime" },
    Number__c: {
      ...optional,
      label: "Number",
      type: "string",
      length: 5,
      unique: true,
      externalId: true,
      idLookup: true,
    },
    Code__c: {
      ...optional,
      label: "Code",
      type: "string",
      length: 5,
      unique: true,
      caseSensitive: true,
      idLookup: true,
    },
    Tags__c: {
      ...optional,
      label: "Tags",
      type: "multipicklist",
      restrictedPicklist: true,
      picklistValues: ["Late", "Paid in Part"],
    },
    State__c: {
      ...optional,
      label: "State",
      type: "picklist",
      restrictedPicklist: true,
      defaultedOnCreate: true,
      defaultValue: "Open",
      picklistValues: ["Open", "Paid"],
    },
    Total__c: { label: "Total", type: "double", nillable: true, filterable: true },
  },
};

function openShop() {
  const org = openOrg({ objects: [...describedObjects(), invoice] });
  const account = org.salesforce.insert("Account", { Name: "Acme" });
  const create = (fields: object) => org.call("POST", "sobjects/Invoice__c", { Account__c: account, ...fields });
  const stored = () => org.salesforce.state()["Invoice__c"]?.[0];
  return { ...org, account, create, stored };
}

describe("an object that only its file tells of", () => {
  it("is created, found, changed and deleted as any other", async () => {
    const { call, query, account, create, stored } = openShop();
    const { status, body } = await create({ Number__c: "R-1", Amount__c: 12.345 });
    expect(status).toBe(201);
    expect(stored()).toMatchObject({ Name: "00001001", State__c: "Open", Amount__c: 12.35, Account__c: account });
    const found = await query("SELECT Id FROM Invoice__c WHERE Number__c = 'r-1' AND IsDeleted = false");
    expect(found.body.records).toMatchObject([{ Id: body.id }]);
    expect((await call("PATCH", "sobjects/Invoice__c/Number__c/R-1", { State__c: "paid" })).status).toBe(200);
    expect(stored()).toMatchObject({ State__c: "Paid" });
    expect((await call("DELETE", `sobjects/Invoice__c/${body.id}`)).status).toBe(204);
    expect(stored()).toBeUndefined();
  });

  it.each<[string, object, object]>([
    ["a whole number as text", { Count__c: "12" }, { Count__c: 12 }],
    ["a number as text", { Amount__c: "12.5" }, { Amount__c: 12.5 }],
    ["more places than it has", { Amount__c: 0.005 }, { Amount__c: 0.01 }],
    ["several of a list's values, in any case", { Tags__c: "late;PAID IN PART" }, { Tags__c: "Late;Paid in Part" }],
    [
      "a time, without its milliseconds",
      { Seen_At__c: "2026-01-01T01:00:00.999+01:00" },
      { Seen_At__c: "2026-01-01T00:00:00.000+0000" },
    ],
    ["nothing for a default", { State__c: null }, { State__c: "Open" }],
  ])("takes %s", async (_, fields, kept) => {
    const { create, stored } = openShop();
    expect(await create(fields)).toMatchObject({ status: 201 });
    expect(stored()).toMatchObject(kept);
  });

  it.each<[string, object, object]>([
    [
      "a text too long",
      { Number__c: "R-1000" },
      {
        errorCode: "STRING_TOO_LONG",
        message: "Number: data value too large: R-1000 (max length=5)",
        fields: ["Number__c"],
      },
    ],
    [
      "a value that its list has not",
      { State__c: "Lost" },
      {
        errorCode: "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
        message: "State: bad value for restricted picklist field: Lost",
        fields: ["State__c"],
      },
    ],
    [
      "one of several that its list has not",
      { Tags__c: "Late;Lost" },
      { errorCode: "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST" },
    ],
    [
      "a number too large",
      { Amount__c: 1_000_000 },
      {
        errorCode: "NUMBER_OUTSIDE_VALID_RANGE",
        message: "Amount: value outside of valid range on numeric field: 1000000",
        fields: ["Amount__c"],
      },
    ],
    [
      "a whole number too large",
      { Count__c: "1000" },
      { errorCode: "NUMBER_OUTSIDE_VALID_RANGE", fields: ["Count__c"] },
    ],
    ["a fraction of a whole number", { Count__c: 1.5 }, { errorCode: "JSON_PARSER_ERROR" }],
    ["no number", { Amount__c: "twelve" }, { errorCode: "JSON_PARSER_ERROR" }],
    ["no date", { Due__c: "1.2.2026" }, { errorCode: "JSON_PARSER_ERROR" }],
    ["a formula", { Total__c: 1 }, { errorCode: "INVALID_FIELD_FOR_INSERT_UPDATE", fields: ["Total__c"] }],
    ["an auto number", { Name: "R-1" }, { errorCode: "INVALID_FIELD_FOR_INSERT_UPDATE", fields: ["Name"] }],
    ["no master", { Account__c: null }, { errorCode: "REQUIRED_FIELD_MISSING", fields: ["Account__c"] }],
    [
      "a master of another kind",
      { Account__c: "003Hp0000009999IAA" },
      {
        errorCode: "FIELD_INTEGRITY_EXCEPTION",
        message: "Account: id value of incorrect type: 003Hp0000009999IAA",
        fields: ["Account__c"],
      },
    ],
    ["a master that is not there", { Account__c: "001Hp0000009999IAA" }, { errorCode: "INVALID_CROSS_REFERENCE_KEY" }],
    ["no such field", { Nope__c: 1 }, { errorCode: "INVALID_FIELD" }],
  ])("refuses %s", async (_, fields, error) => {
    const { create, stored } = openShop();
    expect(await create(fields)).toMatchObject({ status: 400, body: [error] });
    expect(stored()).toBeUndefined();
  });

  it("goes with its master", async () => {
    const { call, account, create, stored } = openShop();
    await create({});
    expect((await call("DELETE", `sobjects/Account/${account}`)).status).toBe(204);
    expect(stored()).toBeUndefined();
  });

  it("tells cases of a unique field apart only where its file says so", async () => {
    const { create } = openShop();
    expect((await create({ Number__c: "a", Code__c: "a" })).status).toBe(201);
    expect((await create({ Number__c: "b", Code__c: "A" })).status).toBe(201);
    expect((await create({ Number__c: "A" })).body).toMatchObject([{ errorCode: "DUPLICATE_VALUE" }]);
    expect((await create({ Code__c: "A" })).body).toMatchObject([{ errorCode: "DUPLICATE_VALUE" }]);
  });

  it("locks its master while it is written", async () => {
    const { create, account, salesforce, clock } = openShop();
    salesforce.lock(account);
    const written = create({});
    await clock.advance(20_000);
    expect((await written).body).toMatchObject([{ errorCode: "UNABLE_TO_LOCK_ROW" }]);
  });
});

describe("an org that has fewer objects", () => {
  it("converts and deletes what it has", () => {
    const objects = describedObjects().filter(({ name }) => ["Account", "Contact", "Lead"].includes(name));
    const { salesforce } = openOrg({ objects });
    const id = salesforce.insert("Lead", lead);
    const { contactId } = salesforce.convertLead(id);
    salesforce.remove(contactId);
    expect(salesforce.state()).toMatchObject({
      Account: [{ Name: "Acme" }],
      Contact: [],
      Lead: [{ IsConverted: true }],
    });
    expect(salesforce.state()).not.toHaveProperty("Campaign");
  });
});

describe("what an org's people have set", () => {
  const create = (org: ReturnType<typeof openOrg>, fields: object) =>
    org.call("POST", "sobjects/Lead", { ...lead, ...fields });

  it("hides a field from the API user, whatever it asks", async () => {
    const org = openOrg({ hiddenFields: ["Lead.HasOptedOutOfEmail"] });
    const id = org.salesforce.insert("Lead", { ...lead, HasOptedOutOfEmail: true });
    expect((await create(org, { HasOptedOutOfEmail: true })).body).toMatchObject([
      { errorCode: "INVALID_FIELD", message: "No such column 'HasOptedOutOfEmail' on sobject of type Lead" },
    ]);
    for (const soql of ["SELECT HasOptedOutOfEmail FROM Lead", "SELECT Id FROM Lead WHERE HasOptedOutOfEmail = true"])
      expect((await org.query(soql)).body).toMatchObject([{ errorCode: "INVALID_FIELD" }]);
    expect((await org.call("GET", `sobjects/Lead/${id}`)).body).not.toHaveProperty("HasOptedOutOfEmail");
    org.salesforce.configure({ hiddenFields: [] });
    expect((await create(org, { HasOptedOutOfEmail: true })).status).toBe(201);
  });

  it.each<[string, Parameters<typeof openOrg>[0], object, object]>([
    [
      "a field that is only to be read",
      { readOnlyFields: ["Lead.Description"] },
      { Description: "x" },
      { errorCode: "INVALID_FIELD_FOR_INSERT_UPDATE", fields: ["Description"] },
    ],
    [
      "a picklist of its own words",
      { restrictedPicklists: { "Lead.LeadSource": ["Inbound"] } },
      { LeadSource: "Web" },
      { errorCode: "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", fields: ["LeadSource"] },
    ],
    [
      "a rule about a field",
      { validationRules: [{ object: "Lead", when: { field: "Phone" }, field: "Phone", message: "No phones." }] },
      { Phone: "1" },
      { errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION", message: "No phones.", fields: ["Phone"] },
    ],
    [
      "a rule about a value",
      { validationRules: [{ object: "Lead", when: { field: "Title", value: "CEO" }, message: "No." }] },
      { Title: "CEO" },
      { errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION", fields: [] },
    ],
  ])("refuses by %s, and nothing else", async (_, settings, fields, error) => {
    const org = openOrg(settings);
    expect(await create(org, fields)).toMatchObject({ status: 400, body: [error] });
    expect((await create(org, { LeadSource: null, Title: "CTO" })).status).toBe(201);
  });

  it("is refused with a sentence where it names a field that the org has not", () => {
    expect(() => openOrg({ hiddenFields: ["Lead.Nope"] })).toThrow("This org has no field Lead.Nope");
  });
});

describe("a consent time", () => {
  const [early, late] = ["2026-01-01T00:00:00.000+0000", "2026-01-02T00:00:00.000+0000"];

  it.each<[string, string | null, object, number]>([
    ["a later one", early, { Email_Consent_At__c: late }, 204],
    ["the same", late, { Email_Consent_At__c: late }, 204],
    ["none", late, { Email_Consent_At__c: null }, 204],
    ["another field", late, { HasOptedOutOfEmail: false }, 204],
    ["any, where none stands", null, { Email_Consent_At__c: early }, 204],
    ["an earlier one", late, { Email_Consent_At__c: early, HasOptedOutOfEmail: false }, 400],
  ])("gives way to %s", async (_, stands, change, status) => {
    for (const object of ["Lead", "Contact"]) {
      const { call, salesforce } = openOrg();
      const person = { LastName: "Doe", ...(object === "Lead" && lead), HasOptedOutOfEmail: true };
      const id = salesforce.insert(object, { ...person, Email_Consent_At__c: stands });
      const { status: answered, body } = await call("PATCH", `sobjects/${object}/${id}`, change);
      expect(answered).toBe(status);
      if (status === 204) continue;
      expect(body).toMatchObject([
        {
          errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION",
          fields: ["Email_Consent_At__c"],
          message: expect.any(String),
        },
      ]);
      expect(salesforce.state()[object]).toMatchObject([{ HasOptedOutOfEmail: true, Email_Consent_At__c: stands }]);
    }
  });
});

describe("an owner", () => {
  it("is the API user, unless an assignment or the caller says otherwise", async () => {
    const { call, salesforce } = openOrg();
    const [sales, other] = ["Sales", "Other"].map((LastName) =>
      salesforce.insert("User", { LastName, IsActive: true }),
    );
    await call("POST", "sobjects/Lead", lead);
    salesforce.configure({ defaultOwners: { Lead: String(sales) } });
    await call("POST", "sobjects/Lead", lead);
    await call("POST", "sobjects/Lead", { ...lead, OwnerId: other });
    expect(salesforce.state()["Lead"]).toMatchObject([
      { OwnerId: "005Hp0000000000IAA" },
      { OwnerId: sales },
      { OwnerId: other },
    ]);
  });

  it("is another at each change of a Lead, by the org's assignment rule, unless the caller switches that off", async () => {
    const { call, salesforce } = openOrg();
    const [sales, own] = ["Sales", "Own"].map((LastName) => salesforce.insert("User", { LastName, IsActive: true }));
    salesforce.configure({ defaultOwners: { Lead: String(sales), Contact: String(sales) } });
    const id = salesforce.insert("Lead", { ...lead, OwnerId: own });
    const contact = salesforce.insert("Contact", { LastName: "x", OwnerId: own });
    await call("PATCH", `sobjects/Lead/${id}`, { Title: "x" }, { "sforce-auto-assign": "false" });
    await call("PATCH", `sobjects/Contact/${contact}`, { Title: "x" });
    expect(salesforce.state()).toMatchObject({ Lead: [{ Title: "x", OwnerId: own }], Contact: [{ OwnerId: own }] });
    await call("PATCH", `sobjects/Lead/${id}`, { Title: "y" });
    expect(salesforce.state()["Lead"]).toMatchObject([{ Title: "y", OwnerId: sales }]);
  });

  it("who is inactive has every write refused", async () => {
    const { call, salesforce } = openOrg();
    const gone = salesforce.insert("User", { LastName: "Gone", IsActive: false });
    const id = salesforce.insert("Lead", { ...lead, OwnerId: gone });
    const refusal = {
      status: 400,
      body: [
        {
          errorCode: "INACTIVE_OWNER_OR_USER",
          message: `operation performed with inactive user [${gone.slice(0, 15)}] as owner of lead`,
          fields: [],
        },
      ],
    };
    expect(await call("POST", "sobjects/Lead", { ...lead, OwnerId: gone })).toMatchObject(refusal);
    expect(await call("PATCH", `sobjects/Lead/${id}`, { Title: "x" })).toMatchObject(refusal);
    expect(salesforce.state()["Lead"]).toHaveLength(1);
  });

  it("of another kind is refused", async () => {
    const { call, salesforce } = openOrg();
    const contact = salesforce.insert("Contact", { LastName: "x" });
    expect((await call("POST", "sobjects/Lead", { ...lead, OwnerId: contact })).body).toMatchObject([
      {
        errorCode: "FIELD_INTEGRITY_EXCEPTION",
        message: `Owner ID: id value of incorrect type: ${contact}`,
        fields: ["OwnerId"],
      },
    ]);
  });
});
