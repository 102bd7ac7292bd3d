import { DeliveryError, type PermanentError, UnavailableError } from "../../../runtime/define/errors.ts";
import { refusalOfMembers, refusalOfMembership } from "../api/errors.ts";
import { createRecord } from "../records/write.ts";
import type { PeopleContext } from "./search.ts";
import type { MemberStatus } from "../salesforce.ts";
import {
  campaignLacks,
  type Members,
  NO_SUCH_STATUS,
  noSuchStatus,
  type Status,
  statusMissing,
  statusNamed,
  statusQuery,
  toStatus,
} from "./members.ts";

/** Others may add statuses at the same time, each of which takes a place. */
const MOST_TRIES = 3;

/**
 * The campaign's status of that name, in its own spelling. A missing one is added if the change asks for it, as
 * responded, so that nobody loses the fact that they responded.
 * @throws PermanentError with NO_SUCH_STATUS if it is missing and may not be added, or with RESPONSE_TAKEN_BACK if it
 * does not count as responded although the person has responded: other campaigns' changes must not wait for this one.
 */
export async function statusToGive(
  context: PeopleContext,
  campaignId: string,
  { members, statuses }: Members,
  wanted: MemberStatus,
): Promise<string> {
  const found = statusNamed(statuses, wanted.status);
  if (found === undefined && statuses.length > 0) {
    if (wanted.isCreated !== true) throw statusMissing(campaignId, wanted.status, otherwise(FILE));
    const status = { label: wanted.status, hasResponded: true, toError: refusalOfMembership };
    return (await addStatus(context, campaignId, statuses, status)).label;
  }
  const hasResponded = members.some(({ fields }) => fields["HasResponded"] === true);
  if (found?.hasResponded === false && hasResponded && wanted.mayTakeBack !== true)
    throw responseTakenBack(campaignId, wanted);
  // If no status is visible, the write decides: it is refused, or accepts any.
  return found?.label ?? wanted.status;
}

/**
 * The campaign's status of that name, for a mailing's recipient. A missing one is added if asked for, as not responded:
 * what counts as a response is for the campaign's owner to say.
 * @returns NO_SUCH_STATUS if it is missing and may not be added: the mailing's events wait until someone fixes that.
 */
export async function mailingStatus(
  context: PeopleContext,
  { campaignId, isCreated = false }: { readonly campaignId: string; readonly isCreated?: boolean },
  statuses: readonly Status[],
  label: string,
): Promise<Status | DeliveryError> {
  const found = statusNamed(statuses, label);
  const wanted = { label, hasResponded: false };
  // If no status is visible, the write decides: it is refused, or accepts any.
  if (found !== undefined || statuses.length === 0) return found ?? { ...wanted, place: 0 };
  if (!isCreated) {
    const message = noSuchStatus(campaignId, label, otherwise("functions/configuration/mailings.json"));
    return new UnavailableError(message, NO_SUCH_STATUS, { reach: "settings" });
  }
  return addStatus(context, campaignId, statuses, { ...wanted, toError: refusalOfMembers }).catch((error: unknown) => {
    if (error instanceof DeliveryError) return error;
    throw error;
  });
}

async function addStatus(
  context: PeopleContext,
  campaignId: string,
  known: readonly Status[],
  { label, hasResponded, toError }: Omit<Status, "place"> & { readonly toError: typeof refusalOfMembership },
): Promise<Status> {
  const [needed, expected] = [["Label", "HasResponded"], ["DUPLICATE_VALUE"]];
  let statuses = known;
  for (let tried = 0; tried < MOST_TRIES; tried += 1) {
    const place = Math.max(...statuses.map((status) => status.place)) + 1;
    const fields = { CampaignId: campaignId, Label: label, HasResponded: hasResponded, SortOrder: place };
    const { refusal } = await createRecord(context, { object: "CampaignMemberStatus", fields, needed, expected });
    if (refusal === undefined) return { label, hasResponded, place };
    if (refusal.code !== "DUPLICATE_VALUE") throw toError(refusal, campaignId);
    const [rows = []] = await context.records.ask(statusQuery(campaignId));
    statuses = rows.map(toStatus);
    const found = statusNamed(statuses, label);
    if (found !== undefined) return found;
  }
  const message =
    "salesforce refuses to add a status to a campaign, for there is one at its place that no query shows yet";
  const reason = { code: "NOT_YET_VISIBLE", system: "salesforce", operation: OPERATION };
  throw new UnavailableError(message, reason, { reach: "record" });
}

const OPERATION = "POST /sobjects/CampaignMemberStatus";
const FILE = "functions/configuration/occasions.json";

function otherwise(file: string): string {
  return `name another one under "statuses" in ${file}, or let it be added with "createStatuses"`;
}

function responseTakenBack(campaignId: string, { status }: MemberStatus): PermanentError {
  const message =
    `the member status "${status}" of campaign ${campaignId} does not count as a response, and the person has responded: tick ` +
    `Responded there, or, if that is meant, name it under "statuses" in ${FILE}; then replay`;
  return campaignLacks(campaignId, message, { code: "RESPONSE_TAKEN_BACK", system: "salesforce", field: "Status" });
}
