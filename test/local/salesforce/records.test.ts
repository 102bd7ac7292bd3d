import { describe, expect, it } from "@jest/globals";
import { lead, openOrg } from "./open-org.ts";

const unknownLead = "00QHp0000009999MAA";

describe("a record that is created", () => {
  it("has its system fields, its defaults, and its name", async () => {
    const { call, salesforce } = openOrg();
    const { status, body, headers } = await call("POST", "sobjects/Lead", { ...lead, firstname: "  Jo ", Title: "" });
    expect(status).toBe(201);
    expect(body).toEqual({ id: expect.stringMatching(/^00Q\w{15}$/), success: true, errors: [] });
    expect(headers.get("location")).toBe(`/services/data/v60.0/sobjects/Lead/${body.id}`);
    expect(headers.get("content-type")).toBe("application/json;charset=UTF-8");
    const now = "2026-01-01T00:00:00.000+0000";
    expect(salesforce.state()["Lead"]).toEqual([
      {
        ...lead,
        Id: body.id,
        FirstName: "Jo",
        Name: "Jo Doe",
        Status: "Open - Not Contacted",
        IsDeleted: false,
        IsConverted: false,
        HasOptedOutOfEmail: false,
        DoNotCall: false,
        HasOptedOutOfFax: false,
        IsUnreadByOwner: false,
        OwnerId: "005Hp0000000000IAA",
        CreatedById: "005Hp0000000000IAA",
        CreatedDate: now,
        LastModifiedById: "005Hp0000000000IAA",
        LastModifiedDate: now,
        SystemModstamp: now,
      },
    ]);
  });

  it.each<[string, object, object]>([
    [
      "an unknown field",
      { Nope: 1 },
      { errorCode: "INVALID_FIELD", message: "No such column 'Nope' on sobject of type Lead" },
    ],
    [
      "a Lead's missing company",
      { Company: null },
      { errorCode: "REQUIRED_FIELD_MISSING", message: "Required fields are missing: [Company]", fields: ["Company"] },
    ],
    [
      "two missing fields",
      { Company: "", LastName: " " },
      { message: "Required fields are missing: [Company, LastName]", fields: ["Company", "LastName"] },
    ],
    [
      "a text too long",
      { LastName: "x".repeat(81) },
      {
        errorCode: "STRING_TOO_LONG",
        message: `Last Name: data value too large: ${"x".repeat(81)} (max length=80)`,
        fields: ["LastName"],
      },
    ],
    ["an e-mail too long", { Email: `${"x".repeat(80)}@y.zz` }, { errorCode: "STRING_TOO_LONG", fields: ["Email"] }],
    [
      "an e-mail without a dot",
      { Email: "a@b" },
      { errorCode: "INVALID_EMAIL_ADDRESS", message: "Email: invalid email address: a@b", fields: ["Email"] },
    ],
    ["an e-mail with a space", { Email: "a b@c.de" }, { errorCode: "INVALID_EMAIL_ADDRESS" }],
    [
      "a boolean in quotes",
      { HasOptedOutOfEmail: "true" },
      {
        errorCode: "JSON_PARSER_ERROR",
        message: expect.stringContaining("Cannot deserialize instance of boolean from VALUE_STRING value true"),
      },
    ],
    ["a number for a text", { Title: 5 }, { errorCode: "JSON_PARSER_ERROR" }],
    ["an object for a text", { Title: {} }, { errorCode: "JSON_PARSER_ERROR" }],
    [
      "a field of the system",
      { ConvertedDate: "2026-01-01" },
      { errorCode: "INVALID_FIELD_FOR_INSERT_UPDATE", fields: ["ConvertedDate"] },
    ],
    ["an id", { Id: unknownLead }, { errorCode: "INVALID_FIELD_FOR_INSERT_UPDATE", fields: ["Id"] }],
  ])("is refused for %s", async (_, fields, error) => {
    const { call, salesforce } = openOrg();
    expect(await call("POST", "sobjects/Lead", { ...lead, ...fields })).toMatchObject({ status: 400, body: [error] });
    expect(salesforce.state()["Lead"]).toEqual([]);
  });

  it.each<[string, object, string]>([
    ["an id of another org", { WhoId: "003Hp0000009999" }, "INVALID_CROSS_REFERENCE_KEY"],
    ["no id", { WhoId: "someone" }, "MALFORMED_ID"],
    ["an id with a wrong suffix", { WhoId: "003Hp0000009999AAB" }, "MALFORMED_ID"],
  ])("is refused for a reference that is %s", async (_, fields, errorCode) => {
    const { call } = openOrg();
    expect(await call("POST", "sobjects/Task", fields)).toMatchObject({ status: 400, body: [{ errorCode }] });
  });

  it("is refused for a reference to the wrong object, a deleted record or a converted Lead", async () => {
    const { call, salesforce } = openOrg();
    const [campaign, gone, converted] = [
      salesforce.insert("Campaign", { Name: "c" }),
      salesforce.insert("Lead", lead),
      salesforce.insert("Lead", lead),
    ];
    salesforce.remove(gone);
    salesforce.convertLead(converted);
    const errorCode = async (WhoId: string) => (await call("POST", "sobjects/Task", { WhoId })).body[0].errorCode;
    expect(await errorCode(campaign)).toBe("FIELD_INTEGRITY_EXCEPTION");
    expect(await errorCode(gone)).toBe("ENTITY_IS_DELETED");
    expect(await errorCode(converted)).toBe("CANNOT_UPDATE_CONVERTED_LEAD");
  });

  it("is refused when its unique field is taken, in any case, with the short id of who has it", async () => {
    const { call, salesforce } = openOrg();
    const id = salesforce.insert("Lead", { ...lead, Person_Key__c: "abc" });
    const { status, body } = await call("POST", "sobjects/Lead", { ...lead, Person_Key__c: "ABC" });
    expect(status).toBe(400);
    expect(body).toEqual([
      {
        errorCode: "DUPLICATE_VALUE",
        message: `duplicate value found: Person_Key__c duplicates value on record with id: ${id.slice(0, 15)}`,
        fields: [],
      },
    ]);
    salesforce.remove(id);
    expect((await call("POST", "sobjects/Lead", { ...lead, Person_Key__c: "abc" })).status).toBe(201);
  });

  it("is refused by a duplicate rule, unless it only alerts and the caller insists", async () => {
    const { call, salesforce } = openOrg();
    const id = salesforce.insert("Lead", { ...lead, Email: lead.Email.toUpperCase() });
    const insist = { "sforce-duplicate-rule-header": "allowSave=true" };
    expect((await call("POST", "sobjects/Lead", lead)).status).toBe(201);
    salesforce.configure({ duplicateRule: "alert" });
    const { body } = await call("POST", "sobjects/Lead", lead);
    expect(body[0].duplicateResut.matchResults[0]).toMatchObject({
      size: 2,
      success: true,
      matchRecords: [{ record: { Id: id } }, {}],
    });
    expect((await call("POST", "sobjects/Lead", lead, insist)).status).toBe(201);
    expect((await call("POST", "/services/data/v50.0/sobjects/Lead", lead, insist)).body).toMatchObject([
      { errorCode: "DUPLICATES_DETECTED" },
    ]);
    salesforce.configure({ duplicateRule: "block" });
    expect((await call("POST", "sobjects/Lead", lead, insist)).body).toMatchObject([
      { errorCode: "DUPLICATES_DETECTED", duplicateResut: { allowSave: false } },
    ]);
  });
});

