import { describe, expect, it } from "@jest/globals";
import { rejection } from "../connect.ts";
import { contact, EMAIL, lead, startOrg } from "./org.ts";

describe("find", () => {
  it("finds by all of the values, in the order of ids", async () => {
    const { client, org } = startOrg();
    const ids = ["Ada", "Grace", "Ada"].map((FirstName) => org.insert("Lead", lead({ FirstName })));
    org.insert("Lead", lead({ FirstName: "Ada", Email: "other@example.com" }));
    const found = await client.find("Lead", { Email: EMAIL, FirstName: "Ada", Phone: null }, [
      "FirstName",
      "IsConverted",
    ]);
    expect(found).toEqual([ids[0], ids[2]].map((Id) => ({ Id, FirstName: "Ada", IsConverted: false })));
  });

  it("finds all of the rows, over as many pages as they take, and asks for the order of ids", async () => {
    const { client, org, calls, urls } = startOrg({ pageSize: 1000 });
    const ids = Array.from({ length: 2500 }, () => org.insert("Lead", lead()));
    expect((await client.find("Lead", { Email: EMAIL }, [])).map(({ Id }) => Id)).toEqual(ids);
    expect(calls.filter((call) => call.startsWith("GET /query"))).toHaveLength(3);
    expect(new URL(urls[1] ?? "").searchParams.get("q")).toMatch(/ ORDER BY Id$/);
  });

  it.each([
    ["text that would write the query", { Email: String.raw`a\' OR Name != '` }, 0],
    ["true or false", { IsConverted: false }, 3],
    ["several values", { LastName: ["One", "Two", null] }, 2],
    ["no value at all", { LastName: [] }, 0],
    ["no value beside another", { LastName: [], Email: EMAIL }, 0],
    ["no condition", {}, 3],
    ["a time", { CreatedDate: "2026-01-01T01:00:00+01:00" }, 3],
    ["a text that could be a date", { Title: "2026-01-01" }, 0],
  ])("takes %s", async (_, where, count) => {
    const { client, org } = startOrg();
    org.insert("Lead", lead({ LastName: "One" }));
    org.insert("Lead", lead({ LastName: "Two" }));
    org.insert("Lead", lead({ LastName: "Three" }));
    expect(await client.find("Lead", where, [])).toHaveLength(count);
  });

  it("writes a time that it has read as SOQL has it, in UTC", async () => {
    const { client, urls } = startOrg();
    await client.find("Lead", { CreatedDate: "2026-01-01T01:00:00.000+0100" }, []);
    expect(decodeURIComponent(String(urls.at(-1)))).toContain("CreatedDate = 2026-01-01T00:00:00.000Z ");
  });

  it("takes a date", async () => {
    const { client, org } = startOrg();
    for (const day of ["2026-11-26", "2026-11-27"]) org.insert("Task", { Subject: day, ActivityDate: day });
    const found = await client.find("Task", { ActivityDate: "2026-11-26" }, ["Subject"]);
    expect(found).toMatchObject([{ Subject: "2026-11-26" }]);
  });

  it("takes a number, and one call", async () => {
    const { client, calls } = startOrg();
    expect(await client.find("CampaignMemberStatus", { SortOrder: 2 }, ["Label"])).toMatchObject([
      { Label: "Responded" },
    ]);
    expect(calls).toEqual(["POST /services/oauth2/token", "GET /query"]);
  });

  it("reads what a parent has", async () => {
    const { client, org } = startOrg();
    const AccountId = org.insert("Account", { Name: "Navy" });
    org.insert("Contact", contact({ AccountId }));
    const found = await client.find("Contact", { Email: EMAIL }, ["AccountId", "Account.Name"]);
    expect(found).toMatchObject([{ AccountId, "Account.Name": "Navy" }]);
  });

  it("reads nothing as null, also of a parent that is not there", async () => {
    const { client, org } = startOrg();
    const Id = org.insert("Contact", contact());
    expect(await client.find("Contact", { Email: EMAIL }, ["Phone", "Account.Name"])).toEqual([
      { Id, Phone: null, "Account.Name": null },
    ]);
  });

  it("asks for hundreds of values in parts, of which no address is too long", async () => {
    const { client, org, urls, calls } = startOrg();
    const ids = Array.from({ length: 450 }, () => org.insert("Contact", contact()));
    expect(await client.find("Contact", { Id: [...ids, ...ids] }, ["Email"])).toHaveLength(450);
    expect(Math.max(...urls.map(({ length }) => length))).toBeLessThan(8_000);
    expect(calls.filter((call) => call.includes("composite"))).toHaveLength(1);
  });

  it("names no value of a long list twice, beside other conditions", async () => {
    const { client, org, bodies } = startOrg();
    const ids = Array.from({ length: 450 }, () => org.insert("Contact", contact()));
    expect(await client.find("Contact", { Email: EMAIL, Id: ids }, [])).toHaveLength(450);
    const asked = JSON.stringify(bodies);
    expect(ids.filter((id) => asked.split(id).length !== 2)).toEqual([]);
  });

  it("asks for long values in parts that an address holds", async () => {
    const { client } = startOrg();
    const names = Array.from({ length: 150 }, (_, index) => `${index} ${"ü".repeat(70)}`);
    expect(await client.find("Lead", { LastName: names }, [])).toEqual([]);
  });

  it.each([
    ["Lead, Contact", ["Name"]],
    ["Lead", ["Id FROM Lead WHERE (Name"]],
    ["Lead", ["Account..Name"]],
  ])("takes no name that would write the query: %s, %j", async (object, fields) => {
    const { client, calls } = startOrg();
    expect(String(await rejection(client.find(object as "Lead", {}, fields as "Name"[])))).toContain("a name");
    expect(calls).toEqual([]);
  });

  it("never takes undefined for anybody", async () => {
    const { client } = startOrg();
    expect(String(await rejection(client.find("Lead", { Email: undefined } as object, [])))).toContain("Email");
  });
});
