import { aNumber, anyOf, inAnyOrder } from "../match.ts";
import { changes, exchange, reads, type Topic } from "../exchange.ts";
import { creates, ids, lead, query, refusal } from "./patterns.ts";

/** Only a Marketing User may create campaigns. */
export const members: Topic = {
  name: "Campaigns and their members",
  exchanges: [
    creates("a Campaign", "Campaign", { Name: "ycat fidelity {run}", IsActive: true }, { keep: { campaign: "id" } }),
    reads(
      "the statuses that it starts with",
      query("SELECT Label, HasResponded, IsDefault FROM CampaignMemberStatus WHERE CampaignId = '{campaign}'"),
      {
        totalSize: 2,
        records: inAnyOrder(
          { Label: "Sent", HasResponded: false, IsDefault: true },
          { Label: "Responded", HasResponded: true, IsDefault: false },
        ),
      },
    ),
    creates("a Lead", "Lead", lead, { keep: { lead: "id" } }),
    creates("a Contact", "Contact", { LastName: "ycat fidelity {run}" }, { keep: { contact: "id" } }),
    creates("a member", "CampaignMember", { CampaignId: "{campaign}", LeadId: "{lead}" }, { keep: { member: "id" } }),
    exchange(
      "the same again",
      { method: "POST", path: "/sobjects/CampaignMember", body: { CampaignId: "{campaign}", LeadId: "{lead}" } },
      400,
      refusal("DUPLICATE_VALUE", "Already a campaign member."),
      { basis: "reported" },
    ),
    reads(
      "what it is",
      "/sobjects/CampaignMember/{member}?fields=Status,HasResponded,FirstRespondedDate,LeadId,ContactId,Type",
      {
        Status: "Sent",
        HasResponded: false,
        FirstRespondedDate: null,
        LeadId: ids.Lead,
        ContactId: null,
        Type: "Lead",
      },
    ),
    changes("its status raised", "/sobjects/CampaignMember/{member}", { Status: "Responded" }),
    reads("what follows from that", "/sobjects/CampaignMember/{member}?fields=HasResponded,FirstRespondedDate", {
      HasResponded: true,
      FirstRespondedDate: /^\d{4}-\d\d-\d\d$/,
    }),
    creates(
      "a member by Lead and Contact: the Contact alone is kept",
      "CampaignMember",
      { CampaignId: "{campaign}", LeadId: "{lead}", ContactId: "{contact}" },
      { keep: { both: "id" } },
    ),
    reads("what it refers to", "/sobjects/CampaignMember/{both}?fields=LeadId,ContactId", {
      LeadId: null,
      ContactId: ids.Contact,
    }),
    changes(
      "a status that the campaign does not have",
      "/sobjects/CampaignMember/{both}",
      { Status: "Nobody's" },
      { basis: "believed" },
    ),
    reads(
      "what became of it: the campaign's default",
      "/sobjects/CampaignMember/{both}?fields=Status",
      { Status: "Sent" },
      { basis: "believed" },
    ),
    exchange(
      "a member of an unknown campaign",
      { method: "POST", path: "/sobjects/CampaignMember", body: { LeadId: "{lead}" } },
      400,
      refusal("REQUIRED_FIELD_MISSING", "Required fields are missing: [CampaignId]", ["CampaignId"]),
    ),
    reads(
      "how the campaign counts",
      "/sobjects/Campaign/{campaign}?fields=NumberOfLeads,NumberOfContacts,Status",
      { NumberOfLeads: aNumber, NumberOfContacts: aNumber, Status: anyOf("Planned", null) },
      { basis: "believed" },
    ),
    creates("a Task for the Lead", "Task", { Subject: "ycat fidelity", WhoId: "{lead}" }, { keep: { task: "id" } }),
    reads("what the org gives it", "/sobjects/Task/{task}?fields=Status,Priority,IsClosed,OwnerId", {
      Status: "Not Started",
      Priority: "Normal",
      IsClosed: false,
      OwnerId: /^005/,
    }),
  ],
};
