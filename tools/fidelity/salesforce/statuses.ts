import { changes, exchange, reads, type Topic } from "../exchange.ts";
import { creates, created, ids, lead, query, refusal, refusedItem } from "./patterns.ts";

const needs = "person-key";
const member = { attributes: { type: "CampaignMember" }, CampaignId: "{campaign}", LeadId: "{lead}" };
const status = { CampaignId: "{campaign}", Label: "ycat Waitlisted", HasResponded: true, SortOrder: 3 };
const since = (at: string) => ({ Status: "ycat Waitlisted", Registration_At__c: at });

/** What registrations and mailings rely on. */
export const statuses: Topic = {
  name: "A campaign's statuses, many members in one call, and the time of a member's status",
  exchanges: [
    creates("a Campaign", "Campaign", { Name: "ycat fidelity {run}", IsActive: true }, { keep: { campaign: "id" } }),
    creates("a status that is added to it", "CampaignMemberStatus", status),
    exchange(
      "one with the same label",
      { method: "POST", path: "/sobjects/CampaignMemberStatus", body: { ...status, SortOrder: 4 } },
      400,
      refusal("DUPLICATE_VALUE"),
      { basis: "believed" },
    ),
    exchange(
      "one at the same place",
      { method: "POST", path: "/sobjects/CampaignMemberStatus", body: { ...status, Label: "ycat Promoted" } },
      400,
      refusal("DUPLICATE_VALUE"),
      { basis: "believed" },
    ),
    creates("a Lead", "Lead", lead, { keep: { lead: "id" } }),
    exchange(
      "the same member twice in one call",
      { method: "POST", path: "/composite/sobjects", body: { allOrNone: false, records: [member, member] } },
      200,
      [created(ids.CampaignMember), refusedItem("DUPLICATE_VALUE", "Already a campaign member.", [])],
      { basis: "believed", keep: { member: "0.id" } },
    ),
    reads(
      "those of some Leads and Contacts",
      query(
        "SELECT Id, LeadId, ContactId, Status, HasResponded FROM CampaignMember WHERE CampaignId = '{campaign}' AND (LeadId IN ('{lead}') OR ContactId IN ('003000000000000AAA'))",
      ),
      { totalSize: 1, records: [{ LeadId: ids.Lead, ContactId: null, Status: "Sent", HasResponded: false }] },
    ),
    changes("a status with its time", "/sobjects/CampaignMember/{member}", since("2026-11-26T10:00:00Z"), { needs }),
    exchange(
      "an older one, which the rule of salesforce/ refuses",
      { method: "PATCH", path: "/sobjects/CampaignMember/{member}", body: since("2026-11-26T09:59:59Z") },
      400,
      refusal("FIELD_CUSTOM_VALIDATION_EXCEPTION", /./, ["Registration_At__c"]),
      { needs },
    ),
  ],
};
