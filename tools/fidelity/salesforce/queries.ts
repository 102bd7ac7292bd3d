import { aNumber, anyOf, nothing, type Pattern } from "../match.ts";
import { exchange, reads, type Exchange, type Topic } from "../exchange.ts";
import { creates, ids, lead, query, refusal } from "./patterns.ts";

function asked(name: string, soql: string, body: Pattern, basis: Exchange["basis"] = "documented"): Exchange {
  return reads(name, query(soql), body, { basis });
}

function refused(name: string, soql: string, body: Pattern, basis: Exchange["basis"] = "recorded"): Exchange {
  return { ...asked(name, soql, body, basis), status: 400 };
}

const OURS = "Email = 'YCAT-{run}@example.com'";

export const queries: Topic = {
  name: "Queries",
  exchanges: [
    creates("an Account, and a Contact of it", "Account", { Name: "ycat fidelity {run}" }, { keep: { account: "id" } }),
    creates(
      "the Contact",
      "Contact",
      { LastName: "O'Fidelity \\", Email: lead.Email, AccountId: "{account}", LeadSource: "Web" },
      { keep: { contact: "id" } },
    ),
    asked(
      "a record as it is returned; texts compare without case",
      `SELECT Id, LastName, Phone FROM Contact WHERE ${OURS}`,
      {
        totalSize: 1,
        done: true,
        nextRecordsUrl: nothing,
        records: [
          {
            attributes: { type: "Contact", url: /^\/services\/data\/v[\d.]+\/sobjects\/Contact\/003/ },
            Id: ids.Contact,
            LastName: "O'Fidelity \\",
            Phone: null,
          },
        ],
      },
      "recorded",
    ),
    asked(
      "quotes and backslashes, escaped",
      `SELECT Id FROM Contact WHERE LastName = 'O\\'Fidelity \\\\' AND ${OURS}`,
      { totalSize: 1 },
    ),
    asked("fields of a parent", `SELECT Account.Name FROM Contact WHERE ${OURS}`, {
      records: [{ Account: { attributes: { type: "Account" }, Name: "ycat fidelity {run}" } }],
    }),
    asked("a condition on a parent", `SELECT Id FROM Contact WHERE Account.Name = 'ycat fidelity {run}'`, {
      totalSize: 1,
    }),
    asked("a missing parent", `SELECT ReportsTo.Name FROM Contact WHERE ${OURS}`, {
      records: [{ ReportsTo: null }],
    }),
    asked("how many", `SELECT COUNT() FROM Contact WHERE ${OURS}`, { totalSize: 1, done: true, records: [] }),
    asked("a count, grouped", `SELECT LeadSource, COUNT(Id) FROM Contact WHERE ${OURS} GROUP BY LeadSource`, {
      totalSize: 1,
      records: [{ attributes: { type: "AggregateResult" }, LeadSource: "Web", expr0: 1 }],
    }),
    asked("a count under an alias", `SELECT COUNT(Id) many FROM Contact WHERE ${OURS}`, { records: [{ many: 1 }] }),
    asked("date literals", `SELECT Id FROM Contact WHERE ${OURS} AND CreatedDate = LAST_N_DAYS:2`, {
      totalSize: anyOf(0, 1),
    }),
    asked("the user's own day", `SELECT Id FROM Contact WHERE ${OURS} AND CreatedDate = TODAY`, { totalSize: 1 }),
    asked("null values", `SELECT Id FROM Contact WHERE ${OURS} AND Phone = null`, { totalSize: 1 }),
    asked("several ids", "SELECT Id FROM Contact WHERE Id IN ('{contact}', '003000000000001AAA')", { totalSize: 1 }),
    asked("a pattern", `SELECT Id FROM Contact WHERE LastName LIKE 'o_fid%' AND ${OURS}`, { totalSize: 1 }),
    refused(
      "an unknown column: the message begins with the query and names the column in its last line",
      "SELECT Id, Nope__c FROM Lead",
      refusal(
        "INVALID_FIELD",
        /^[^]*SELECT Id, Nope__c FROM Lead[^]*\n\s*\^\nERROR at Row:1:Column:\d+\nNo such column 'Nope__c' on entity 'Lead'\. [^\n]+$/,
        nothing,
      ),
    ),
    refused(
      "an unknown relation",
      "SELECT Nobody__r.Name FROM Lead",
      refusal("INVALID_FIELD", /\nDidn't understand relationship 'Nobody__r' in field path\.[^\n]+$/),
    ),
    refused(
      "an unknown object",
      "SELECT Id FROM Nobody__c",
      refusal("INVALID_TYPE", /\nsObject type 'Nobody__c' is not supported\./),
    ),
    refused("no query at all", "SELECT FROM", refusal("MALFORMED_QUERY")),
    refused("an unterminated text", "SELECT Id FROM Lead WHERE LastName = 'Ada", refusal("MALFORMED_QUERY")),
    refused(
      "a filter on a long text",
      "SELECT Id FROM Lead WHERE Description = 'x'",
      refusal("INVALID_FIELD", /\nfield 'Description' can not be filtered in a query call$/),
      "reported",
    ),
    refused(
      "a time in quotes",
      "SELECT Id FROM Lead WHERE CreatedDate = '2026-11-26T00:00:00Z'",
      refusal(
        "INVALID_FIELD",
        /\nvalue of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes$/,
      ),
      "reported",
    ),
    exchange(
      "a query whose URL is too long",
      { method: "GET", path: query(`SELECT Id FROM Lead WHERE LastName = '${"x".repeat(17_000)}'`) },
      414,
    ),
    exchange(
      "one whose URL is too long together with its headers",
      { method: "GET", path: query(`SELECT Id FROM Lead WHERE LastName = '${"x".repeat(16_200)}'`) },
      431,
    ),
    exchange(
      "a further page of an unknown query",
      { method: "GET", path: "/query/01g000000000001AAA-2000" },
      400,
      refusal("INVALID_QUERY_LOCATOR", "invalid query locator"),
      { basis: "reported" },
    ),
    asked("users, who own records", "SELECT Id, Name, IsActive FROM User WHERE IsActive = true LIMIT 1", {
      totalSize: 1,
      records: [{ attributes: { type: "User" }, Id: /^005[0-9A-Za-z]{15}$/, IsActive: true }],
    }),
    asked("the owner of a record", `SELECT Owner.Name FROM Contact WHERE ${OURS}`, {
      records: [{ Owner: { attributes: { type: "User" } } }],
    }),
    asked("a sum", `SELECT MAX(CreatedDate) newest, COUNT(Id) many FROM Contact WHERE ${OURS}`, {
      records: [{ many: aNumber }],
    }),
  ],
};
