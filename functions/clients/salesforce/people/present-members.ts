import { type Status, statusQuery, toStatus } from "./members.ts";
import type { OrgRecord } from "../api/queries.ts";
import type { Records } from "../api/records.ts";
import { inLists, soql } from "../api/soql.ts";
import type { Person } from "../salesforce.ts";

/** A campaign, as far as some people are concerned. */
export interface PresentMembers {
  readonly statuses: readonly Status[];
  /** All memberships of a person: as a Contact and as a Lead one can be a member twice. */
  readonly of: (person: Person) => readonly OrgRecord[];
}

/** Asks which of these people are members of the campaign, as what, and which statuses it has: in a call for a thousand people. */
export async function readPresent(
  records: Records,
  campaignId: string,
  of: readonly { readonly person: Person }[],
): Promise<PresentMembers> {
  const ofCampaign = soql`CampaignId = ${campaignId}`;
  const queriesBy = (field: string, ids: readonly string[]) =>
    inLists([...new Set(ids)]).map((list) => ({
      text: `SELECT Id, ${field}, Status, HasResponded FROM CampaignMember WHERE ${ofCampaign} AND ${field} ${soql`IN ${list}`}`,
    }));
  const byContact = queriesBy(
    "ContactId",
    of.flatMap(({ person: { contactIds } }) => contactIds),
  );
  const byLead = queriesBy(
    "LeadId",
    of.flatMap(({ person: { leadIds } }) => leadIds),
  );
  const [rows = [], ...pages] = await records.ask(statusQuery(campaignId), ...byContact, ...byLead);
  const members = Map.groupBy(pages.flat(), ({ fields }) => fields["ContactId"] ?? fields["LeadId"]);
  return {
    statuses: rows.map(toStatus),
    of({ contactIds, leadIds }) {
      const found = [...contactIds, ...leadIds].flatMap((id) => members.get(id) ?? []);
      // A converted Lead's member is found by both.
      return found.filter(({ id }, place) => found.findIndex((one) => one.id === id) === place);
    },
  };
}
