import { describe, expect, it } from "@jest/globals";
import { rejection } from "../connect.ts";
import { EMAIL, lead, startOrg } from "./org.ts";

const KEY = { Person_Key__c: "key-1" } as const;
const NEW = { LastName: "Hopper", Company: "Navy" } as const;
const writes = (calls: readonly string[]) => calls.filter((call) => /^(POST|PATCH) .*sobjects/.test(call));

describe("any verb", () => {
  it("makes no more calls than its share of what all instances may make in a second", async () => {
    const { client, clock, calls } = startOrg({}, { SALESFORCE_CALLS_PER_SECOND: "1" }, 2);
    const found = client.find("Lead", { Email: EMAIL }, []);
    await clock.advance(1_999);
    expect(calls).toEqual(["POST /services/oauth2/token"]);
    await clock.advance(1);
    expect(await found).toEqual([]);
  });
});

describe("ensure", () => {
  it("creates one record with the key, and leaves it alone where it is so", async () => {
    const { client, records, calls } = startOrg();
    const first = await client.ensure("Lead", KEY, NEW, { onlyWhenNew: { Title: "Admiral" } });
    const again = await client.ensure("Lead", KEY, NEW, { onlyWhenNew: { Title: "Dr" } });
    expect([first, again]).toEqual([
      { id: first.id, isNew: true },
      { id: first.id, isNew: false },
    ]);
    expect(records("Lead")).toMatchObject([{ ...KEY, ...NEW, Title: "Admiral" }]);
    expect(writes(calls)).toEqual(["POST /sobjects/Lead"]);
  });

  it("creates no record without its key, which the next event would not find", async () => {
    const { client, records, addFault } = startOrg();
    const body = [{ errorCode: "STRING_TOO_LONG", message: "m", fields: ["Subject"] }];
    addFault({ match: "POST /sobjects/Task", fault: "reject-before", status: 400, body });
    const ensured = client.ensure("Task", { Subject: "Invoice 7" }, {}, { unique: false });
    expect(await rejection(ensured)).toMatchObject({ name: "PermanentError", reason: { field: "Subject" } });
    expect(records("Task")).toEqual([]);
  });

  it("keeps an object of the org's own key, and what belongs to it", async () => {
    const { client, records, calls } = startOrg();
    for (let delivery = 0; delivery < 2; delivery += 1) {
      const key = { Billing_Customer_Id__c: "cus_1" };
      const account = await client.ensure("Account", key, { Rating: "Hot" }, { onlyWhenNew: { Name: "Navy" } });
      const task = { WhatId: account.id, Subject: "Invoice 7" };
      await client.ensure("Task", task, { ActivityDate: "2026-11-26" }, { unique: false });
    }
    expect(records("Account")).toMatchObject([{ Name: "Navy", Rating: "Hot", Billing_Customer_Id__c: "cus_1" }]);
    expect(records("Task")).toMatchObject([{ Subject: "Invoice 7", ActivityDate: "2026-11-26" }]);
    expect(writes(calls)).toEqual(["POST /sobjects/Account", "POST /sobjects/Task"]);
  });

  it("writes what differs, and nothing else", async () => {
    const { client, org, bodies, records } = startOrg();
    org.insert("Lead", lead({ ...KEY, Title: "Dr", Phone: "1" }));
    await client.ensure("Lead", KEY, { Company: "Acme", Phone: "2", Title: undefined, City: null });
    expect(bodies.at(-1)).toEqual({ Phone: "2" });
    expect(records("Lead")).toMatchObject([{ Company: "Acme", Phone: "2", Title: "Dr" }]);
  });

  it.each([
    ["spaces around it", { Company: " Acme \n" }],
    ["other case of an e-mail", { Email: EMAIL.toUpperCase() }],
    ["another time zone", { Email_Consent_At__c: "2026-11-26T11:00:00.7+01:00" }],
    ["blank for nothing", { Phone: " " }],
  ])("sees no difference in %s", async (_, fields) => {
    const { client, org, calls } = startOrg();
    org.insert("Lead", lead({ ...KEY, Email_Consent_At__c: "2026-11-26T10:00:00.000+0000" }));
    await client.ensure("Lead", KEY, fields);
    expect(writes(calls)).toEqual([]);
  });

  it("makes one record of deliveries at the same moment, also where queries do not see it yet", async () => {
    for (const indexLagMs of [0, 60_000]) {
      const { forEvent, records } = startOrg({ indexLagMs });
      const all = await Promise.all([1, 2, 3].map(() => forEvent().ensure("Lead", KEY, NEW)));
      expect(records("Lead")).toHaveLength(1);
      expect(all.filter(({ isNew }) => isNew)).toHaveLength(1);
      expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    }
  });

  it("changes what differs of one that no query shows yet", async () => {
    const { client, records } = startOrg({ indexLagMs: 60_000 });
    await client.ensure("Lead", KEY, NEW);
    expect(await client.ensure("Lead", KEY, { ...NEW, Title: "Dr" })).toMatchObject({ isNew: false });
    expect(records("Lead")).toMatchObject([{ ...NEW, Title: "Dr" }]);
  });

  it("creates it with what it is to have in any case, where a new one would have something else", async () => {
    const { client, records } = startOrg();
    await client.ensure("Lead", KEY, { ...NEW, Title: "Dr" }, { onlyWhenNew: { Title: "Admiral" } });
    expect(records("Lead")).toMatchObject([{ Title: "Dr" }]);
  });

  it("lets a rule pass that only warns of somebody alike, and none that blocks", async () => {
    for (const duplicateRule of ["alert", "block"] as const) {
      const { client, org, records } = startOrg({ duplicateRule });
      org.insert("Lead", lead());
      const outcome = client.ensure("Lead", KEY, { ...NEW, Email: EMAIL });
      if (duplicateRule === "block") expect(await rejection(outcome)).toMatchObject({ name: "PermanentError" });
      else expect(await outcome).toMatchObject({ isNew: true });
      expect(records("Lead")).toHaveLength(duplicateRule === "block" ? 1 : 2);
    }
  });

  it("lets a rule pass that only warns of somebody alike at a change, too", async () => {
    const { client, org, records } = startOrg({ duplicateRule: "alert", duplicateRuleAtEdits: true });
    org.insert("Lead", lead());
    const id = org.insert("Lead", lead(KEY));
    await client.ensure("Lead", KEY, { Title: "Dr" });
    await client.update("Lead", id, { City: "London" });
    expect(records("Lead")[1]).toMatchObject({ Title: "Dr", City: "London" });
  });

  it("takes any key where the handler answers for the race", async () => {
    const { client, records, urls } = startOrg();
    const key = { LastName: "Hopper", Company: "Navy" };
    for (const Title of ["Dr", "Admiral"]) await client.ensure("Lead", key, { Title }, { unique: false });
    expect(urls.filter((url) => url.includes("/query?")).every((url) => url.endsWith("LIMIT%201"))).toBe(true);
    expect(records("Lead")).toMatchObject([{ ...key, Title: "Admiral" }]);
  });

  it("is refused by the types where no field is unique, and for a field that can't be written", async () => {
    const { client } = startOrg();
    const compiled = () => [
      // @ts-expect-error -- Email is not unique
      client.ensure("Lead", { Email: EMAIL }, NEW),
      // @ts-expect-error -- a Case has no unique field
      client.ensure("Case", { Subject: "Call" }, {}),
      // @ts-expect-error -- no such field
      client.ensure("Lead", KEY, { Shoe_Size__c: 42 }),
      // @ts-expect-error -- a number
      client.update("Lead", "id", { NumberOfEmployees: true }),
      // @ts-expect-error -- set by Salesforce
      client.update("Lead", "id", { CreatedDate: "2026-01-01" }),
      // @ts-expect-error -- no such object
      client.find("Spaceship__c", {}, []),
      // @ts-expect-error -- no word of a restricted picklist
      client.update("Opportunity", "id", { ForecastCategoryName: "Hopeful" }),
      // @ts-expect-error -- any text, of which nobody has said that it may be none
      client.update("Opportunity", "id", { ForecastCategoryName: EMAIL.slice(1) }),
      // @ts-expect-error -- nothing has that word
      client.find("Opportunity", { ForecastCategoryName: ["Best Case", "Hopeful"] }, []),
    ];
    expect(compiled).toHaveLength(0);
  });

  it.each([
    ["best case", { ForecastCategoryName: "Best Case" }, []],
    ["Hopeful", {}, [{ field: "ForecastCategoryName", reason: "NOT_IN_PICKLIST" }]],
    [undefined, {}, []],
    [null, {}, []],
  ])("takes free text for a restricted picklist, which it may not have: %s", async (typed, stored, told) => {
    const { client, records, lines } = startOrg();
    const opportunity = { StageName: "Prospecting", CloseDate: "2026-12-01" };
    const ForecastCategoryName = client.freeText(typed);
    const onlyWhenNew = { ...opportunity, ForecastCategoryName };
    await client.ensure("Opportunity", { Name: "Deal" }, {}, { unique: false, onlyWhenNew });
    expect(lines.filter(({ field }) => field !== undefined)).toMatchObject(told);
    expect(records("Opportunity")).toMatchObject([{ Name: "Deal", ...stored }]);
  });

  it("creates it anew where it is deleted between reading and writing", async () => {
    const { clock, client, org, addFault, records, calls } = startOrg();
    const id = org.insert("Lead", lead(KEY));
    addFault({ match: "GET /query", fault: "slow", milliseconds: 1_000, times: 1 });
    const done = client.ensure("Lead", KEY, NEW);
    await clock.advance(500);
    org.remove(id);
    await clock.advance(500);
    expect(await done).toMatchObject({ isNew: true });
    expect(records("Lead")).toMatchObject([NEW]);
    expect(writes(calls)).toEqual([expect.stringMatching(/^PATCH/), "POST /sobjects/Lead"]);
  });
});

