import { aList, among, anyOf, aNumber, aText } from "../match.ts";
import { exchange, reads, type Topic } from "../exchange.ts";
import { refusal } from "./patterns.ts";

export const calls: Topic = {
  name: "Calls, sessions and what the org is like",
  exchanges: [
    exchange(
      "a login with a wrong secret",
      {
        method: "POST",
        path: "/services/oauth2/token",
        text: "grant_type=client_credentials&client_id={clientId}&client_secret=wrong",
        headers: { "content-type": "application/x-www-form-urlencoded" },
      },
      400,
      { error: anyOf("invalid_client", "invalid_client_id", "invalid_grant"), error_description: aText },
      { basis: "reported" },
    ),
    exchange(
      "an expired session",
      { method: "GET", path: "/limits", headers: { authorization: "Bearer 00Dnobody" } },
      401,
      refusal("INVALID_SESSION_ID", "Session expired or invalid"),
    ),
    reads(
      "the day's allowance, in every answer",
      "/limits",
      { DailyApiRequests: { Max: aNumber, Remaining: aNumber } },
      { headers: { "sforce-limit-info": /^api-usage=\d+\/\d+/, "content-type": /^application\/json;charset=UTF-8$/i } },
    ),
    reads(
      "an object's basic information",
      "/sobjects/Lead",
      { objectDescribe: { name: "Lead", label: "Lead", keyPrefix: "00Q", createable: true }, recentItems: aList },
      { basis: "recorded" },
    ),
    reads(
      "an object's description",
      "/sobjects/Lead/describe",
      {
        name: "Lead",
        label: "Lead",
        keyPrefix: "00Q",
        createable: true,
        fields: among(
          { name: "Id", type: "id", length: 18, nillable: false, createable: false, idLookup: true },
          { name: "Company", label: "Company", type: "string", length: 255, nillable: false, defaultedOnCreate: false },
          { name: "OwnerId", type: "reference", referenceTo: among("User"), relationshipName: "Owner" },
          {
            name: "Rating",
            type: "picklist",
            restrictedPicklist: false,
            picklistValues: among({ value: "Hot", active: true }),
          },
          { name: "Description", type: "textarea", length: 32000, filterable: false },
        ),
      },
      { basis: "recorded" },
    ),
    exchange(
      "the description of an object that does not exist",
      { method: "GET", path: "/sobjects/Nobody__c/describe" },
      404,
      refusal("NOT_FOUND", "The requested resource does not exist"),
    ),
    reads(
      "all objects",
      "/sobjects",
      {
        encoding: "UTF-8",
        maxBatchSize: 200,
        sobjects: among({ name: "Lead", keyPrefix: "00Q", queryable: true }),
      },
      { basis: "recorded" },
    ),
    exchange(
      "an unknown path",
      { method: "GET", path: "/nowhere" },
      404,
      refusal("NOT_FOUND", "The requested resource does not exist"),
    ),
    exchange("a retired API version", { method: "GET", path: "/services/data/v25.0/limits" }, 410, [
      { errorCode: aText, message: aText },
    ]),
  ],
};
