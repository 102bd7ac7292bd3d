import { DeliveryError, isOfOneRecord, PermanentError, UnavailableError } from "../../../runtime/define/errors.ts";
import { findPeople } from "./find-people.ts";
import { personGone } from "./members.ts";
import { end, groupByRecord, isOpen, LOCKED, type OneRaise, PAUSES_MS, settle, timesLocked } from "./one-raise.ts";
import { readPresent } from "./present-members.ts";
import { type Campaign, planRows, type Row } from "./raise-plan.ts";
import type { PeopleContext } from "./search.ts";
import { streamOf } from "./stream.ts";
import { pause } from "../api/deadline.ts";
import { OUTDATED } from "../api/refusal.ts";
import { inChunks } from "../api/soql.ts";
import type { Raise, Raised, RaiseOptions } from "../salesforce.ts";

/** See Salesforce.raiseCampaignMembers. */
export function raiseMembers<One extends Raise>(
  context: PeopleContext,
  campaignId: string,
  all: readonly One[],
  options: RaiseOptions,
): AsyncIterable<Raised<One>> {
  const ranks = new Map(options.order.map((label, place) => [label.toLowerCase(), place]));
  const campaign = { ...options, campaignId, rankOf: (label: unknown) => ranks.get(String(label).toLowerCase()) ?? -1 };
  return streamOf<Raised<One>>(async (emit) => {
    const raises = groupByRecord(all, emit);
    try {
      await context.turns(campaignId.slice(0, 15), context.signal, (come) => raiseAll(context, campaign, raises, come));
    } catch (error) {
      const open = raises.filter(isOpen);
      // If a call of several is refused permanently or not answered, one of them may be the cause: the runtime bisects.
      const isMaybeOfOne =
        error instanceof PermanentError || (error instanceof UnavailableError && isOfOneRecord(error));
      if (!(error instanceof DeliveryError) || (isMaybeOfOne && open.length > 1)) throw error;
      for (const raise of open) end(raise, error);
    }
  });
}

/**
 * Writes in rounds: records that others have locked, created or merged meanwhile are read again and written in the
 * next. Members are read while others of this instance write; after that, reads only matter for new ones, of which
 * Salesforce refuses a second.
 */
async function raiseAll(
  context: PeopleContext,
  campaign: Campaign,
  raises: readonly OneRaise[],
  come: () => Promise<boolean>,
): Promise<void> {
  if (raises.length === 0) return;
  let present = await readPresent(context.records, campaign.campaignId, raises);
  let isOld = await come();
  for (let open = raises; ; isOld = false) {
    const rows = await planRows(context, campaign, open, present);
    await writeRows(context, isOld ? rows.filter(({ change }) => change === undefined) : rows);
    open = await findAgain(context, open.filter(isOpen));
    if (open.length === 0) return;
    await waitForLocks(context, open);
    present = await readPresent(context.records, campaign.campaignId, open);
  }
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

/** Records converted, merged or deleted meanwhile, or campaigns that are gone. */
async function findAgain(context: PeopleContext, open: readonly OneRaise[]): Promise<readonly OneRaise[]> {
  const outdated = open.filter(({ met }) => OUTDATED.includes(met.at(-1)?.code ?? ""));
  const emails = outdated.map(({ person }) => person.email);
  const people = await findPeople(context, emails);
  for (const raise of outdated) {
    const [person, refusal] = [people.get(raise.person.email), raise.met.at(-1)];
    if (person !== undefined) raise.person = person;
    else if (refusal !== undefined) end(raise, personGone(refusal));
  }
  return open.filter(isOpen);
}

async function waitForLocks({ log, clock, signal }: PeopleContext, open: readonly OneRaise[]): Promise<void> {
  const times = open.map(timesLocked);
  const count = times.filter((one) => one > 0).length;
  if (count === 0) return;
  log.info("rows locked: to be written again", { system: "salesforce", reason: LOCKED, count });
  const late = "rows of salesforce that others had locked were not free by the event's deadline";
  await pause(clock, PAUSES_MS[Math.max(...times) - 1] ?? 0, signal, late);
}
