import { mostPatient } from "../../../runtime/define/independently.ts";
import { follow } from "./follow.ts";
import { personKey } from "./person-key.ts";
import { type Kind, type PeopleContext, search } from "./search.ts";
import type { Change, RefusedChange } from "../api/collections.ts";
import { isId } from "../api/ids.ts";
import type { OrgRecord } from "../api/queries.ts";
import { isRuleOf, OUTDATED } from "../api/refusal.ts";
import { refusalError } from "../api/errors.ts";
import { timeOf } from "../api/times.ts";
import type { Person } from "../salesforce.ts";

export interface Consent {
  readonly hasOptedOut: boolean;
  /** RFC 3339. */
  readonly at: string;
  /** A person whose record is included even if a search does not see it yet. */
  readonly person?: Person | undefined;
}

/**
 * See Salesforce.optOutOfEmail. Each record keeps the latest decision and its time, whatever the order in which
 * decisions arrive: an equal one advances the time, and of two at the same second the opt-out holds. If a record was
 * converted or merged meanwhile, all are looked up again, once. One refusal does not keep the others from being
 * changed; a delivery that ends early leaves fewer to the next one.
 */
export async function setConsent(context: PeopleContext, email: string, consent: Consent): Promise<void> {
  const seconds = Math.floor((timeOf(consent.at) ?? Number.NaN) / 1000);
  if (Number.isNaN(seconds)) throw new Error("consent needs the time of the event that gave it or took it back");
  const { hasOptedOut, person } = consent;
  const decision = { hasOptedOut, atMs: seconds * 1000, person };
  const first = await change(context, email, decision);
  const isGone = first.some(({ refusal }) => OUTDATED.includes(refusal.code));
  const refused = isGone ? await change(context, email, decision) : first;
  const error = mostPatient(refused.map(({ refusal }) => refusalError(refusal)));
  if (error !== undefined) throw error;
}

/** Salesforce stores date-times to the second. */
interface Decision {
  readonly hasOptedOut: boolean;
  readonly atMs: number;
  readonly person: Person | undefined;
}

async function change(context: PeopleContext, email: string, decision: Decision): Promise<readonly RefusedChange[]> {
  const { records, consentTimeField: timeField } = context;
  const found = await findRecords(context, email, decision.person);
  const outdated = found.filter(({ row }) => isOutdated(row, decision, timeField));
  const accountIds = new Map(outdated.map(({ row }) => [row.id, row.fields["AccountId"]]));
  const refused = await records.updateAll(outdated.map(({ kind, row }) => toChange(kind, row.id, decision, timeField)));
  const accountOf = ({ change: { id }, refusal: { code } }: RefusedChange) =>
    code === "INVALID_PERSON_ACCOUNT_OPERATION" ? accountIds.get(id) : undefined;
  const ids = refused.map(accountOf).filter(isId);
  const ofAccounts = await records.updateAll(ids.map((id) => toChange("Account", id, decision, timeField)));
  const standing = refused.filter((one) => !isId(accountOf(one)));
  return [...standing, ...ofAccounts].filter((one) => !isNewer(one, timeField));
}

interface FoundRecord {
  readonly kind: Kind;
  readonly row: OrgRecord;
}

/** All of the person's writeable records: Contacts and open Leads. What these have become is the same person. */
async function findRecords(context: PeopleContext, email: string, person: Person | undefined): Promise<FoundRecord[]> {
  const { consentTimeField } = context;
  const common = ["HasOptedOutOfEmail", ...(consentTimeField === undefined ? [] : [consentTimeField])];
  const fields = { Lead: common, Contact: [...common, "AccountId"] };
  const { live, deleted } = await search(context, email, { fields });
  const followed = await follow(context.records, [live, deleted], { fields });
  const found = [
    ...[...live.Contact, ...followed.Contact].map((row) => ({ kind: "Contact" as const, row })),
    ...[...live.Lead, ...followed.Lead].map((row) => ({ kind: "Lead" as const, row })),
  ];
  const unseen =
    person === undefined
      ? await readByKey(context, email, found, fields.Lead)
      : await readById(context, person, found, fields[person.record.type]);
  return [...found, ...unseen].filter(({ row }) => row.fields["IsConverted"] !== true);
}

/** A record that was just created is found by its id at once, by a search some seconds later. */
async function readById(
  { records }: PeopleContext,
  { record: { type, id } }: Person,
  found: readonly FoundRecord[],
  fields: readonly string[],
): Promise<FoundRecord[]> {
  if (found.some(({ row }) => row.id === id)) return [];
  const row = await records.read(type, id, { fields: type === "Lead" ? [...fields, "IsConverted"] : fields });
  return row === undefined ? [] : [{ kind: type, row }];
}

/** The same holds for a form's Lead by the person's key, whose opt-out may come within these seconds. */
async function readByKey(
  { records, keyField }: PeopleContext,
  email: string,
  found: readonly FoundRecord[],
  fields: readonly string[],
): Promise<FoundRecord[]> {
  if (keyField === undefined || found.length > 0) return [];
  const row = await records.read("Lead", personKey(email), { fields: [...fields, "IsConverted"], keyField });
  return row === undefined ? [] : [{ kind: "Lead", row }];
}

/** A record without a time has not met any event yet; an org without the field goes by order of arrival. */
function isOutdated({ fields }: OrgRecord, { hasOptedOut, atMs }: Decision, timeField: string | undefined): boolean {
  const isSame = (fields["HasOptedOutOfEmail"] === true) === hasOptedOut;
  if (timeField === undefined) return !isSame;
  const knownMs = timeOf(fields[timeField]) ?? Number.NEGATIVE_INFINITY;
  return atMs > knownMs || (atMs === knownMs && !isSame && hasOptedOut);
}

/** A person account has its Contact's fields under other names. */
function toChange(type: string, id: string, decision: Decision, timeField: string | undefined): Change {
  const isAccount = type === "Account";
  const at = new Date(decision.atMs).toISOString();
  return {
    type,
    id,
    fields: {
      [isAccount ? "PersonHasOptedOutOfEmail" : "HasOptedOutOfEmail"]: decision.hasOptedOut,
      ...(timeField === undefined ? {} : { [isAccount ? onAccount(timeField) : timeField]: at }),
    },
  };
}

function onAccount(field: string): string {
  return field.replace(/__c$/, "__pc");
}

/** The field's validation rule lets no older decision pass: what stands is newer, and right. */
function isNewer({ refusal }: RefusedChange, timeField: string | undefined): boolean {
  return timeField !== undefined && isRuleOf(refusal, [timeField, onAccount(timeField)]);
}
