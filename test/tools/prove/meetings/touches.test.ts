import { describe, expect, it } from "@jest/globals";
import type { Touch } from "../../../../local/core/requests.ts";
import customerio from "../../../../local/customerio/stand-in.ts";
import salesforce from "../../../../local/salesforce/stand-in.ts";
import slack from "../../../../local/slack/stand-in.ts";

const standIns = { customerio, salesforce, slack };

/** `POST /path?query`, as a call of that system. */
function touched(system: keyof typeof standIns, call: string, body: unknown = ""): readonly string[] | undefined {
  const [method, path] = [call.slice(0, call.indexOf(" ")), call.slice(call.indexOf(" ") + 1)];
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const found = standIns[system].touches({ method, url: new URL(path, "https://system.test"), body: text });
  return found?.map(spell);
}

function spell({ kind, fields, isWrite }: Touch): string {
  return `${isWrite ? "writes" : "reads"} ${kind} ${fields === "all" ? fields : fields.join(",")}`;
}

const REST = "/services/data/v60.0";
const query = (soql: string) => `GET ${REST}/query?q=${encodeURIComponent(soql)}`;
const LEAD = "00Q000000000001AAA";

describe("touches of salesforce", () => {
  it.each([
    ["a login", "POST /services/oauth2/token", "grant_type=x", []],
    [
      "a query",
      query("SELECT Id, Name FROM Lead WHERE Email = 'a@b.c' AND (IsConverted = false) ORDER BY CreatedDate LIMIT 1"),
      "",
      ["reads lead id,id,name,email,isconverted,createddate"],
    ],
    [
      "a query for another object's field",
      query("SELECT Id FROM Lead WHERE Owner.Name = 'a'"),
      "",
      ["reads lead id,id", "reads lead id,ownerid", "reads user id,name"],
    ],
    ["a query for what leads nowhere", query("SELECT Id FROM Lead WHERE Nobody.Name = 'a'"), "", undefined],
    [
      "a query in a query",
      query("SELECT Name FROM Contact WHERE Id IN (SELECT ContactId FROM CampaignMember)"),
      "",
      ["reads contact id,name,id", "reads campaignmember id,contactid"],
    ],
    ["a query that is none", query("SELECT"), "", undefined],
    ["a further page", `GET ${REST}/query/01g000000000001AAA-2`, "", undefined],
    ["a record", `GET ${REST}/sobjects/Lead/${LEAD}?fields=Email,Status`, "", ["reads lead id,email,status"]],
    ["a whole record", `GET ${REST}/sobjects/Lead/${LEAD}`, "", ["reads lead all"]],
    ["a record by its key", `GET ${REST}/sobjects/Lead/Key__c/a?fields=Email`, "", ["reads lead id,email,key__c"]],
    [
      "a creation",
      `POST ${REST}/sobjects/Lead`,
      { LastName: "A" },
      ["writes lead all", "reads lead id,email", "reads contact id,email"],
    ],
    [
      "a creation that locks its parents",
      `POST ${REST}/sobjects/CampaignMember`,
      { CampaignId: "701", LeadId: "00Q" },
      [
        "writes campaignmember all",
        "reads campaignmemberstatus all",
        "reads campaign id",
        "writes campaign lock",
        "reads lead id",
        "writes lead lock",
      ],
    ],
    [
      "an update",
      `PATCH ${REST}/sobjects/Lead/${LEAD}`,
      { Status: "A" },
      ["writes lead status,lastmodifieddate,systemmodstamp,lock", "reads lead id,isconverted"],
    ],
    [
      "an upsert",
      `PATCH ${REST}/sobjects/Contact/Key__c/a`,
      {},
      ["writes contact all", "reads lead id,email", "reads contact id,email"],
    ],
    ["a deletion", `DELETE ${REST}/sobjects/Lead/${LEAD}`, "", undefined],
    [
      "a collection",
      `PATCH ${REST}/composite/sobjects`,
      { records: [{ attributes: { type: "Contact" }, Id: "003", HasOptedOutOfEmail: true }] },
      ["writes contact hasoptedoutofemail,lastmodifieddate,systemmodstamp,lock", "reads contact id,isconverted"],
    ],
    [
      "a composite call",
      `POST ${REST}/composite`,
      {
        compositeRequest: [
          { method: "GET", url: query("SELECT Id FROM Campaign").slice(4) },
          { method: "POST", url: `${REST}/sobjects/Account`, body: { Name: "A" } },
        ],
      },
      ["reads campaign id,id", "writes account all"],
    ],
    [
      "a composite call of which one part is not known",
      `POST ${REST}/composite`,
      { compositeRequest: [{ method: "DELETE", url: `${REST}/sobjects/Lead/${LEAD}` }] },
      undefined,
    ],
    ["what is nowhere described", `GET ${REST}/limits`, "", undefined],
  ])("tells %s", (_what, call, body, expected) => {
    expect(touched("salesforce", call, body)).toEqual(expected);
  });
});

describe("touches of customerio", () => {
  const there = "reads people is there";
  it.each([
    ["an identify", "PUT /api/v1/customers/a", { plan: "b", _timestamp: 1 }, [there, "writes people plan"]],
    ["an identify that asks", "PUT /api/v1/customers/a", { _update: true }, undefined],
    ["an event", "POST /api/v1/customers/a/events", { name: "b", id: "01a" }, [there, "writes events 01A"]],
    ["an event without an id", "POST /api/v1/customers/a/events", { name: "b" }, [there, "writes events all"]],
    ["a deletion", "DELETE /api/v1/customers/a", {}, undefined],
    ["a read", "GET /v1/customers?email=a", {}, undefined],
    ["a read of attributes", "GET /v1/customers/a/attributes?id_type=email", {}, ["reads people all"]],
  ])("tells %s", (_what, call, body, expected) => {
    expect(touched("customerio", call, body)).toEqual(expected);
  });
});

describe("touches of slack", () => {
  it.each([
    ["who it is", "POST /api/auth.test", "", []],
    ["a message", "POST /api/chat.postMessage", { channel: "C01", text: "a" }, ["writes messages C01"]],
    ["a message to a name", "POST /api/chat.postMessage", { channel: "#sales" }, ["writes messages all"]],
    ["a history", "GET /api/conversations.history?channel=C01", "", ["reads messages C01"]],
    ["a history asked for by form", "POST /api/conversations.history", "limit=1&channel=C01", ["reads messages C01"]],
    ["what is nowhere described", "POST /api/chat.delete", "", undefined],
  ])("tells %s", (_what, call, body, expected) => {
    expect(touched("slack", call, body)).toEqual(expected);
  });
});
