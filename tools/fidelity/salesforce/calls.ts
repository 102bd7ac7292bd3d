import { aList, among, anyOf, aNumber, aText } from "../match.ts";
import type { Topic } from "../exchange.ts";
import { refusal } from "./patterns.ts";

export const calls: Topic = {
  name: "Calls, sessions and what the org is like",
  exchanges: [
    {
      name: "a login with a wrong secret",
      basis: "reported",
      sent: {
        method: "POST",
        path: "/services/oauth2/token",
        text: "grant_type=client_credentials&client_id={clientId}&client_secret=wrong",
        headers: { "content-type": "application/x-www-form-urlencoded" },
      },
      status: 400,
      body: { error: anyOf("invalid_client", "invalid_client_id", "invalid_grant"), error_description: aText },
    },
    {
      name: "an expired session",
      basis: "documented",
      sent: { method: "GET", path: "/limits", headers: { authorization: "Bearer 00Dnobody" } },
      status: 401,
      body: refusal("INVALID_SESSION_ID", "Session expired or invalid"),
    },
    {
      name: "the day's allowance, in every answer",
      basis: "documented",
      sent: { method: "GET", path: "/limits" },
      status: 200,
      headers: { "sforce-limit-info": /^api-usage=\d+\/\d+/, "content-type": /^application\/json;charset=UTF-8$/i },
      body: { DailyApiRequests: { Max: aNumber, Remaining: aNumber } },
    },
    {
      name: "an object's basic information",
      basis: "recorded",
      sent: { method: "GET", path: "/sobjects/Lead" },
      status: 200,
      body: { objectDescribe: { name: "Lead", label: "Lead", keyPrefix: "00Q", createable: true }, recentItems: aList },
    },
    {
      name: "an object's description",
      basis: "recorded",
      sent: { method: "GET", path: "/sobjects/Lead/describe" },
      status: 200,
      body: {
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
    },
    {
      name: "the description of an object that does not exist",
      basis: "documented",
      sent: { method: "GET", path: "/sobjects/Nobody__c/describe" },
      status: 404,
      body: refusal("NOT_FOUND", "The requested resource does not exist"),
    },
    {
      name: "all objects",
      basis: "recorded",
      sent: { method: "GET", path: "/sobjects" },
      status: 200,
      body: {
        encoding: "UTF-8",
        maxBatchSize: 200,
        sobjects: among({ name: "Lead", keyPrefix: "00Q", queryable: true }),
      },
    },
    {
      name: "an unknown path",
      basis: "documented",
      sent: { method: "GET", path: "/nowhere" },
      status: 404,
      body: refusal("NOT_FOUND", "The requested resource does not exist"),
    },
    {
      name: "a retired API version",
      basis: "documented",
      sent: { method: "GET", path: "/services/data/v25.0/limits" },
      status: 410,
      body: [{ errorCode: aText, message: aText }],
    },
  ],
};
