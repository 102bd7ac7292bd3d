import { aText, nothing } from "../match.ts";
import type { Topic } from "../exchange.ts";
import { created, ids, lead, query, refusal } from "./patterns.ts";

export const records: Topic = {
  name: "One record: created, read, changed, deleted",
  exchanges: [
    {
      name: "a Lead; numbers given as text are accepted, blanks trimmed, and an unrestricted picklist takes any value",
      basis: "recorded",
      sent: {
        method: "POST",
        path: "/sobjects/Lead",
        body: { ...lead, FirstName: "  Grace ", Phone: "", NumberOfEmployees: "12", Rating: "Lukewarm" },
      },
      status: 201,
      body: created(ids.Lead),
      keep: { lead: "id" },
    },
    {
      name: "what became of its fields",
      basis: "documented",
      sent: {
        method: "GET",
        path: "/sobjects/Lead/{lead}?fields=Id,FirstName,Name,Phone,NumberOfEmployees,Rating,IsConverted,Status",
      },
      status: 200,
      body: {
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
    },
    {
      name: "a change",
      basis: "documented",
      sent: { method: "PATCH", path: "/sobjects/Lead/{lead}", body: { FirstName: "Ada" } },
      status: 204,
      body: nothing,
    },
    {
      name: "a change of what has been changed since a given time",
      basis: "documented",
      sent: {
        method: "PATCH",
        path: "/sobjects/Lead/{lead}",
        body: { FirstName: "Augusta" },
        headers: { "if-unmodified-since": "Thu, 01 Jan 2015 00:00:00 GMT" },
      },
      status: 412,
    },
    {
      name: "a read of a field that does not exist",
      basis: "documented",
      sent: { method: "GET", path: "/sobjects/Lead/{lead}?fields=Id,Nope__c" },
      status: 400,
      body: refusal("INVALID_FIELD", /No such column 'Nope__c' on (?:entity|sobject of type) '?Lead'?/),
    },
    {
      name: "a read by an unused id",
      basis: "documented",
      sent: { method: "GET", path: "/sobjects/Lead/00Q000000000001EAA" },
      status: 404,
      body: refusal("NOT_FOUND", /does not exist/),
    },
    {
      name: "a read by something that is not an id",
      basis: "reported",
      sent: { method: "GET", path: "/sobjects/Lead/nobody" },
      status: 404,
      body: refusal("NOT_FOUND", "Provided external ID field does not exist or is not accessible: nobody"),
    },
    {
      name: "a change by an id with a wrong checksum",
      basis: "recorded",
      sent: { method: "PATCH", path: "/sobjects/Lead/00Q000000000001ZZZ", body: { FirstName: "Ada" } },
      status: 400,
      body: refusal("MALFORMED_ID", /^Record ID: id value of incorrect type/, ["Id"]),
    },
    {
      name: "a change of an object that does not exist",
      basis: "documented",
      sent: { method: "POST", path: "/sobjects/Nobody__c", body: { Name: "Ada" } },
      status: 404,
      body: refusal("NOT_FOUND", "The requested resource does not exist"),
    },
    {
      name: "its deletion",
      basis: "documented",
      sent: { method: "DELETE", path: "/sobjects/Lead/{lead}" },
      status: 204,
      body: nothing,
    },
    {
      name: "a change after that",
      basis: "documented",
      sent: { method: "PATCH", path: "/sobjects/Lead/{lead}", body: { FirstName: "Ada" } },
      status: 404,
      body: refusal("ENTITY_IS_DELETED", "entity is deleted"),
    },
    {
      name: "a query after that",
      basis: "documented",
      sent: { method: "GET", path: query("SELECT Id FROM Lead WHERE Id = '{lead}'") },
      status: 200,
      body: { totalSize: 0, done: true, records: [] },
    },
    {
      name: "a query that includes deleted records",
      basis: "documented",
      sent: {
        method: "GET",
        path: query("SELECT Id, IsDeleted FROM Lead WHERE Id = '{lead}'").replace("query", "queryAll"),
      },
      status: 200,
      body: { totalSize: 1, records: [{ Id: ids.Lead, IsDeleted: true }] },
    },
  ],
};
