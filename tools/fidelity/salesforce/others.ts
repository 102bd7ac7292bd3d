import { aList, anyOf, type Pattern } from "../match.ts";
import { type Besides, exchange, type Exchange, type Topic } from "../exchange.ts";
import { creates, created, ids, lead, refusal } from "./patterns.ts";

/** Creating a Lead with a fault. */
function struck(name: string, fault: string, status: number, body: Pattern, besides?: Besides): Exchange {
  const sent = { method: "POST", path: "/sobjects/Lead", body: lead } as const;
  return exchange(name, sent, status, body, {
    basis: "reported",
    fault: { fault, match: "POST /sobjects/Lead" },
    ...besides,
  });
}

/** What a single caller can't bring about in a real org. */
export const others: Topic = {
  name: "Locks and limits",
  exchanges: [
    struck(
      "a record that others hold",
      "lock",
      500,
      refusal("UNABLE_TO_LOCK_ROW", /^unable to obtain exclusive access to this record/, []),
      { basis: "recorded" },
    ),
    struck(
      "the same inside the org's automation",
      "partial",
      400,
      refusal("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", /UNABLE_TO_LOCK_ROW/),
    ),
    struck(
      "too many long calls at once",
      "403-concurrent",
      403,
      refusal("REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded."),
    ),
    struck(
      "the day's calls used up",
      "403-daily",
      403,
      refusal("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."),
    ),
  ],
};

const needs = "duplicate-rule";
const message = "You're creating a duplicate record. We recommend you use an existing record instead.";

export const duplicates: Topic = {
  name: "The standard duplicate rule of Leads, where it is on and alerts",
  setUp: { duplicateRule: "alert" },
  exchanges: [
    creates("a Lead", "Lead", { ...lead, FirstName: "Grace" }, { needs }),
    exchange(
      "the same again",
      { method: "POST", path: "/sobjects/Lead", body: { ...lead, FirstName: "Grace" } },
      400,
      [
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
      { basis: "recorded", needs },
    ),
    exchange(
      "the same, saved in spite of the rule",
      {
        method: "POST",
        path: "/sobjects/Lead",
        body: { ...lead, FirstName: "Grace" },
        headers: { "sforce-duplicate-rule-header": "allowSave=true" },
      },
      201,
      created(ids.Lead),
      { needs },
    ),
  ],
};
