import { DeliveryError } from "../../../runtime/define/errors.ts";
import { mostPatient } from "../../../runtime/define/independently.ts";
import { findPeople } from "./find-people.ts";
import { mailingStatus } from "./member-statuses.ts";
import { membershipOf, notYetVisible, personGone } from "./members.ts";
import type { Status } from "./members.ts";
import { readPresent } from "./present-members.ts";
import type { PresentMembers } from "./present-members.ts";
import type { PeopleContext } from "./search.ts";
import type { Change, Refusals } from "../api/collections.ts";
import { pause } from "../api/deadline.ts";
import type { OrgRecord } from "../api/queries.ts";
import { OUTDATED, refusalError } from "../api/refusals.ts";
import type { OrgRefusal } from "../api/refusals.ts";
import { inChunks } from "../api/soql.ts";
import { told } from "../api/told.ts";
import type { FieldValues, Person, Raise, Raised, RaiseOptions } from "../salesforce.ts";

const LOCKED = "UNABLE_TO_LOCK_ROW";

/** How long rows are left alone that were locked so many times; then they are refused. */
const PAUSES_MS = [500, 1000, 2000, 4000, 8000];

/** See Salesforce.raiseCampaignMembers. */
export function raiseMembers<One extends Raise>(
  context: PeopleContext,
  campaignId: string,
  all: readonly One[],
  options: RaiseOptions,
): AsyncIterable<Raised<One>> {
  const ranks = new Map(options.order.map((label, place) => [label.toLowerCase(), place]));
  const campaign = { ...options, campaignId, rankOf: (label: unknown) => ranks.get(String(label).toLowerCase()) };
  return told<Raised<One>>(async (tell) => {
    const raises = together(all, tell);
    try {
      // The members are read when all are written that came before: else a better status could be overwritten.
      await context.turns(campaignId.slice(0, 15), context.signal, () => raiseAll(context, campaign, raises));
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      for (const raise of raises) end(raise, error);
    }
  });
}

interface Campaign extends RaiseOptions {
  readonly campaignId: string;
  /** Undefined for a status that is none of those that may be raised. */
  readonly rankOf: (label: unknown) => number | undefined;
}

/** What becomes of one record's memberships. */
interface OneRaise {
  person: Person;
  /** What has no result yet. */
  wanted: readonly Wanted[];
  /** What it was refused for, and tried again. */
  readonly met: OrgRefusal[];
  /** Of this round. */
  refusals: OrgRefusal[];
  unanswered: number;
}

interface Wanted {
  readonly label: string;
  readonly tell: (error: DeliveryError | undefined) => void;
}

/** Each record once, with all that is wanted for it. */
function together<One extends Raise>(all: readonly One[], tell: (raised: Raised<One>) => void): readonly OneRaise[] {
  return [...Map.groupBy(all, ({ person }) => person.record.id).values()].flatMap((ofOne) => {
    const [first] = ofOne;
    if (first === undefined) return [];
    const wanted = ofOne.map((of) => ({ label: of.status, tell: (error?: DeliveryError) => tell({ of, error }) }));
    return [{ person: first.person, wanted, met: [], refusals: [], unanswered: 0 }];
  });
}

function isOpen({ wanted }: OneRaise): boolean {
  return wanted.length > 0;
}

/** Writes in rounds: what others have locked, made or merged meanwhile is looked at again, and written with the next. */
async function raiseAll(context: PeopleContext, campaign: Campaign, raises: readonly OneRaise[]): Promise<void> {
  let open = raises;
  while (open.length > 0) {
    const people = open.map(({ person }) => person);
    const present = await readPresent(context.records, campaign.campaignId, people);
    await writeRows(context, await plan(context, campaign, open, present));
    open = open.filter(isOpen);
    await findAgain(
      context,
      open.filter(({ met }) => OUTDATED.includes(met.at(-1)?.code ?? "")),
    );
    open = open.filter(isOpen);
    await waitForLocks(context, open);
  }
}

interface Row {
  readonly raise: OneRaise;
  readonly creation?: FieldValues;
  readonly change?: Change;
}

async function plan(
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
    else if (status !== undefined && (best === undefined || (rankOf(label) ?? -1) > (rankOf(best.label) ?? -1)))
      best = status;
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
  const isBetter = rank !== undefined && rank < (rankOf(wanted.label) ?? -1);
  return isBetter && (wanted.hasResponded || HasResponded !== true);
}

/** Back to back, since each holds the campaign. */
async function writeRows({ records }: PeopleContext, rows: readonly Row[]): Promise<void> {
  const creations = rows.flatMap(({ raise, creation }) => (creation === undefined ? [] : [{ raise, creation }]));
  const changes = rows.flatMap(({ raise, change }) => (change === undefined ? [] : [{ raise, change }]));
  for (const chunk of inChunks(creations)) {
    const fields = chunk.map(({ creation }) => creation);
    settle(chunk, await records.createMany("CampaignMember", fields));
  }
  for (const chunk of inChunks(changes)) settle(chunk, await records.updateMany(chunk.map(({ change }) => change)));
}

function settle(rows: readonly Row[], refusals: Refusals): void {
  for (const [place, { raise }] of rows.entries()) {
    const refusal = refusals[place];
    if (refusal !== undefined) raise.refusals.push(refusal);
    raise.unanswered -= 1;
    if (raise.unanswered === 0) settleOne(raise);
  }
}

function settleOne(raise: OneRaise): void {
  const [first] = raise.refusals;
  const standing = raise.refusals.filter((refusal) => !isWorthAnother(raise, refusal));
  if (first === undefined || standing.length > 0) end(raise, mostPatient(standing.map(refusalError)));
  else raise.met.push(raise.refusals.find(({ code }) => code !== LOCKED) ?? first);
}

function isWorthAnother({ met }: OneRaise, { code, field }: OrgRefusal): boolean {
  if (code === LOCKED) return met.filter((one) => one.code === LOCKED).length < PAUSES_MS.length;
  // Where it names a field, it is a unique one of the org's own.
  if (code === "DUPLICATE_VALUE") return field === undefined && !met.some((one) => one.code === code);
  return OUTDATED.includes(code) && !met.some((one) => OUTDATED.includes(one.code));
}

/** Those whose record was converted, merged or deleted meanwhile, or is to be a member of a campaign that is gone. */
async function findAgain(context: PeopleContext, outdated: readonly OneRaise[]): Promise<void> {
  const people = await findPeople(
    context,
    outdated.map(({ person }) => person.email),
  );
  for (const raise of outdated) {
    const [person, refusal] = [people.get(raise.person.email), raise.met.at(-1)];
    if (person !== undefined) raise.person = person;
    else if (refusal !== undefined) end(raise, personGone(refusal));
  }
}

async function waitForLocks({ log, clock, signal }: PeopleContext, open: readonly OneRaise[]): Promise<void> {
  const times = open.map(({ met }) =>
    met.at(-1)?.code === LOCKED ? met.filter((one) => one.code === LOCKED).length : 0,
  );
  const count = times.filter((one) => one > 0).length;
  if (count === 0) return;
  log.info("rows locked: to be written again", { system: "salesforce", reason: LOCKED, count });
  const late = "rows of salesforce that others had locked were not free by the event's deadline";
  await pause(clock, PAUSES_MS[Math.max(...times) - 1] ?? 0, signal, late);
}

function end(raise: OneRaise, error?: DeliveryError): never[] {
  for (const { tell } of raise.wanted) tell(error);
  raise.wanted = [];
  return [];
}
