import { aText, nothing } from "../match.ts";
import { changes, exchange, reads, type Topic } from "../exchange.ts";
import { creates, ids, lead, query, refusal } from "./patterns.ts";

export const records: Topic = {
  name: "One record: created, read, changed, deleted",
  exchanges: [
    creates(
      "a Lead; numbers given as text are accepted, blanks trimmed, and an unrestricted picklist takes any value",
      "Lead",
      { ...lead, FirstName: "  Grace ", Phone: "", NumberOfEmployees: "12", Rating: "Lukewarm" },
      { basis: "recorded", keep: { lead: "id" } },
    ),
    reads(
      "what became of its fields",
      "/sobjects/Lead/{lead}?fields=Id,FirstName,Name,Phone,NumberOfEmployees,Rating,IsConverted,Status",
      {
        attributes: { type: "Lead", url: /^\/services\/data\/v[\d.]+\/sobjects\/Lead\/00Q/ },
        Id: ids.Lead,
        FirstName: "Grace",
        Name: "Grace ycat fidelity",
        Phone: null,
        NumberOfEmployees: 12,
        Rating: "Lukewarm",
        IsConverted: false,
        Status: aText,
        Email: nothing,
      },
    ),
    changes("a change", "/sobjects/Lead/{lead}", { FirstName: "Ada" }),
    exchange(
      "a change of what has been changed since a given time",
      {
        method: "PATCH",
        path: "/sobjects/Lead/{lead}",
        body: { FirstName: "Augusta" },
        headers: { "if-unmodified-since": "Thu, 01 Jan 2015 00:00:00 GMT" },
      },
      412,
    ),
    exchange(
      "a read of a field that does not exist",
      { method: "GET", path: "/sobjects/Lead/{lead}?fields=Id,Nope__c" },
      400,
      refusal("INVALID_FIELD", /No such column 'Nope__c' on (?:entity|sobject of type) '?Lead'?/),
    ),
    exchange(
      "a read by an unused id",
      { method: "GET", path: "/sobjects/Lead/00Q000000000001EAA" },
      404,
      refusal("NOT_FOUND", /does not exist/),
    ),
    exchange(
      "a read by something that is not an id",
      { method: "GET", path: "/sobjects/Lead/nobody" },
      404,
      refusal("NOT_FOUND", "Provided external ID field does not exist or is not accessible: nobody"),
      { basis: "reported" },
    ),
    exchange(
      "a change by an id with a wrong checksum",
      { method: "PATCH", path: "/sobjects/Lead/00Q000000000001ZZZ", body: { FirstName: "Ada" } },
      400,
      refusal("MALFORMED_ID", /^Record ID: id value of incorrect type/, ["Id"]),
      { basis: "recorded" },
    ),
    exchange(
      "a change of an object that does not exist",
      { method: "POST", path: "/sobjects/Nobody__c", body: { Name: "Ada" } },
      404,
      refusal("NOT_FOUND", "The requested resource does not exist"),
    ),
    exchange("its deletion", { method: "DELETE", path: "/sobjects/Lead/{lead}" }, 204, nothing),
    exchange(
      "a change after that",
      { method: "PATCH", path: "/sobjects/Lead/{lead}", body: { FirstName: "Ada" } },
      404,
      refusal("ENTITY_IS_DELETED", "entity is deleted"),
    ),
    reads("a query after that", query("SELECT Id FROM Lead WHERE Id = '{lead}'"), {
      totalSize: 0,
      done: true,
      records: [],
    }),
    reads(
      "a query that includes deleted records",
      query("SELECT Id, IsDeleted FROM Lead WHERE Id = '{lead}'").replace("query", "queryAll"),
      { totalSize: 1, records: [{ Id: ids.Lead, IsDeleted: true }] },
    ),
  ],
};