describe("a record that is there", () => {
  it("is changed in the fields given and no others", async () => {
    const { call, clock, salesforce } = openOrg();
    const id = salesforce.insert("Contact", { LastName: "Doe", Email: "a@b.cc" });
    await clock.advance(1000);
    expect(await call("PATCH", `sobjects/Contact/${id.slice(0, 15)}`, { Email: null, FirstName: "Jo" })).toMatchObject({
      status: 204,
      body: undefined,
    });
    const [record] = salesforce.state()["Contact"] ?? [];
    expect(record).toMatchObject({
      Name: "Jo Doe",
      CreatedDate: "2026-01-01T00:00:00.000+0000",
      LastModifiedDate: "2026-01-01T00:00:01.000+0000",
    });
    expect(record).not.toHaveProperty("Email");
  });

  it.each([
    ["PATCH", "sobjects/Lead/nonsense", 404, "NOT_FOUND"],
    ["PATCH", "sobjects/Lead/00QHp0000009999AAA", 400, "MALFORMED_ID"],
    ["GET", `sobjects/Lead/${unknownLead}`, 404, "NOT_FOUND"],
    ["PATCH", `sobjects/Lead/${unknownLead}`, 404, "NOT_FOUND"],
    ["DELETE", `sobjects/Lead/${unknownLead}`, 404, "NOT_FOUND"],
    ["GET", "sobjects/Nope", 404, "NOT_FOUND"],
    ["GET", "sobjects/Lead/Company/Acme", 404, "NOT_FOUND"],
    ["PATCH", "sobjects/Lead/Nope__c/1", 404, "NOT_FOUND"],
    ["PATCH", `sobjects/Lead/Id/${unknownLead}`, 404, "NOT_FOUND"],
    ["PATCH", "sobjects/Lead/Person_Key__c/a/b", 404, "NOT_FOUND"],
    ["PUT", "sobjects/Lead", 405, "METHOD_NOT_ALLOWED"],
  ])("is missed: %s %s", async (method, path, status, errorCode) => {
    const { call } = openOrg();
    expect(await call(method, path, method === "PATCH" ? {} : undefined)).toMatchObject({
      status,
      body: [{ errorCode }],
    });
  });

  it("is gone once deleted, with its memberships", async () => {
    const { call, salesforce } = openOrg();
    const [campaign, id] = [salesforce.insert("Campaign", { Name: "c" }), salesforce.insert("Lead", lead)];
    salesforce.insert("CampaignMember", { CampaignId: campaign, LeadId: id });
    expect((await call("DELETE", `sobjects/Lead/${id}`)).status).toBe(204);
    expect(salesforce.state()).toMatchObject({ Lead: [], CampaignMember: [] });
    for (const method of ["GET", "PATCH", "DELETE"]) {
      expect(await call(method, `sobjects/Lead/${id}`, method === "PATCH" ? {} : undefined)).toMatchObject({
        status: 404,
        body: [{ errorCode: "ENTITY_IS_DELETED" }],
      });
    }
  });

  it("can't be changed as a converted Lead, by id or by key, keeps its e-mail, and leaves its Tasks to the Contact", async () => {
    const { call, query, salesforce } = openOrg();
    const id = salesforce.insert("Lead", { ...lead, Person_Key__c: "k" });
    const task = salesforce.insert("Task", { WhoId: id });
    const { contactId, accountId } = salesforce.convertLead(id);
    expect(salesforce.state()["Task"]).toMatchObject([{ Id: task, WhoId: contactId }]);
    for (const path of [`sobjects/Lead/${id}`, "sobjects/Lead/Person_Key__c/k"]) {
      expect(await call("PATCH", path, { Title: "x" })).toMatchObject({
        status: 400,
        body: [{ errorCode: "CANNOT_UPDATE_CONVERTED_LEAD", message: "cannot reference converted lead" }],
      });
    }
    expect(
      (await query(`SELECT Id, ConvertedContactId FROM Lead WHERE Email = '${lead.Email}' AND IsConverted = true`)).body
        .records,
    ).toMatchObject([{ Id: id, ConvertedContactId: contactId }]);
    expect(salesforce.state()).toMatchObject({
      Contact: [{ Id: contactId, AccountId: accountId, Email: lead.Email }],
      Account: [{ Name: "Acme" }],
    });
  });
});

