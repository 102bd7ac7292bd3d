import { describe, expect, it } from "@jest/globals";
import { lead, openOrg } from "./open-org.ts";
import type { OpenOrg } from "./open-org.ts";

const create = ({ call }: OpenOrg, fields: object = {}) => call("POST", "sobjects/Lead", { ...lead, ...fields });
const leads = ({ salesforce }: OpenOrg) => salesforce.state()["Lead"] ?? [];

describe("an org's automation", () => {
  it.each<["trigger" | "flow" | "flow lock", string, RegExp]>([
    ["trigger", "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", /^LeadTrigger: execution of AfterInsert/],
    ["flow", "CANNOT_EXECUTE_FLOW_TRIGGER", /^We can't save this record/],
    ["flow lock", "CANNOT_EXECUTE_FLOW_TRIGGER", /UNABLE_TO_LOCK_ROW: unable to obtain exclusive access/],
  ])("that fails in a %s takes the write back", async (fails, errorCode, message) => {
    const org = openOrg({ automations: [{ object: "Lead", fails }] });
    expect(await create(org)).toMatchObject({
      status: 400,
      body: [{ errorCode, message: expect.stringMatching(message), fields: [] }],
    });
    expect(leads(org)).toEqual([]);
  });

  it("fails for one object, one action and so many times, until the org is set up anew", async () => {
    const automations = [
      { object: "Lead", on: "create", fails: "flow lock", times: 1 },
      { object: "Lead", on: "update", fails: "trigger" },
    ] as const;
    const org = openOrg({ automations });
    expect((await org.call("POST", "sobjects/Contact", { LastName: "x" })).status).toBe(201);
    expect((await create(org)).status).toBe(400);
    const { body } = await create(org);
    expect((await org.call("PATCH", `sobjects/Lead/${body.id}`, { Title: "x" })).status).toBe(400);
    org.salesforce.configure({ automations: [] });
    expect((await org.call("PATCH", `sobjects/Lead/${body.id}`, { Title: "x" })).status).toBe(204);
  });
});

describe("an app that looks for duplicates", () => {
  it("deletes each new Lead", async () => {
    const org = openOrg({ deduplication: "deletes" });
    const { status, body } = await create(org);
    expect([status, leads(org)]).toEqual([201, []]);
    expect((await org.call("GET", `sobjects/Lead/${body.id}`)).body).toMatchObject([
      { errorCode: "ENTITY_IS_DELETED" },
    ]);
  });

  it("merges it into the oldest that there is, or one of its own", async () => {
    const org = openOrg({ deduplication: "merges" });
    const [first, second] = [await create(org), await create(org)];
    const [{ Id: master }] = leads(org) as [{ Id: string }];
    expect(leads(org)).toMatchObject([{ Email: "known@elsewhere.example" }]);
    const soql = "SELECT Id, MasterRecordId FROM Lead WHERE IsDeleted = true ORDER BY Id";
    expect((await org.call("GET", `queryAll?q=${encodeURIComponent(soql)}`)).body.records).toMatchObject([
      { Id: first.body.id, MasterRecordId: master },
      { Id: second.body.id, MasterRecordId: master },
    ]);
  });
});

describe("what people do to records", () => {
  it("merges them, with what refers to them, and restores them", () => {
    const { salesforce } = openOrg();
    const campaigns = ["a", "b"].map((Name) => salesforce.insert("Campaign", { Name }));
    const [master, merged] = [salesforce.insert("Lead", lead), salesforce.insert("Lead", { ...lead, LastName: "Old" })];
    for (const [campaign, id] of [
      [0, master],
      [0, merged],
      [1, merged],
    ] as const)
      salesforce.insert("CampaignMember", { CampaignId: campaigns[campaign], LeadId: id });
    const task = salesforce.insert("Task", { WhoId: merged });
    salesforce.merge(master, merged);
    expect(salesforce.state()).toMatchObject({
      Lead: [{ Id: master }],
      Task: [{ Id: task, WhoId: master }],
      CampaignMember: [
        { CampaignId: campaigns[0], LeadId: master, LeadOrContactId: master },
        { CampaignId: campaigns[1], LeadId: master, LeadOrContactId: master },
      ],
    });
    salesforce.restore(merged);
    expect(salesforce.state()["Lead"]).toHaveLength(2);
    const contact = salesforce.insert("Contact", { LastName: "x" });
    expect(() => salesforce.merge(contact, master)).toThrow("a Lead can't be merged into a Contact");
    expect(() => salesforce.restore(master)).toThrow("There is no deleted record");
  });

  it("hides one from the API user, its unique key excepted", async () => {
    const { call, query, salesforce } = openOrg();
    const id = salesforce.insert("Lead", { ...lead, Person_Key__c: "k" });
    const show = salesforce.hide(id);
    expect((await query("SELECT Id FROM Lead")).body.totalSize).toBe(0);
    for (const method of ["GET", "PATCH", "DELETE"])
      expect((await call(method, `sobjects/Lead/${id}`, method === "PATCH" ? {} : undefined)).status).toBe(404);
    expect((await call("GET", `composite/sobjects/Lead?ids=${id}&fields=Id`)).body).toEqual([null]);
    expect((await call("POST", "sobjects/Task", { WhoId: id })).body).toMatchObject([
      { errorCode: "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY" },
    ]);
    expect((await call("PATCH", "sobjects/Lead/Person_Key__c/k", lead)).body).toMatchObject([
      { errorCode: "DUPLICATE_VALUE" },
    ]);
    show();
    expect((await query("SELECT Id FROM Lead")).body.totalSize).toBe(1);
  });

  it("submits one for approval", async () => {
    const { call, salesforce } = openOrg();
    const id = salesforce.insert("Lead", lead);
    const approve = salesforce.submitForApproval(id);
    expect(await call("PATCH", `sobjects/Lead/${id}`, { Title: "x" })).toMatchObject({
      status: 400,
      body: [{ errorCode: "ENTITY_IS_LOCKED", message: "entity is locked for editing", fields: [] }],
    });
    approve();
    expect((await call("PATCH", `sobjects/Lead/${id}`, { Title: "x" })).status).toBe(204);
  });
});

describe("an org's administrator", () => {
  it("moves the org: a new login is served, an old session is not", async () => {
    const { call, salesforce } = openOrg();
    salesforce.moveInstance();
    expect(await call("GET", "limits")).toMatchObject({ status: 403, body: [{ errorCode: "URL_NOT_RESET" }] });
    const token = salesforce.openSession();
    expect((await call("GET", "limits", undefined, { authorization: `Bearer ${token}` })).status).toBe(200);
  });

  it("lets the API user's password grow too old", async () => {
    const { call, salesforce } = openOrg({ passwordExpired: true });
    expect(await call("GET", "limits")).toMatchObject({
      status: 403,
      body: [{ errorCode: "INVALID_OPERATION_WITH_EXPIRED_PASSWORD" }],
    });
    salesforce.configure({ passwordExpired: false });
    expect((await call("GET", "limits")).body).toEqual({ DailyApiRequests: { Max: 1_000_000, Remaining: 999_999 } });
  });

  it.each<[object, string | undefined]>([
    [{ Country: "USA" }, "Country"],
    [{ Country: "united states" }, undefined],
    [{ Country: "Germany", State: "Bavaria" }, "State"],
    [{ Country: "United States", State: "Ohio" }, undefined],
    [{ City: "Utopia" }, undefined],
  ])("turns State and Country picklists on: %p", async (fields, wrong) => {
    const org = openOrg({ countryPicklists: true });
    const { status, body } = await create(org, fields);
    expect(status).toBe(wrong === undefined ? 201 : 400);
    if (wrong !== undefined) expect(body).toMatchObject([{ errorCode: "FIELD_INTEGRITY_EXCEPTION", fields: [wrong] }]);
    const contact = await org.call("POST", "sobjects/Contact", { LastName: "x", MailingCountry: "Utopia" });
    expect(contact.body).toMatchObject([{ fields: ["MailingCountry"] }]);
    org.salesforce.configure({ countryPicklists: false });
    expect((await create(org, fields)).status).toBe(201);
  });
});

describe("the API's conversion of Leads", () => {
  const path = "actions/standard/convertLead";

  it("makes an Account and a Contact, or takes the Contact given", async () => {
    const { call, salesforce } = openOrg();
    const [first, second] = [salesforce.insert("Lead", lead), salesforce.insert("Lead", lead)];
    const convertedStatus = "Closed - Converted";
    const { status, body } = await call("POST", path, { inputs: [{ leadId: first, convertedStatus }] });
    const [contact] = salesforce.state()["Contact"] as { Id: string; AccountId: string }[];
    expect([status, body]).toEqual([
      200,
      [
        {
          actionName: "convertLead",
          errors: null,
          isSuccess: true,
          outputValues: {
            leadId: first,
            contactId: contact?.Id,
            accountId: contact?.AccountId,
            opportunityId: null,
          },
        },
      ],
    ]);
    await call("POST", path, { inputs: [{ leadId: second, contactId: contact?.Id, convertedStatus }] });
    expect(salesforce.state()["Lead"]).toMatchObject([
      { IsConverted: true, ConvertedContactId: contact?.Id },
      { IsConverted: true, ConvertedContactId: contact?.Id },
    ]);
  });

  it.each<[object, string]>([
    [{ convertedStatus: "x" }, "INVALID_CROSS_REFERENCE_KEY"],
    [{ leadId: "LEAD" }, "REQUIRED_FIELD_MISSING"],
    [{ leadId: "LEAD", contactId: "LEAD", convertedStatus: "x" }, "INVALID_CROSS_REFERENCE_KEY"],
  ])("refuses %p", async (input, statusCode) => {
    const { call, salesforce } = openOrg();
    const id = salesforce.insert("Lead", lead);
    const given = JSON.parse(JSON.stringify(input).replaceAll("LEAD", id));
    expect(await call("POST", path, { inputs: [given] })).toMatchObject({
      status: 400,
      body: [{ isSuccess: false, errors: [{ statusCode }] }],
    });
    expect(salesforce.state()).toMatchObject({ Lead: [{ IsConverted: false }], Contact: [] });
  });
});

describe("a collection's retrieve", () => {
  it("answers records in the order asked, and null for what is not there", async () => {
    const { call, salesforce } = openOrg();
    const [a, b] = ["a", "b"].map((LastName) => salesforce.insert("Contact", { LastName }));
    const ids = [b, "003Hp0000009999IAA", a];
    const expected = [{ Id: b, LastName: "b" }, null, { Id: a, LastName: "a" }];
    expect(
      (await call("GET", `composite/sobjects/Contact?ids=${ids.join(",")}&fields=Id,lastname`)).body,
    ).toMatchObject(expected);
    const fields = ["Id", "LastName"];
    expect((await call("POST", "composite/sobjects/Contact", { ids, fields })).body).toMatchObject(expected);
    expect((await call("POST", "composite/sobjects/Contact", { ids })).body).toMatchObject([
      { errorCode: "REQUIRED_FIELD_MISSING" },
    ]);
    expect((await call("POST", "composite/sobjects/Contact", { ids, fields: ["Nope"] })).status).toBe(400);
  });
});
