import { DeliveryError } from "../../../runtime/define/errors.ts";
import { mailingStatus } from "./member-statuses.ts";
import { membershipOf, notYetVisible } from "./members.ts";
import type { Status } from "./members.ts";
import { end } from "./one-raise.ts";
import type { OneRaise } from "./one-raise.ts";
import type { PresentMembers } from "./present-members.ts";
import type { PeopleContext } from "./search.ts";
import type { Change } from "../api/collections.ts";
import type { OrgRecord } from "../api/queries.ts";
import type { FieldValues, RaiseOptions } from "../salesforce.ts";

export interface Campaign extends RaiseOptions {
  readonly campaignId: string;
  /** -1 for a status that is none of those that may be raised. */
  readonly rankOf: (label: unknown) => number;
}

export interface Row {
  readonly raise: OneRaise;
  readonly creation?: FieldValues;
  readonly change?: Change;
}

/** What is to be written; what is so already, or can't be, is ended. */
export async function planRows(
  context: PeopleContext,
  campaign: Campaign,
  open: readonly OneRaise[],
  present: PresentMembers,
): Promise<readonly Row[]> {
  const statuses = new Map<string, Status | DeliveryError>();
  for (const { label } of open.flatMap(({ wanted }) => wanted)) {
    if (!statuses.has(label)) statuses.set(label, await mailingStatus(context, campaign, present.statuses, label));
  }
  return open.flatMap((raise) => {
    const best = bestOf(raise, campaign, statuses);
    if (best === undefined) return [];
    const rows = rowsFor(raise, campaign, best, present.of(raise.person));
    raise.unanswered = rows.length;
    raise.refusals = [];
    return rows.length === 0 ? end(raise) : rows;
  });
}

/** Of what is wanted the best that the campaign has; what it has not fails alone. */
function bestOf(
  raise: OneRaise,
  { rankOf }: Campaign,
  statuses: ReadonlyMap<string, Status | DeliveryError>,
): Status | undefined {
  let best: Status | undefined;
  for (const { label, tell } of raise.wanted) {
    const status = statuses.get(label);
    if (status instanceof DeliveryError) tell(status);
    else if (best === undefined || rankOf(label) > rankOf(best.label)) best = status;
  }
  raise.wanted = raise.wanted.filter(({ label }) => !(statuses.get(label) instanceof DeliveryError));
  return best;
}

function rowsFor(raise: OneRaise, campaign: Campaign, status: Status, members: readonly OrgRecord[]): Row[] {
  const { person, met } = raise;
  if (members.length > 0) {
    const lower = members.filter(({ fields }) => isRaised(fields, campaign, status));
    return lower.map(({ id }) => ({ raise, change: { type: "CampaignMember", id, fields: { Status: status.label } } }));
  }
  const last = met.at(-1);
  if (last?.code === "DUPLICATE_VALUE") return end(raise, notYetVisible(last));
  return [{ raise, creation: { ...membershipOf(campaign.campaignId, person), Status: status.label } }];
}

/** A status that is none of the order somebody has given for a reason, and stands. */
function isRaised({ Status, HasResponded }: OrgRecord["fields"], { rankOf }: Campaign, wanted: Status): boolean {
  const rank = rankOf(Status);
  const isBetter = rank >= 0 && rank < rankOf(wanted.label);
  return isBetter && (wanted.hasResponded || HasResponded !== true);
}
