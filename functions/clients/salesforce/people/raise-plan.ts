import { DeliveryError } from "../../../runtime/define/errors.ts";
import { mailingStatus } from "./member-statuses.ts";
import { membershipOf, notYetVisible, type Status } from "./members.ts";
import { end, type OneRaise } from "./one-raise.ts";
import type { PresentMembers } from "./present-members.ts";
import type { PeopleContext } from "./search.ts";
import type { Change } from "../api/collections.ts";
import type { OrgRecord } from "../api/queries.ts";
import type { FieldValues, RaiseOptions } from "../salesforce.ts";

export interface Campaign extends RaiseOptions {
  readonly campaignId: string;
  /** -1 if the status may not be raised. */
  readonly rankOf: (label: unknown) => number;
}

export interface Row {
  readonly raise: OneRaise;
  readonly creation?: FieldValues;
  readonly change?: Change;
}

/** What to write; settles what is done already or impossible. */
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

/** The best wanted status that the campaign has; missing ones fail individually. */
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

/** A status outside the order was set for a reason, and stays. */
function isRaised({ Status, HasResponded }: OrgRecord["fields"], { rankOf }: Campaign, wanted: Status): boolean {
  const rank = rankOf(Status);
  const isBetter = rank >= 0 && rank < rankOf(wanted.label);
  return isBetter && (wanted.hasResponded || HasResponded !== true);
}
