import { aText, nothing } from "../match.ts";
import { changes, exchange, reads, type Topic } from "../exchange.ts";
import { creates, created, ids, lead, refusal } from "./patterns.ts";

const needs = "person-key";

export const keys: Topic = {
  name: "Unique keys and upserts",
  exchanges: [
    creates("a Lead under a key", "Lead", { ...lead, Person_Key__c: "key-{run}" }, { needs, keep: { lead: "id" } }),
    exchange(
      "another one under the same key, in capitals",
      { method: "POST", path: "/sobjects/Lead", body: { ...lead, Person_Key__c: "KEY-{run}" } },
      400,
      refusal("DUPLICATE_VALUE", /^duplicate value found: Person_Key__c duplicates value on record with id: 00Q/, []),
      { basis: "reported", needs },
    ),
    reads(
      "a read by the key",
      "/sobjects/Lead/Person_Key__c/key-{run}?fields=Id,Email",
      { Id: ids.Lead, Email: "ycat-{run}@example.com" },
      { needs },
    ),
    exchange(
      "a read by an unused key",
      { method: "GET", path: "/sobjects/Lead/Person_Key__c/nobody-{run}" },
      404,
      refusal("NOT_FOUND", "The requested resource does not exist"),
      { needs },
    ),
    exchange(
      "a read by a field that is not a key",
      { method: "GET", path: "/sobjects/Lead/Nope__c/x" },
      404,
      refusal("NOT_FOUND", "Provided external ID field does not exist or is not accessible: Nope__c"),
    ),
    exchange(
      "an upsert of an existing key",
      { method: "PATCH", path: "/sobjects/Lead/Person_Key__c/key-{run}", body: { FirstName: "Ada" } },
      200,
      { id: ids.Lead, success: true, errors: [], created: false },
      { needs },
    ),
    exchange(
      "an upsert of a new one",
      { method: "PATCH", path: "/sobjects/Lead/Person_Key__c/other-{run}", body: { ...lead, Email: null } },
      201,
      { id: ids.Lead, success: true, errors: [], created: true },
      { needs },
    ),
    exchange(
      "an upsert that repeats the key",
      {
        method: "PATCH",
        path: "/sobjects/Lead/Person_Key__c/key-{run}",
        body: { FirstName: "Ada", Person_Key__c: "key-{run}" },
      },
      400,
      refusal("INVALID_FIELD", "The Person_Key__c field should not be specified in the sobject data."),
      { basis: "recorded", needs },
    ),
    exchange(
      "an upsert of several by Id: without one it creates",
      {
        method: "PATCH",
        path: "/composite/sobjects/Lead/Id",
        body: { records: [{ attributes: { type: "Lead" }, Id: null, ...lead, Email: null }] },
      },
      200,
      [{ id: ids.Lead, success: true, errors: [], created: true }],
      { basis: "recorded" },
    ),
    exchange(
      "an upsert of several by a key that one of them lacks",
      {
        method: "PATCH",
        path: "/composite/sobjects/Lead/Person_Key__c",
        body: { records: [{ attributes: { type: "Lead" }, ...lead }] },
      },
      200,
      [{ id: nothing, success: false, errors: [{ statusCode: "MISSING_ARGUMENT", message: aText, fields: [] }] }],
      { needs },
    ),
    exchange(
      "two of one e-mail, which is a key of its own and not unique",
      {
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
      200,
      [created(ids.Contact), created(ids.Contact)],
      { basis: "recorded" },
    ),
    exchange(
      "an upsert by it: both are named",
      {
        method: "PATCH",
        path: "/sobjects/Contact/Email/two-{run}%40example.com",
        body: { FirstName: "Ada" },
      },
      300,
      [/^\/services\/data\/v[\d.]+\/sobjects\/Contact\/003/, /^\/services\/data\/v[\d.]+\/sobjects\/Contact\/003/],
    ),
    exchange(
      "an upsert by an e-mail that ends in .inc",
      { method: "PATCH", path: "/sobjects/Contact/Email/two-{run}%40example.inc", body: { LastName: "ycat" } },
      404,
    ),
  ],
};

const at = (time: string) => ({ HasOptedOutOfEmail: true, Email_Consent_At__c: time });

export const consent: Topic = {
  name: "The time of a consent, under the rule of salesforce/",
  exchanges: [
    creates("a Lead with a time", "Lead", { ...lead, ...at("2026-11-26T10:00:00Z") }, { needs, keep: { lead: "id" } }),
    exchange(
      "an earlier one",
      { method: "PATCH", path: "/sobjects/Lead/{lead}", body: at("2026-11-26T09:00:00Z") },
      400,
      refusal("FIELD_CUSTOM_VALIDATION_EXCEPTION", /^A later decision about e-mail stands already\./, [
        "Email_Consent_At__c",
      ]),
      { needs },
    ),
    changes("a later one", "/sobjects/Lead/{lead}", at("2026-11-26T11:00:00Z"), { needs }),
    reads(
      "how it is read",
      "/sobjects/Lead/{lead}?fields=HasOptedOutOfEmail,Email_Consent_At__c",
      { HasOptedOutOfEmail: true, Email_Consent_At__c: "2026-11-26T11:00:00.000+0000" },
      { basis: "recorded", needs },
    ),
  ],
};