describe("an upsert", () => {
  it("creates with 201 and changes with 200, or with 204 before v46", async () => {
    const { call, salesforce } = openOrg();
    const first = await call("PATCH", "sobjects/Lead/Person_Key__c/a%2Fb%20%23", lead);
    expect(first).toMatchObject({ status: 201, body: { created: true, success: true, errors: [] } });
    expect(await call("PATCH", "sobjects/Lead/person_key__c/A%2FB%20%23", { Title: "x" })).toMatchObject({
      status: 200,
      body: { id: first.body.id, created: false },
    });
    expect(
      await call("PATCH", "/services/data/v45.0/sobjects/Lead/Person_Key__c/a%2Fb%20%23", { Title: "y" }),
    ).toMatchObject({ status: 204, body: undefined });
    expect(await call("GET", "sobjects/Lead/Person_Key__c/a%2Fb%20%23?fields=Id,Title")).toMatchObject({
      status: 200,
      body: { Id: first.body.id, Title: "y" },
    });
    expect(salesforce.state()["Lead"]).toMatchObject([{ Person_Key__c: "a/b #", Title: "y" }]);
  });

  it("by e-mail creates one, changes one, and answers several with their addresses", async () => {
    const { call, salesforce } = openOrg();
    const path = "sobjects/Contact/Email/x%40y.zz";
    expect((await call("PATCH", path, { LastName: "A" })).status).toBe(201);
    expect((await call("PATCH", path, { LastName: "B" })).status).toBe(200);
    const id = salesforce.insert("Contact", { LastName: "C", Email: "X@Y.zz" });
    const { status, body } = await call("PATCH", path, { LastName: "D" });
    expect([status, body]).toEqual([300, [expect.any(String), `/services/data/v60.0/sobjects/Contact/${id}`]]);
  });

  it("refuses the key in the body, and any address that ends in .inc", async () => {
    const { call } = openOrg();
    expect(await call("PATCH", "sobjects/Lead/Person_Key__c/k", { ...lead, person_key__c: "k" })).toMatchObject({
      status: 400,
      body: [{ errorCode: "INVALID_FIELD" }],
    });
    expect(await call("PATCH", "sobjects/Lead/Email/jo%40acme.inc", { LastName: "A", Company: "B" })).toMatchObject({
      status: 404,
      body: [{ errorCode: "NOT_FOUND" }],
    });
  });

  it("knows no person key in an org without that field", async () => {
    const { call } = openOrg({ personKeyField: undefined });
    expect((await call("PATCH", "sobjects/Lead/Person_Key__c/k", lead)).status).toBe(404);
    expect((await call("POST", "sobjects/Lead", { ...lead, Person_Key__c: "k" })).body).toMatchObject([
      { errorCode: "INVALID_FIELD" },
    ]);
  });

  it("of two at once, both finding nobody, lets the unique index refuse one", async () => {
    const { call, clock, salesforce } = openOrg({ lockHoldMs: 50 });
    const both = Promise.all([1, 2].map(() => call("PATCH", "sobjects/Lead/Person_Key__c/k", lead)));
    await clock.advance(100);
    expect((await both).map(({ status }) => status)).toEqual([201, 400]);
    expect(salesforce.state()["Lead"]).toHaveLength(1);
  });
});

