import { aText, nothing } from "../match.ts";
import type { Topic } from "../exchange.ts";
import { created, ids, lead, refusal } from "./patterns.ts";

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
      name: "a read by an unused key",
      basis: "documented",
      needs,
      sent: { method: "GET", path: "/sobjects/Lead/Person_Key__c/nobody-{run}" },
      status: 404,
      body: refusal("NOT_FOUND", "The requested resource does not exist"),
    },
    {
      name: "a read by a field that is not a key",
      basis: "documented",
      sent: { method: "GET", path: "/sobjects/Lead/Nope__c/x" },
      status: 404,
      body: refusal("NOT_FOUND", "Provided external ID field does not exist or is not accessible: Nope__c"),
    },
    {
      name: "an upsert of an existing key",
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
    {
      name: "two of one e-mail, which is a key of its own and not unique",
      basis: "recorded",
      sent: {
        method: "POST",
        path: "/composite/sobjects",
        body: {
          records: [1, 2].map((n) => ({
            attributes: { type: "Contact" },
            LastName: `ycat ${n}`,
            Email: "two-{run}@example.com",
          })),
        },
      },
      status: 200,
      body: [created(ids.Contact), created(ids.Contact)],
    },
    {
      name: "an upsert by it: both are named",
      basis: "documented",
      sent: {
        method: "PATCH",
        path: "/sobjects/Contact/Email/two-{run}%40example.com",
        body: { FirstName: "Ada" },
      },
      status: 300,
      body: [
        /^\/services\/data\/v[\d.]+\/sobjects\/Contact\/003/,
        /^\/services\/data\/v[\d.]+\/sobjects\/Contact\/003/,
      ],
    },
    {
      name: "an upsert by an e-mail that ends in .inc",
      basis: "documented",
      sent: { method: "PATCH", path: "/sobjects/Contact/Email/two-{run}%40example.inc", body: { LastName: "ycat" } },
      status: 404,
    },
  ],
};

const at = (time: string) => ({ HasOptedOutOfEmail: true, Email_Consent_At__c: time });

export const consent: Topic = {
  name: "The time of a consent, under the rule of salesforce/",
  exchanges: [
    {
      name: "a Lead with a time",
      basis: "documented",
      needs,
      sent: { method: "POST", path: "/sobjects/Lead", body: { ...lead, ...at("2026-11-26T10:00:00Z") } },
      status: 201,
      body: created(ids.Lead),
      keep: { lead: "id" },
    },
    {
      name: "an earlier one",
      basis: "documented",
      needs,
      sent: { method: "PATCH", path: "/sobjects/Lead/{lead}", body: at("2026-11-26T09:00:00Z") },
      status: 400,
      body: refusal("FIELD_CUSTOM_VALIDATION_EXCEPTION", /^A later decision about e-mail stands already\./, [
        "Email_Consent_At__c",
      ]),
    },
    {
      name: "a later one",
      basis: "documented",
      needs,
      sent: { method: "PATCH", path: "/sobjects/Lead/{lead}", body: at("2026-11-26T11:00:00Z") },
      status: 204,
    },
    {
      name: "how it is read",
      basis: "recorded",
      needs,
      sent: { method: "GET", path: "/sobjects/Lead/{lead}?fields=HasOptedOutOfEmail,Email_Consent_At__c" },
      status: 200,
      body: { HasOptedOutOfEmail: true, Email_Consent_At__c: "2026-11-26T11:00:00.000+0000" },
    },
  ],
};
