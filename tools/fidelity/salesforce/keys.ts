import { aText, nothing } from "../match.ts";
import type { Topic } from "../exchange.ts";
import { created, ids, lead, refusal } from "./words.ts";

const needs = "person-key";

export const keys: Topic = {
  name: "Unique keys and upserts",
  exchanges: [
    {
      name: "a Lead under a key",
      basis: "documented",
      needs,
      sent: { method: "POST", path: "/sobjects/Lead", body: { ...lead, Person_Key__c: "key-{run}" } },
      status: 201,
      body: created(ids.Lead),
      keep: { lead: "id" },
    },
    {
      name: "another one under the same key, in capitals",
      basis: "reported",
      needs,
      sent: { method: "POST", path: "/sobjects/Lead", body: { ...lead, Person_Key__c: "KEY-{run}" } },
      status: 400,
      body: refusal(
        "DUPLICATE_VALUE",
        /^duplicate value found: Person_Key__c duplicates value on record with id: 00Q/,
        [],
      ),
    },
    {
      name: "a read by the key",
      basis: "documented",
      needs,
      sent: { method: "GET", path: "/sobjects/Lead/Person_Key__c/key-{run}?fields=Id,Email" },
      status: 200,
      body: { Id: ids.Lead, Email: "ycat-{run}@example.com" },
    },
    {
      name: "a read by a key that nobody has",
      basis: "documented",
      needs,
      sent: { method: "GET", path: "/sobjects/Lead/Person_Key__c/nobody-{run}" },
      status: 404,
      body: refusal("NOT_FOUND", "The requested resource does not exist"),
    },
    {
      name: "a read by a field that is no key",
      basis: "documented",
      sent: { method: "GET", path: "/sobjects/Lead/Nope__c/x" },
      status: 404,
      body: refusal("NOT_FOUND", "Provided external ID field does not exist or is not accessible: Nope__c"),
    },
    {
      name: "an upsert of a key that is there",
      basis: "documented",
      needs,
      sent: { method: "PATCH", path: "/sobjects/Lead/Person_Key__c/key-{run}", body: { FirstName: "Ada" } },
      status: 200,
      body: { id: ids.Lead, success: true, errors: [], created: false },
    },
    {
      name: "an upsert of a new one",
      basis: "documented",
      needs,
      sent: { method: "PATCH", path: "/sobjects/Lead/Person_Key__c/other-{run}", body: { ...lead, Email: null } },
      status: 201,
      body: { id: ids.Lead, success: true, errors: [], created: true },
    },
    {
      name: "an upsert that repeats the key",
      basis: "recorded",
      needs,
      sent: {
        method: "PATCH",
        path: "/sobjects/Lead/Person_Key__c/key-{run}",
        body: { FirstName: "Ada", Person_Key__c: "key-{run}" },
      },
      status: 400,
      body: refusal("INVALID_FIELD", "The Person_Key__c field should not be specified in the sobject data."),
    },
    {
      name: "an upsert of several by Id: without one it creates",
      basis: "recorded",
      sent: {
        method: "PATCH",
        path: "/composite/sobjects/Lead/Id",
        body: { records: [{ attributes: { type: "Lead" }, Id: null, ...lead, Email: null }] },
      },
      status: 200,
      body: [{ id: ids.Lead, success: true, errors: [], created: true }],
    },
    {
      name: "an upsert of several by a key that one of them lacks",
      basis: "documented",
      needs,
      sent: {
        method: "PATCH",
        path: "/composite/sobjects/Lead/Person_Key__c",
        body: { records: [{ attributes: { type: "Lead" }, ...lead }] },
      },
      status: 200,
      body: [{ id: nothing, success: false, errors: [{ statusCode: "MISSING_ARGUMENT", message: aText, fields: [] }] }],
    },
  ],
};
