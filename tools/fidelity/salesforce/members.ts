import { aNumber, anyOf, inAnyOrder } from "../match.ts";
import type { Topic } from "../exchange.ts";
import { created, ids, lead, query, refusal } from "./patterns.ts";

/** Only a Marketing User may create campaigns. */
export const members: Topic = {
  name: "Campaigns and their members",
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
      name: "the statuses that it starts with",
      basis: "documented",
      sent: {
        method: "GET",
        path: query("SELECT Label, HasResponded, IsDefault FROM CampaignMemberStatus WHERE CampaignId = '{campaign}'"),
      },
      status: 200,
      body: {
        totalSize: 2,
        records: inAnyOrder(
          { Label: "Sent", HasResponded: false, IsDefault: true },
          { Label: "Responded", HasResponded: true, IsDefault: false },
        ),
      },
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
      name: "a Contact",
      basis: "documented",
      sent: { method: "POST", path: "/sobjects/Contact", body: { LastName: "ycat fidelity {run}" } },
      status: 201,
      body: created(ids.Contact),
      keep: { contact: "id" },
    },
    {
      name: "a member",
      basis: "documented",
      sent: { method: "POST", path: "/sobjects/CampaignMember", body: { CampaignId: "{campaign}", LeadId: "{lead}" } },
      status: 201,
      body: created(ids.CampaignMember),
      keep: { member: "id" },
    },
    {
      name: "the same again",
      basis: "reported",
      sent: { method: "POST", path: "/sobjects/CampaignMember", body: { CampaignId: "{campaign}", LeadId: "{lead}" } },
      status: 400,
      body: refusal("DUPLICATE_VALUE", "Already a campaign member."),
    },
    {
      name: "what it is",
      basis: "documented",
      sent: {
        method: "GET",
        path: "/sobjects/CampaignMember/{member}?fields=Status,HasResponded,FirstRespondedDate,LeadId,ContactId,Type",
      },
      status: 200,
      body: {
        Status: "Sent",
        HasResponded: false,
        FirstRespondedDate: null,
        LeadId: ids.Lead,
        ContactId: null,
        Type: "Lead",
      },
    },
    {
      name: "its status raised",
      basis: "documented",
      sent: { method: "PATCH", path: "/sobjects/CampaignMember/{member}", body: { Status: "Responded" } },
      status: 204,
    },
    {
      name: "what follows from that",
      basis: "documented",
      sent: { method: "GET", path: "/sobjects/CampaignMember/{member}?fields=HasResponded,FirstRespondedDate" },
      status: 200,
      body: { HasResponded: true, FirstRespondedDate: /^\d{4}-\d\d-\d\d$/ },
    },
    {
      name: "a member by Lead and Contact: the Contact alone is kept",
      basis: "documented",
      sent: {
        method: "POST",
        path: "/sobjects/CampaignMember",
        body: { CampaignId: "{campaign}", LeadId: "{lead}", ContactId: "{contact}" },
      },
      status: 201,
      body: created(ids.CampaignMember),
      keep: { both: "id" },
    },
    {
      name: "what it refers to",
      basis: "documented",
      sent: { method: "GET", path: "/sobjects/CampaignMember/{both}?fields=LeadId,ContactId" },
      status: 200,
      body: { LeadId: null, ContactId: ids.Contact },
    },
    {
      name: "a status that the campaign does not have",
      basis: "believed",
      sent: { method: "PATCH", path: "/sobjects/CampaignMember/{both}", body: { Status: "Nobody's" } },
      status: 204,
    },
    {
      name: "what became of it: the campaign's default",
      basis: "believed",
      sent: { method: "GET", path: "/sobjects/CampaignMember/{both}?fields=Status" },
      status: 200,
      body: { Status: "Sent" },
    },
    {
      name: "a member of an unknown campaign",
      basis: "documented",
      sent: { method: "POST", path: "/sobjects/CampaignMember", body: { LeadId: "{lead}" } },
      status: 400,
      body: refusal("REQUIRED_FIELD_MISSING", "Required fields are missing: [CampaignId]", ["CampaignId"]),
    },
    {
      name: "how the campaign counts",
      basis: "believed",
      sent: { method: "GET", path: "/sobjects/Campaign/{campaign}?fields=NumberOfLeads,NumberOfContacts,Status" },
      status: 200,
      body: { NumberOfLeads: aNumber, NumberOfContacts: aNumber, Status: anyOf("Planned", null) },
    },
    {
      name: "a Task for the Lead",
      basis: "documented",
      sent: { method: "POST", path: "/sobjects/Task", body: { Subject: "ycat fidelity", WhoId: "{lead}" } },
      status: 201,
      body: created(ids.Task),
      keep: { task: "id" },
    },
    {
      name: "what the org gives it",
      basis: "documented",
      sent: { method: "GET", path: "/sobjects/Task/{task}?fields=Status,Priority,IsClosed,OwnerId" },
      status: 200,
      body: { Status: "Not Started", Priority: "Normal", IsClosed: false, OwnerId: /^005/ },
    },
  ],
};