describe("update", () => {
  it.each([undefined, null])("leaves alone what free text says nothing of: %s", async (typed) => {
    const { client, org, records } = startOrg();
    const deal = { Name: "Deal", StageName: "Prospecting", CloseDate: "2026-12-01", ForecastCategoryName: "Best Case" };
    const id = org.insert("Opportunity", deal);
    await client.update("Opportunity", id, { ForecastCategoryName: client.freeText(typed) });
    expect(records("Opportunity")).toMatchObject([deal]);
  });

  it("does not wait for a converted Lead to be open again", async () => {
    const { client, org } = startOrg();
    const id = org.insert("Lead", lead());
    org.convertLead(id);
    expect(await rejection(client.update("Lead", id, { Title: "Dr" }))).toMatchObject({
      name: "UnexpectedRefusalError",
      reason: { code: "CANNOT_UPDATE_CONVERTED_LEAD", operation: "PATCH /sobjects/Lead/{id}" },
      cause: expect.any(Error),
    });
  });

  it("leaves a Lead with whom it belongs to, whatever the org's assignment rule would say", async () => {
    const { client, org, records } = startOrg();
    const [own, assigned] = ["Own", "Assigned"].map((LastName) => org.insert("User", { LastName, IsActive: true }));
    const id = org.insert("Lead", lead({ OwnerId: own }));
    org.configure({ defaultOwners: { Lead: String(assigned) } });
    await client.update("Lead", id, { Title: "Admiral" });
    expect(records("Lead")).toMatchObject([{ Title: "Admiral", OwnerId: own }]);
  });

  it("changes what differs, and nothing else", async () => {
    const { client, org, bodies, calls, lines } = startOrg();
    const id = org.insert("Lead", lead({ Title: "Dr" }));
    await client.update("Lead", id, { Company: "Acme", Title: "Admiral" });
    expect(bodies.at(-1)).toEqual({ Title: "Admiral" });
    const written = { system: "salesforce", operation: "PATCH /sobjects/Lead/{id}", records: [id], fields: ["Title"] };
    expect(lines.filter(({ message }) => message === "record written")).toMatchObject([written]);
    await client.update("Lead", id, { Company: "Acme", Title: "Admiral" });
    expect(writes(calls)).toHaveLength(1);
  });

  it("leaves out what is refused, and adds it to what the Description has, once", async () => {
    const { client, org, addFault, records } = startOrg();
    const id = org.insert("Lead", lead({ Description: "A colleague's note", Title: "Dr" }));
    const body = [{ errorCode: "FIELD_INTEGRITY_EXCEPTION", message: "m", fields: ["Country"] }];
    for (let delivery = 0; delivery < 2; delivery += 1) {
      addFault({ match: "PATCH /sobjects/Lead/*", fault: "reject-before", status: 400, body });
      await client.update("Lead", id, { Country: "USA", Title: "Admiral" });
    }
    expect(records("Lead")).toMatchObject([{ Title: "Admiral", Description: "A colleague's note\n\nCountry: USA" }]);
  });

  it("leaves out what the user can't see", async () => {
    const { client, org, addFault, records, lines } = startOrg();
    const id = org.insert("Lead", lead());
    const body = [{ errorCode: "INVALID_FIELD", message: "No such column 'Country' on sobject of type Lead" }];
    addFault({ match: "GET /sobjects/Lead/*", fault: "reject-before", status: 400, body });
    const Phone = "0".repeat(52); // too long
    await client.update("Lead", id, { Country: "USA", Title: "Admiral", Phone });
    expect(records("Lead")).toMatchObject([{ Title: "Admiral", Description: `Phone: ${Phone}\nCountry: USA` }]);
    expect(lines).toContainEqual({
      level: "warning",
      message: "field left out",
      system: "salesforce",
      operation: "GET /sobjects/Lead/{id}",
      reason: "INVALID_FIELD",
      field: "Country",
    });
  });

  it("waits where the org has not got a field that nobody has asked for", async () => {
    const { client, org, addFault, calls } = startOrg();
    const id = org.insert("Lead", lead());
    const body = [{ errorCode: "INVALID_FIELD", message: "No such column 'Other__c' on sobject of type Lead" }];
    addFault({ match: "GET /sobjects/Lead/*", fault: "reject-before", status: 400, body });
    expect(await rejection(client.update("Lead", id, { Country: "USA" }))).toMatchObject({
      name: "UnavailableError",
      reason: { code: "INVALID_FIELD", field: "Other__c" },
    });
    expect(calls.filter((call) => call.startsWith("PATCH"))).toEqual([]);
  });

  it("is refused with a field that the handler can't do without", async () => {
    const { client, org, addFault, records } = startOrg();
    const id = org.insert("Lead", lead({ Title: "Dr" }));
    const body = [{ errorCode: "FIELD_INTEGRITY_EXCEPTION", message: "m", fields: ["Country"] }];
    addFault({ match: "PATCH /sobjects/Lead/*", fault: "reject-before", status: 400, body });
    const changes = { Country: "USA", Title: "Admiral" };
    expect(await rejection(client.update("Lead", id, changes, { needed: ["Country"] }))).toMatchObject({
      reason: { code: "FIELD_INTEGRITY_EXCEPTION", field: "Country" },
    });
    expect(records("Lead")).toMatchObject([{ Title: "Dr" }]);
  });

  it("does not wait for a record to come back that was deleted between reading and writing", async () => {
    const { client, org, addFault } = startOrg();
    const id = org.insert("Lead", lead());
    const body = [{ errorCode: "ENTITY_IS_DELETED", message: "entity is deleted", fields: [] }];
    addFault({ match: "PATCH /sobjects/Lead/*", fault: "reject-before", status: 404, body });
    expect(await rejection(client.update("Lead", id, { Title: "Dr" }))).toMatchObject({
      name: "UnexpectedRefusalError",
      reason: { code: "ENTITY_IS_DELETED", operation: "PATCH /sobjects/Lead/{id}" },
    });
  });

  it("can't tell whose fault a record is that is not there", async () => {
    const { client, org } = startOrg();
    const id = org.insert("Lead", lead());
    org.remove(id);
    expect(await rejection(client.update("Lead", id, NEW))).toMatchObject({
      name: "UnexpectedRefusalError",
      reason: { code: "NOT_FOUND", operation: "GET /sobjects/Lead/{id}" },
    });
  });
});
