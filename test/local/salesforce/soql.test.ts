import { beforeEach, describe, expect, it } from "@jest/globals";
import { openOrg } from "./open-org.ts";
import type { OpenOrg } from "./open-org.ts";

const bob = "003Hp0000009999IAA";
let org: OpenOrg;

beforeEach(() => {
  org = openOrg({ pageSize: 2 });
  const campaign = org.salesforce.insert("Campaign", { Name: "c" });
  const account = org.salesforce.insert("Account", { Name: "Acme" });
  org.salesforce.seed({
    Contact: [
      {
        LastName: "Ann",
        AccountId: account,
        Email: "Ann@Acme.example",
        Title: "CTO",
        CreatedDate: "2025-03-01T00:00:00Z",
      },
      {
        Id: bob,
        LastName: "bob",
        Email: "bob@acme.example",
        Title: "CEO",
        HasOptedOutOfEmail: true,
        CreatedDate: "2025-01-01T00:00:00Z",
      },
      { LastName: "O'Brien\\", Email: "o'brien+x@acme.example", CreatedDate: "2025-02-01T00:00:00Z" },
    ],
    CampaignMember: [{ CampaignId: campaign, ContactId: bob }],
  });
});

async function names(rest: string): Promise<string[]> {
  org.salesforce.configure({ pageSize: 100 });
  const { body, status } = await org.query(`SELECT LastName FROM Contact ${rest}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body.records.map((record: { LastName: string }) => record.LastName);
}

describe("a query", () => {
  it.each<[string, string[]]>([
    ["WHERE Email = 'ann@ACME.example'", ["Ann"]],
    ["where email = 'ann@acme.example'", ["Ann"]],
    [String.raw`WHERE Email = 'o\'brien+x@acme.example'`, ["O'Brien\\"]],
    [String.raw`WHERE LastName = 'O\'Brien\\'`, ["O'Brien\\"]],
    [String.raw`WHERE LastName = '\u0041nn'`, ["Ann"]],
    ["WHERE Title = null", ["O'Brien\\"]],
    ["WHERE Title != null ORDER BY Title", ["bob", "Ann"]],
    ["WHERE Title != 'CTO' ORDER BY LastName", ["bob", "O'Brien\\"]],
    ["WHERE HasOptedOutOfEmail = true", ["bob"]],
    ["WHERE NOT HasOptedOutOfEmail = true ORDER BY LastName", ["Ann", "O'Brien\\"]],
    ["WHERE Email IN ('bob@acme.example', 'ANN@acme.example') ORDER BY LastName DESC", ["bob", "Ann"]],
    ["WHERE LastName NOT IN ('Ann') ORDER BY LastName", ["bob", "O'Brien\\"]],
    ["WHERE Email = 'bob@acme.example' AND (Title = 'CTO' OR Title = 'CEO')", ["bob"]],
    ["WHERE Email = 'bob@acme.example' OR Title = 'CTO' ORDER BY LastName", ["Ann", "bob"]],
    ["WHERE Email = 'bob@acme.example' AND HasOptedOutOfEmail = false", []],
    ["WHERE Email LIKE '%@ACME.%' LIMIT 1", ["Ann"]],
    [String.raw`WHERE Email LIKE 'ann\_%'`, []],
    ["ORDER BY CreatedDate, Id", ["bob", "O'Brien\\", "Ann"]],
    ["ORDER BY Title, LastName", ["O'Brien\\", "bob", "Ann"]],
    ["ORDER BY Title DESC NULLS LAST", ["Ann", "bob", "O'Brien\\"]],
    ["WHERE CreatedDate > 2025-01-15T00:00:00Z ORDER BY CreatedDate LIMIT 1 OFFSET 1", ["Ann"]],
    ["WHERE Contact.LastName = 'bob'", ["bob"]],
    ["WHERE Account.Name = 'acme'", ["Ann"]],
    ["WHERE Account.Owner.Name = 'YCAT'", ["Ann"]],
    ["WHERE Account.Name = null ORDER BY LastName", ["bob", "O'Brien\\"]],
    ["WHERE Id IN (SELECT ContactId FROM CampaignMember WHERE Status = 'Sent')", ["bob"]],
    ["WHERE Id NOT IN (SELECT ContactId FROM CampaignMember) ORDER BY LastName", ["Ann", "O'Brien\\"]],
    ["WHERE AccountId IN (SELECT Id FROM Account WHERE Name LIKE 'A%')", ["Ann"]],
  ])("understands %s", async (rest, expected) => {
    expect(await names(rest)).toEqual(expected);
  });

  it("lets a value that is escaped wrongly out of its string", async () => {
    // What jsforce's own builder makes of the e-mail `a\' OR Name != '`.
    expect(await names(String.raw`WHERE Email = 'a\\' OR Name != \'' `).catch(() => "malformed")).toBe("malformed");
    expect(await names(String.raw`WHERE Email = 'a\\' OR Name != ''`)).toHaveLength(3);
    expect(await names(String.raw`WHERE Email = 'a\\\' OR Name != \''`)).toEqual([]);
  });

  it.each([
    ["SELECT Id FROM Contact WHERE Email = 'x", "MALFORMED_QUERY"],
    [String.raw`SELECT Id FROM Contact WHERE Email = 'x\q'`, "MALFORMED_QUERY"],
    ["SELECT Id FROM Contact WHERE Email = 'a\nb'", "MALFORMED_QUERY"],
    ["SELECT Id FROM Contact WHERE Email = 'a' AND Email = 'b' OR Email = 'c'", "MALFORMED_QUERY"],
    ["SELECT Id FROM Contact WHERE", "MALFORMED_QUERY"],
    ["SELECT Id FROM Contact LIMIT x", "MALFORMED_QUERY"],
    ["SELECT Id Name FROM Contact", "MALFORMED_QUERY"],
    ["SELECT * FROM Contact", "MALFORMED_QUERY"],
    ["", "MALFORMED_QUERY"],
    ["SELECT Id FROM Contact WHERE CreatedDate > 2025-99-99", "MALFORMED_QUERY"],
    ["SELECT Nope FROM Contact", "INVALID_FIELD"],
    ["SELECT Account.Nope FROM Contact", "INVALID_FIELD"],
    ["SELECT Nobody.Name FROM Contact", "INVALID_FIELD"],
    ["SELECT Owner.Department FROM Lead", "INVALID_FIELD"],
    ["SELECT Id FROM Contact WHERE Nobody__r.Name = 'x'", "INVALID_FIELD"],
    ["SELECT Name, COUNT(Id) FROM Contact", "MALFORMED_QUERY"],
    ["SELECT Name n FROM Contact", "MALFORMED_QUERY"],
    ["SELECT Id FROM Contact WHERE CreatedDate = LAST_N_FORTNIGHTS:2", "MALFORMED_QUERY"],
    ["SELECT Id FROM Contact WHERE Id IN (SELECT LeadId, ContactId FROM CampaignMember)", "MALFORMED_QUERY"],
    ["SELECT Id FROM Contact WHERE Id IN (SELECT Nope FROM CampaignMember)", "INVALID_FIELD"],
    ["SELECT Id, id FROM Contact", "INVALID_FIELD"],
    ["SELECT Id FROM Contact WHERE HasOptedOutOfEmail = 'true'", "INVALID_FIELD"],
    ["SELECT Id FROM Contact WHERE Email = 5", "INVALID_FIELD"],
    ["SELECT Id FROM Contact WHERE Description = 'x'", "INVALID_FIELD"],
    ["SELECT Id FROM Contact ORDER BY Nope", "INVALID_FIELD"],
    ["SELECT Id FROM Contact WHERE Id = 'nonsense'", "INVALID_QUERY_FILTER_OPERATOR"],
    ["SELECT Id FROM Nope", "INVALID_TYPE"],
  ])("refuses %j", async (soql, errorCode) => {
    expect(await org.query(soql)).toMatchObject({ status: 400, body: [{ errorCode, message: expect.any(String) }] });
  });

  it("counts", async () => {
    expect((await org.query("SELECT COUNT() FROM Contact WHERE Title != null")).body).toEqual({
      totalSize: 2,
      done: true,
      records: [],
    });
  });

  it("takes 15-character ids and gives 18", async () => {
    const id = org.salesforce.insert("Contact", { LastName: "Zoe" });
    const { body } = await org.query(`SELECT Id FROM Contact WHERE Id = '${id.slice(0, 15)}'`);
    expect(body.records).toMatchObject([
      { attributes: { type: "Contact", url: `/services/data/v60.0/sobjects/Contact/${id}` }, Id: id },
    ]);
  });

  it("finds by every index what reading all rows finds, after changes and deletions too", async () => {
    const [{ Id: id }] = (await org.query("SELECT Id FROM Contact WHERE LastName = 'bob'")).body.records;
    org.salesforce.update(id, { Email: "new@acme.example" });
    expect(await names("WHERE Email = 'bob@acme.example'")).toEqual([]);
    expect(await names("WHERE Email = 'NEW@acme.example'")).toEqual(["bob"]);
    org.salesforce.remove(id);
    expect(await names("WHERE Email = 'new@acme.example'")).toEqual([]);
    expect(await names(`WHERE Id = '${id}'`)).toEqual([]);
  });

  it("comes in pages that stay as they were, and whose locators end", async () => {
    const first = await org.query("SELECT LastName FROM Contact ORDER BY LastName");
    expect(first.body).toMatchObject({
      totalSize: 3,
      done: false,
      nextRecordsUrl: expect.stringMatching(/^\/services\/data\/v60\.0\/query\/01g\w{15}-2$/),
    });
    org.salesforce.insert("Contact", { LastName: "Aaa" });
    const { nextRecordsUrl } = first.body;
    for (let again = 0; again < 2; again += 1) {
      const { body } = await org.call("GET", nextRecordsUrl);
      expect(body).toMatchObject({ totalSize: 3, done: true, records: [{ LastName: "O'Brien\\" }] });
      expect(body).not.toHaveProperty("nextRecordsUrl");
    }
    await org.clock.advance(3 * 24 * 3600 * 1000);
    const later = org.salesforce.openSession();
    expect(await org.call("GET", nextRecordsUrl, undefined, { authorization: `Bearer ${later}` })).toMatchObject({
      status: 400,
      body: [{ errorCode: "INVALID_QUERY_LOCATOR" }],
    });
  });

  it("misses what is fresher than the index, which its id finds", async () => {
    org.salesforce.configure({ indexLagMs: 1000 });
    const { body } = await org.call("POST", "sobjects/Contact", { LastName: "New", Email: "new@acme.example" });
    expect(await names("WHERE Email = 'new@acme.example'")).toEqual([]);
    expect((await org.call("GET", `sobjects/Contact/${body.id}`)).status).toBe(200);
    await org.clock.advance(1000);
    expect(await names("WHERE Email = 'new@acme.example'")).toEqual(["New"]);
  });
});
