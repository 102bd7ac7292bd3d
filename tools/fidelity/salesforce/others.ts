import { aList, anyOf } from "../match.ts";
import type { Exchange, Topic } from "../exchange.ts";
import { created, ids, lead, refusal } from "./patterns.ts";

/** Creating a Lead with a fault. */
function struckBy(fault: string): Pick<Exchange, "fault" | "sent"> {
  return {
    fault: { fault, match: "POST /sobjects/Lead" },
    sent: { method: "POST", path: "/sobjects/Lead", body: lead },
  };
}

/** What a single caller can't bring about in a real org. */
export const others: Topic = {
  name: "Locks and limits",
  exchanges: [
    {
      name: "a record that others hold",
      basis: "recorded",
      ...struckBy("lock"),
      status: 500,
      body: refusal("UNABLE_TO_LOCK_ROW", /^unable to obtain exclusive access to this record/, []),
    },
    {
      name: "the same inside the org's automation",
      basis: "reported",
      ...struckBy("partial"),
      status: 400,
      body: refusal("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", /UNABLE_TO_LOCK_ROW/),
    },
    {
      name: "too many long calls at once",
      basis: "reported",
      ...struckBy("403-concurrent"),
      status: 403,
      body: refusal("REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded."),
    },
    {
      name: "the day's calls used up",
      basis: "reported",
      ...struckBy("403-daily"),
      status: 403,
      body: refusal("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."),
    },
  ],
};

const needs = "duplicate-rule";
const message = "You're creating a duplicate record. We recommend you use an existing record instead.";

export const duplicates: Topic = {
  name: "The standard duplicate rule of Leads, where it is on and alerts",
  setUp: { duplicateRule: "alert" },
  exchanges: [
    {
      name: "a Lead",
      basis: "documented",
      needs,
      sent: { method: "POST", path: "/sobjects/Lead", body: { ...lead, FirstName: "Grace" } },
      status: 201,
      body: created(ids.Lead),
    },
    {
      name: "the same again",
      basis: "recorded",
      needs,
      sent: { method: "POST", path: "/sobjects/Lead", body: { ...lead, FirstName: "Grace" } },
      status: 400,
      body: [
        {
          errorCode: "DUPLICATES_DETECTED",
          message,
          duplicateResut: {
            allowSave: true,
            duplicateRule: "Standard_Lead_Duplicate_Rule",
            duplicateRuleEntityType: "Lead",
            errorMessage: message,
            matchResults: [
              {
                entityType: "Lead",
                matchEngine: anyOf("FuzzyMatchEngine", "ExactMatchEngine"),
                rule: /^Standard_Lead_Match_Rule_v1_\d$/,
                size: 1,
                success: true,
                matchRecords: [{ matchConfidence: 100, record: { attributes: { type: "Lead" }, Id: ids.Lead } }],
                errors: aList,
              },
            ],
          },
        },
      ],
    },
    {
      name: "the same, saved in spite of the rule",
      basis: "documented",
      needs,
      sent: {
        method: "POST",
        path: "/sobjects/Lead",
        body: { ...lead, FirstName: "Grace" },
        headers: { "sforce-duplicate-rule-header": "allowSave=true" },
      },
      status: 201,
      body: created(ids.Lead),
    },
  ],
};
