import { anyOf, inAnyOrder, nothing, type Pattern } from "../match.ts";
import { exchange, type Exchange, type Topic } from "../exchange.ts";
import { creates, lead, refusal } from "./patterns.ts";

/** A Lead with something wrong in it. */
function wrong(
  name: string,
  fields: Readonly<Record<string, unknown>>,
  body: Pattern,
  basis: Exchange["basis"] = "reported",
): Exchange {
  return exchange(name, { method: "POST", path: "/sobjects/Lead", body: { ...lead, ...fields } }, 400, body, { basis });
}

export const refusals: Topic = {
  name: "Fields that are refused",
  exchanges: [
    exchange(
      "a Lead without last name and company",
      { method: "POST", path: "/sobjects/Lead", body: { FirstName: "Ada", Email: lead.Email } },
      400,
      refusal(
        "REQUIRED_FIELD_MISSING",
        /^Required fields are missing: \[(?:LastName, Company|Company, LastName)\]$/,
        inAnyOrder("LastName", "Company"),
      ),
      { basis: "reported" },
    ),
    wrong(
      "a field that the object does not have",
      { Nope__c: "x" },
      refusal("INVALID_FIELD", "No such column 'Nope__c' on sobject of type Lead", nothing),
    ),
    wrong(
      "a text that is too long",
      { FirstName: "x".repeat(41) },
      refusal("STRING_TOO_LONG", /^First Name: data value too large: x+ \(max length=40\)$/, ["FirstName"]),
    ),
    wrong(
      "a malformed e-mail",
      { Email: "nobody" },
      refusal("INVALID_EMAIL_ADDRESS", "Email: invalid email address: nobody", ["Email"]),
    ),
    wrong(
      "a field that nobody may set",
      { ConvertedDate: "2026-11-26" },
      refusal(
        "INVALID_FIELD_FOR_INSERT_UPDATE",
        /^Unable to create\/update fields: ConvertedDate\. Please check the security settings of this field/,
        ["ConvertedDate"],
      ),
    ),
    wrong(
      "a value that a restricted picklist does not have",
      { GeocodeAccuracy: "Nearby" },
      refusal(
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
        "Geocode Accuracy: bad value for restricted picklist field: Nearby",
        ["GeocodeAccuracy"],
      ),
    ),
    wrong(
      "a malformed number",
      { NumberOfEmployees: "a few" },
      refusal("JSON_PARSER_ERROR", /^Cannot deserialize instance of int from VALUE_STRING value a few/),
    ),
    wrong(
      "a checkbox that is neither true nor false",
      { HasOptedOutOfEmail: "maybe" },
      refusal("JSON_PARSER_ERROR", /^Cannot deserialize instance of boolean from VALUE_STRING value maybe/),
    ),
    wrong(
      "a malformed date",
      { Email_Consent_At__c: "yesterday" },
      refusal("JSON_PARSER_ERROR", /^Cannot deserialize instance of datetime from VALUE_STRING value yesterday/),
    ),
    exchange(
      "a body that is not JSON",
      { method: "POST", path: "/sobjects/Lead", text: '{"LastName": ' },
      400,
      refusal("JSON_PARSER_ERROR"),
    ),
    creates("a Lead to refer to", "Lead", lead, { keep: { lead: "id" } }),
    exchange(
      "a reference to a record of the wrong kind",
      { method: "POST", path: "/sobjects/Contact", body: { LastName: "ycat fidelity", AccountId: "{lead}" } },
      400,
      refusal("FIELD_INTEGRITY_EXCEPTION", /^Account ID: id value of incorrect type: 00Q/, ["AccountId"]),
      { basis: "recorded" },
    ),
    exchange(
      "a reference that is not an id",
      { method: "POST", path: "/sobjects/Contact", body: { LastName: "ycat fidelity", AccountId: "nobody" } },
      400,
      refusal("MALFORMED_ID", "Account ID: id value of incorrect type: nobody", ["AccountId"]),
      { basis: "reported" },
    ),
    exchange(
      "a reference to a record that does not exist",
      {
        method: "POST",
        path: "/sobjects/Contact",
        body: { LastName: "ycat fidelity", AccountId: "001000000000001AAA" },
      },
      400,
      refusal(anyOf("INVALID_CROSS_REFERENCE_KEY", "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY")),
      { basis: "reported" },
    ),
  ],
};

export const countries: Topic = {
  name: "State and Country picklists",
  setUp: { restrictedPicklists: { "Lead.Country": ["Ireland"] } },
  exchanges: [
    {
      ...wrong(
        "an unknown country",
        { Country: "Utopia" },
        refusal("FIELD_INTEGRITY_EXCEPTION", /^There's a problem with this country/, ["Country"]),
        "recorded",
      ),
      needs: "country-picklists",
    },
    creates("a known one", "Lead", { ...lead, Country: "Ireland" }, { needs: "country-picklists" }),
  ],
};