describe("seed", () => {
  it("takes what other people and the system may set, in any order of objects", () => {
    const { salesforce } = openOrg();
    const campaign = "701Hp000000ZZZZ";
    salesforce.seed({
      CampaignMember: [],
      Lead: [{ ...lead, CreatedDate: "2020-01-01T00:00:00Z" }],
      Campaign: [{ Id: campaign, Name: "c" }],
    });
    expect(salesforce.state()).toMatchObject({
      Lead: [{ CreatedDate: "2020-01-01T00:00:00.000+0000" }],
      Campaign: [{ Id: expect.stringMatching(new RegExp(`^${campaign}`)), Name: "c" }],
      CampaignMemberStatus: [
        { Label: "Sent", IsDefault: true, HasResponded: false },
        { Label: "Responded", IsDefault: false, HasResponded: true },
      ],
    });
  });

  it("throws a sentence on a wrong record and adds none", () => {
    const { salesforce } = openOrg();
    expect(() => salesforce.seed({ Lead: [lead, { LastName: "x" }] })).toThrow(
      'The Lead {"LastName":"x"} can\'t be added: Required fields are missing: [Company] (REQUIRED_FIELD_MISSING).',
    );
    expect(() => salesforce.seed({ Leads: [] })).toThrow('There is no object "Leads"');
    expect(() => salesforce.seed({ Lead: [{ ...lead, Id: "003Hp0000000001" }] })).toThrow(
      "ids of this object begin with 00Q",
    );
    expect(salesforce.state()["Lead"]).toEqual([]);
  });

  it("adds in an order that later changes leave", () => {
    const { salesforce } = openOrg();
    salesforce.seed({ Contact: [{ LastName: "a" }, { LastName: "b" }] });
    const ids = salesforce.state()["Contact"]?.map((contact) => Object(contact).Id);
    salesforce.update(ids?.[0], { LastName: "c" });
    expect(salesforce.state()["Contact"]).toMatchObject([{ LastName: "c" }, { LastName: "b" }]);
  });

  it("after a reset gives the same ids again", () => {
    const { salesforce } = openOrg();
    const first = salesforce.insert("Lead", { ...lead, Person_Key__c: "k" });
    salesforce.reset();
    expect(Object.values(salesforce.state()).flat()).toEqual([]);
    expect(salesforce.insert("Lead", { ...lead, Person_Key__c: "k" })).toBe(first);
  });
});
