import { beforeEach, describe, expect, it } from "@jest/globals";
import { rangeOf } from "../../../local/salesforce/soql/date-literals.ts";
import { lead, openOrg } from "./open-org.ts";
import type { OpenOrg } from "./open-org.ts";

let org: OpenOrg;

beforeEach(() => {
  org = openOrg();
});

const records = async (soql: string) => {
  const { status, body } = await org.query(soql);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body.records;
};

describe("fields of a parent", () => {
  it("come as a record in the record, whatever the case they are asked in", async () => {
    const account = org.salesforce.insert("Account", { Name: "Acme" });
    org.salesforce.insert("Contact", { LastName: "Ann", AccountId: account });
    expect(await records("SELECT lastname, account.NAME, Account.Owner.Name, ReportsTo.Name FROM Contact")).toEqual([
      {
        attributes: expect.objectContaining({ type: "Contact" }),
        LastName: "Ann",
        Account: {
          attributes: { type: "Account", url: `/services/data/v60.0/sobjects/Account/${account}` },
          Name: "Acme",
          Owner: { attributes: expect.objectContaining({ type: "User" }), Name: "ycat" },
        },
        ReportsTo: null,
      },
    ]);
  });

  it("order records and are filtered by, where the reference is to several kinds too", async () => {
    const id = org.salesforce.insert("Lead", lead);
    org.salesforce.insert("Task", { Subject: "b", WhoId: id });
    org.salesforce.insert("Task", { Subject: "a" });
    expect(await records("SELECT Subject FROM Task WHERE Who.Name = 'doe'")).toMatchObject([{ Subject: "b" }]);
    expect(await records("SELECT Subject FROM Task ORDER BY Who.LastName NULLS LAST")).toMatchObject([
      { Subject: "b" },
      { Subject: "a" },
    ]);
  });

  it("are not there where the reference is hidden", async () => {
    org.salesforce.configure({ hiddenFields: ["Contact.AccountId"] });
    expect((await org.query("SELECT Account.Name FROM Contact")).body).toMatchObject([
      { errorCode: "INVALID_FIELD", message: expect.stringContaining("Didn't understand relationship 'Account'") },
    ]);
  });
});

describe("an aggregate", () => {
  beforeEach(() => {
    org.salesforce.seed({
      Lead: [
        { ...lead, LastName: "a", LeadSource: "Web", NumberOfEmployees: 10 },
        { ...lead, LastName: "b", LeadSource: "Web", NumberOfEmployees: 30, Title: "CEO" },
        { ...lead, LastName: "c", LeadSource: "Other" },
      ],
    });
  });

  it.each<[string, object[]]>([
    ["SELECT COUNT(Id) many, COUNT(Title), COUNT_DISTINCT(LeadSource) FROM Lead", [{ many: 3, expr0: 1, expr1: 2 }]],
    [
      "SELECT SUM(NumberOfEmployees), AVG(NumberOfEmployees), MIN(LastName), MAX(LastName) last FROM Lead",
      [{ expr0: 40, expr1: 20, expr2: "a", last: "c" }],
    ],
    ["SELECT COUNT(Id), SUM(NumberOfEmployees) FROM Lead WHERE Title = 'x'", [{ expr0: 0, expr1: null }]],
    [
      "SELECT LeadSource, COUNT(Id) FROM Lead GROUP BY LeadSource ORDER BY LeadSource",
      [
        { LeadSource: "Other", expr0: 1 },
        { LeadSource: "Web", expr0: 2 },
      ],
    ],
    ["SELECT LeadSource FROM Lead GROUP BY LeadSource ORDER BY COUNT(Id) DESC LIMIT 1", [{ LeadSource: "Web" }]],
    [
      "SELECT LeadSource, COUNT(Id) many FROM Lead GROUP BY LeadSource HAVING COUNT(Id) > 1 AND NOT LeadSource = 'x'",
      [{ LeadSource: "Web", many: 2 }],
    ],
    ["SELECT Title FROM Lead GROUP BY Title ORDER BY Title DESC", [{ Title: null }, { Title: "CEO" }]],
    ["SELECT Title FROM Lead GROUP BY Title ORDER BY Title NULLS LAST", [{ Title: "CEO" }, { Title: null }]],
    ["SELECT Owner.Name, COUNT(Id) FROM Lead GROUP BY Owner.Name", [{ Name: "ycat", expr0: 3 }]],
  ])("is answered: %s", async (soql, expected) => {
    expect(await records(soql)).toEqual(
      expected.map((record) => ({ attributes: { type: "AggregateResult" }, ...record })),
    );
  });
});

describe("a date literal", () => {
  /** A Thursday. */
  const now = Date.UTC(2026, 10, 26, 15, 30);
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);

  it.each([
    ["TODAY", "2026-11-26", "2026-11-27"],
    ["YESTERDAY", "2026-11-25", "2026-11-26"],
    ["TOMORROW", "2026-11-27", "2026-11-28"],
    ["THIS_WEEK", "2026-11-22", "2026-11-29"],
    ["LAST_WEEK", "2026-11-15", "2026-11-22"],
    ["NEXT_MONTH", "2026-12-01", "2027-01-01"],
    ["THIS_QUARTER", "2026-10-01", "2027-01-01"],
    ["LAST_YEAR", "2025-01-01", "2026-01-01"],
    ["LAST_90_DAYS", "2026-08-28", "2026-11-27"],
    ["NEXT_90_DAYS", "2026-11-27", "2027-02-25"],
    ["LAST_N_DAYS:2", "2026-11-24", "2026-11-27"],
    ["NEXT_N_DAYS:2", "2026-11-27", "2026-11-29"],
    ["LAST_N_MONTHS:2", "2026-09-01", "2026-11-01"],
    ["N_DAYS_AGO:2", "2026-11-24", "2026-11-25"],
    ["N_WEEKS_AGO:1", "2026-11-15", "2026-11-22"],
  ])("%s is from %s to before %s", (literal, from, to) => {
    expect(rangeOf(literal, now).map(day)).toEqual([from, to]);
  });

  it.each([
    ["= TODAY", ["now"]],
    ["!= TODAY", ["before", "after", "never"]],
    ["< TODAY", ["before"]],
    ["<= TODAY", ["before", "now"]],
    ["> TODAY", ["after"]],
    [">= TODAY", ["now", "after"]],
    ["IN (TODAY, LAST_N_DAYS:1)", ["before", "now"]],
    ["= 2026-01-01", ["now"]],
  ])("compares dates: %s", async (condition, expected) => {
    org.salesforce.seed({
      Task: [
        { Subject: "before", ActivityDate: "2025-12-31" },
        { Subject: "now", ActivityDate: "2026-01-01" },
        { Subject: "after", ActivityDate: "2026-01-02" },
        { Subject: "never" },
      ],
    });
    const found = await records(`SELECT Subject FROM Task WHERE ActivityDate ${condition}`);
    expect(found.map(({ Subject }: { Subject: string }) => Subject)).toEqual(expected);
  });

  it("compares times", async () => {
    org.salesforce.seed({ Lead: [lead, { ...lead, LastName: "Old", CreatedDate: "2025-12-31T23:59:59Z" }] });
    expect(await records("SELECT LastName FROM Lead WHERE CreatedDate = TODAY")).toMatchObject([{ LastName: "Doe" }]);
    expect(await records("SELECT LastName FROM Lead WHERE CreatedDate < TODAY")).toMatchObject([{ LastName: "Old" }]);
  });
});
