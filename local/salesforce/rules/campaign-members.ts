import { Refusal } from "../state/refusal.ts";
import { rowsWith, timestamp } from "../state/org.ts";
import type { Org } from "../state/org.ts";
import type { ObjectType } from "../state/schema.ts";
import type { Fields, Row, Value } from "../state/store.ts";

/** The statuses of a new campaign. */
export const DEFAULT_STATUSES: readonly Fields[] = [
  { Label: "Sent", HasResponded: false, IsDefault: true, SortOrder: 1 },
  { Label: "Responded", HasResponded: true, IsDefault: false, SortOrder: 2 },
];

/** Completes a new member: one person, a status of its campaign, and not a member already. */
export function completeMember(org: Org, type: ObjectType, given: Fields): Fields {
  const contactId = given["ContactId"] ?? null;
  // Both ids are accepted, but only the Contact is kept.
  const leadId = contactId === null ? (given["LeadId"] ?? null) : null;
  // [U] Salesforce's words.
  if (contactId === null && leadId === null)
    throw new Refusal("REQUIRED_FIELD_MISSING", "Required fields are missing: [LeadId]", { fields: ["LeadId"] });
  const fields = {
    ...given,
    LeadId: leadId,
    ContactId: contactId,
    Type: contactId === null ? "Lead" : "Contact",
    LeadOrContactId: contactId ?? leadId,
  };
  if (findMember(org, type, fields) !== undefined) throw new Refusal("DUPLICATE_VALUE", "Already a campaign member.");
  return applyStatus(org, fields);
}

/** [U] its labels and message; SortOrder is documented as unique. */
export function checkStatusIsNew(org: Org, fields: Fields): void {
  const isTaken = statusesOf(org, fields["CampaignId"] ?? null).some(
    ({ Label = null, SortOrder = null }) =>
      sameText(fields["Label"], Label) || (SortOrder !== null && SortOrder === fields["SortOrder"]),
  );
  if (!isTaken) return;
  const message = "duplicate value found: <unknown> duplicates value on record with id: <unknown>";
  throw new Refusal("DUPLICATE_VALUE", message, { fields: [] });
}

/** The campaign's member for this Lead or Contact. */
export function findMember(org: Org, type: ObjectType, { CampaignId, LeadId, ContactId }: Fields): Row | undefined {
  const wanted: [string, Value | undefined] =
    (ContactId ?? null) === null ? ["LeadId", LeadId] : ["ContactId", ContactId];
  const field = type.field(wanted[0]);
  if (field === undefined) return undefined;
  for (const row of org.store.find(type, field, wanted[1] ?? null)) {
    if (row.fields["CampaignId"] === CampaignId) return row;
  }
  return undefined;
}

/** Sets a member's status, by default the campaign's default, and the fields derived from it. */
export function applyStatus(org: Org, fields: Fields): Fields {
  const statuses = statusesOf(org, fields["CampaignId"] ?? null);
  const asked = fields["Status"] ?? null;
  const found = statuses.find((status) => sameText(status["Label"], asked));
  const status = found ?? fallback(org, statuses, asked);
  const hasResponded = status["HasResponded"] === true;
  const today = timestamp(org.clock).slice(0, 10);
  return {
    ...fields,
    Status: status["Label"] ?? null,
    HasResponded: hasResponded,
    FirstRespondedDate: fields["FirstRespondedDate"] ?? (hasResponded ? today : null),
  };
}

function fallback(org: Org, statuses: readonly Fields[], asked: Value): Fields {
  const mode = org.settings.memberStatus;
  if (asked !== null && mode === "accept") return { Label: asked };
  if (asked !== null && mode === "reject") {
    const message = `Status: bad value for restricted picklist field: ${String(asked)}`;
    throw new Refusal("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", message, { fields: ["Status"] });
  }
  return statuses.find((status) => status["IsDefault"] === true) ?? {};
}

function statusesOf(org: Org, campaignId: Value): Fields[] {
  return rowsWith(org, "CampaignMemberStatus", "CampaignId", campaignId).map((row) => row.fields);
}

function sameText(one: Value | undefined, other: Value): boolean {
  return typeof one === "string" && typeof other === "string" && one.toLowerCase() === other.toLowerCase();
}
