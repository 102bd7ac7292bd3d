import type { Topic } from "../exchange.ts";
import { created, ids, lead, query, refusal, refusedItem } from "./patterns.ts";

const needs = "person-key";
const member = { attributes: { type: "CampaignMember" }, CampaignId: "{campaign}", LeadId: "{lead}" };
const status = { CampaignId: "{campaign}", Label: "ycat Waitlisted", HasResponded: true, SortOrder: 3 };
const since = (at: string) => ({ Status: "ycat Waitlisted", Registration_At__c: at });

/** What registrations and mailings rely on. */
export const statuses: Topic = {
  name: "A campaign's statuses, many members in one call, and the time of a member's status",
  exchanges: [
    {
      name: "a Campaign",
      basis: "documented",
      sent: { method: "POST", path: "/sobjects/Campaign", body: { Name: "ycat fidelity {run}", IsActive: true } },
      status: 201,
      body: created(ids.Campaign),
      keep: { campaign: "id" },
    },
    {
      name: "a status that is added to it",
      basis: "documented",
      sent: { method: "POST", path: "/sobjects/CampaignMemberStatus", body: status },
      status: 201,
      body: created(ids.CampaignMemberStatus),
    },
    {
      name: "one with the same label",
      basis: "believed",
      sent: { method: "POST", path: "/sobjects/CampaignMemberStatus", body: { ...status, SortOrder: 4 } },
      status: 400,
      body: refusal("DUPLICATE_VALUE"),
    },
    {
      name: "one at the same place",
      basis: "believed",
      sent: { method: "POST", path: "/sobjects/CampaignMemberStatus", body: { ...status, Label: "ycat Promoted" } },
      status: 400,
      body: refusal("DUPLICATE_VALUE"),
    },
    {
      name: "a Lead",
      basis: "documented",
      sent: { method: "POST", path: "/sobjects/Lead", body: lead },
      status: 201,
      body: created(ids.Lead),
      keep: { lead: "id" },
    },
    {
      name: "the same member twice in one call",
      basis: "believed",
      sent: { method: "POST", path: "/composite/sobjects", body: { allOrNone: false, records: [member, member] } },
      status: 200,
      body: [created(ids.CampaignMember), refusedItem("DUPLICATE_VALUE", "Already a campaign member.", [])],
      keep: { member: "0.id" },
    },
    {
      name: "those of some Leads and Contacts",
      basis: "documented",
      sent: {
        method: "GET",
        path: query(
          "SELECT Id, LeadId, ContactId, Status, HasResponded FROM CampaignMember WHERE CampaignId = '{campaign}' AND (LeadId IN ('{lead}') OR ContactId IN ('003000000000000AAA'))",
        ),
      },
      status: 200,
      body: { totalSize: 1, records: [{ LeadId: ids.Lead, ContactId: null, Status: "Sent", HasResponded: false }] },
    },
    {
      name: "a status with its time",
      basis: "documented",
      needs,
      sent: { method: "PATCH", path: "/sobjects/CampaignMember/{member}", body: since("2026-11-26T10:00:00Z") },
      status: 204,
    },
    {
      name: "an older one, which the rule of salesforce/ refuses",
      basis: "documented",
      needs,
      sent: { method: "PATCH", path: "/sobjects/CampaignMember/{member}", body: since("2026-11-26T09:59:59Z") },
      status: 400,
      body: refusal("FIELD_CUSTOM_VALIDATION_EXCEPTION", /./, ["Registration_At__c"]),
    },
  ],
};
