import { labelOf, type Mailing, mailings, raisingOf } from "../../../functions/configuration/mailings.ts";
import type { BatchResult } from "../../../functions/runtime/define/batch-handler.ts";
import { UnavailableError } from "../../../functions/runtime/define/errors.ts";
import type { Event } from "../../../functions/runtime/define/handler.ts";
import type { OrgRefusal } from "../../../functions/clients/salesforce/api/refusal.ts";
import { refusalError } from "../../../functions/clients/salesforce/api/errors.ts";
import { readSamples } from "../../../tools/prove/events/samples.ts";
import { validatorOf } from "../../harness/units.ts";
import type { Form, RawSystems } from "./raw-systems.ts";

export type Report = Event<"email.reported">;
type Results = AsyncIterable<BatchResult<"email.reported">>;

/** Reports of one mailing, whose campaign has all statuses. */
export const emailReported = {
  eventType: "email.reported",
  validate: validatorOf("email.reported"),
  samples: readSamples("email.reported").filter(({ name }) => name !== "bounced"),
};

/** What is to become of one Lead's membership, and whose reports ask for it. */
export interface Row {
  readonly lead: string;
  readonly events: readonly Report[];
  readonly label: string;
  readonly member: { readonly id: string; readonly status: string } | undefined;
}

/** Right steps, of which each wrong handler gets one wrong. */
export interface Steps {
  /** The reports that are looked at. */
  take(events: readonly Report[]): readonly Report[];
  /** The status for somebody of whom these reports came, in a batch of all. */
  label(own: readonly Report[], all: readonly Report[]): string;
  isWritten(row: Row): boolean;
  /** Writes 200 rows at most. */
  write(rows: readonly Row[], systems: RawSystems): Promise<readonly (OrgRefusal | undefined)[]>;
  results(rows: readonly Row[], refusals: readonly (OrgRefusal | undefined)[]): Iterable<BatchResult<"email.reported">>;
}

const [mailing] = [...mailings.values()] as [Mailing];
const { campaignId } = mailing;
export const CAMPAIGN_OF_REPORTS = campaignId;
const { order } = raisingOf(campaignId);
const labelIn = ({ data }: Report) => labelOf(mailing, data.status);

export const steps: Steps = {
  take: (events) => events,
  label: (own) => order.findLast((label) => own.some((event) => labelIn(event) === label)) ?? "",
  isWritten({ member, label }) {
    if (member === undefined) return true;
    const place = order.indexOf(member.status);
    return place !== -1 && place < order.indexOf(label);
  },
  write: writeRows,
  *results(rows, refusals) {
    for (const [place, { events }] of rows.entries()) yield* resultsOf(events, refusals[place]);
  },
};

export { labelIn };

export function* resultsOf(events: readonly Report[], refusal: OrgRefusal | undefined) {
  const error = refusal === undefined ? undefined : errorOf(refusal);
  for (const event of events) yield { event, error };
}

/** Another has made the member meanwhile: next time it is read. */
function errorOf(refusal: OrgRefusal): Error {
  if (refusal.code !== "DUPLICATE_VALUE") return refusalError(refusal);
  return new UnavailableError("a member by now", { code: refusal.code, system: "salesforce" });
}

/** All new ones, or else all that are there: a chunk is of one kind. */
async function writeRows(rows: readonly Row[], { records }: RawSystems) {
  const label = ({ label: Status }: Row) => ({ Status });
  const changes = rows.flatMap((row) =>
    row.member === undefined ? [] : [{ type: "CampaignMember", id: row.member.id, fields: label(row) }],
  );
  if (changes.length > 0) return records.updateMany(changes);
  const members = rows.map((row) => ({ CampaignId: campaignId, LeadId: row.lead, ...label(row) }));
  return records.createMany("CampaignMember", members);
}

const MOST = 200;

/** A batch handler that gives Leads the best status that is reported of them, with these steps in the place of the right ones. */
export function raisingLeads(otherwise: Partial<Steps> = {}) {
  const { take, label, isWritten, write, results } = { ...steps, ...otherwise };
  async function* run(given: readonly Report[], systems: RawSystems): Results {
    const events = take(given);
    const leads = await findLeads(events, systems);
    const nobody = events.filter(({ data }) => !leads.has(data.email));
    yield* resultsOf(nobody, undefined);
    const known = events.filter((event) => !nobody.includes(event));
    const members = await findMembers([...leads.values()], systems);
    const all = [...Map.groupBy(known, ({ data }) => leads.get(data.email) ?? "")].map(([lead, own]): Row => ({
      lead,
      events: own,
      label: label(own, known),
      member: members.get(lead),
    }));
    yield* resultsOf(
      all.filter((row) => !isWritten(row)).flatMap((row) => row.events),
      undefined,
    );
    const written = all.filter(isWritten);
    for (const isNew of [true, false]) {
      const rows = written.filter(({ member }) => (member === undefined) === isNew);
      for (let first = 0; first < rows.length; first += MOST) {
        const chunk = rows.slice(first, first + MOST);
        yield* results(chunk, await write(chunk, systems));
      }
    }
  }
  // What the small handlers are given has the type of a form.
  return run as unknown as (events: readonly Form[], systems: RawSystems) => AsyncIterable<BatchResult>;
}

async function findLeads(events: readonly Report[], { records }: RawSystems): Promise<Map<string, string>> {
  if (events.length === 0) return new Map();
  const emails = [...new Set(events.map(({ data }) => data.email))];
  const list = emails.map((email) => `'${email.replaceAll(/[\\']/g, "\\$&")}'`).join();
  const rows = await records.query(`SELECT Id, Email FROM Lead WHERE Email IN (${list}) AND IsConverted = false`);
  return new Map(rows.map(({ id, fields }) => [String(fields["Email"]).toLowerCase(), id]));
}

async function findMembers(leads: readonly string[], { records }: RawSystems): Promise<Map<string, Row["member"]>> {
  if (leads.length === 0) return new Map();
  const list = leads.map((lead) => `'${lead}'`).join();
  const rows = await records.query(
    `SELECT Id, LeadId, Status FROM CampaignMember WHERE CampaignId = '${campaignId}' AND LeadId IN (${list})`,
  );
  return new Map(rows.map(({ id, fields }) => [String(fields["LeadId"]), { id, status: String(fields["Status"]) }]));
}
