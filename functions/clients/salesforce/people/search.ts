import type { Clock } from "../../../runtime/clock.ts";
import type { OrgRecord } from "../api/queries.ts";
import type { WriteContext } from "../records/write.ts";
import { soql } from "../api/soql.ts";
import type { Turns } from "../api/turns.ts";
import { personKey } from "./person-key.ts";

/** What the verbs about people work with, for one event. */
export interface PeopleContext extends WriteContext {
  readonly clock: Clock;
  /** The unique field of Lead that holds personKey(). */
  readonly keyField: string | undefined;
  /** On Lead and Contact: when the current consent was given or withdrawn. */
  readonly consentTimeField: string | undefined;
  /** On CampaignMember: when the current status was reached. */
  readonly memberTimeField: string | undefined;
  /** By e-mail of people who were looked for: how many of their Leads were created and deleted within the day. */
  readonly lostLeads: Map<string, number>;
  /** For records at which one writer at a time is enough. */
  readonly turns: Turns;
  readonly signal: AbortSignal;
}

export type Kind = "Lead" | "Contact";

/** A person's records by kind, oldest first. */
export interface PeopleRecords {
  readonly Lead: readonly OrgRecord[];
  readonly Contact: readonly OrgRecord[];
}

export interface Search {
  /** Fields to read besides those that identify the person. */
  readonly fields?: Readonly<Partial<Record<Kind, readonly string[]>>>;
  /** Per kind; default: all. */
  readonly most?: number;
}

/** The fields that tell what became of a record. */
export const FATE: Readonly<Record<Kind, readonly string[]>> = {
  Lead: ["CreatedDate", "IsDeleted", "MasterRecordId", "IsConverted", "ConvertedContactId"],
  Contact: ["CreatedDate", "IsDeleted", "MasterRecordId"],
};

/**
 * The records with that e-mail or the person's key and, separately, those in the recycle bin. Leads are queried before
 * Contacts: somebody who is converted in between is then found as a Contact. Deleted ones come last.
 */
export async function search(
  { records, keyField }: PeopleContext,
  email: string,
  { fields = {}, most }: Search = {},
): Promise<{ readonly live: PeopleRecords; readonly deleted: PeopleRecords }> {
  const byEmail = soql`Email = ${email}`;
  const byKey = keyField === undefined ? byEmail : `(${byEmail} OR ${keyField} = ${soql`${personKey(email)}`})`;
  const select = (kind: Kind, where: string) => ({
    text: `SELECT ${["Id", ...FATE[kind], ...(fields[kind] ?? [])].join(", ")} FROM ${kind} WHERE ${where}`,
  });
  const oldestFirst = `ORDER BY CreatedDate, Id${most === undefined ? "" : ` LIMIT ${most}`}`;
  const [leads = [], contacts = [], deletedLeads = [], deletedContacts = []] = await records.ask(
    select("Lead", `${byKey} ${oldestFirst}`),
    select("Contact", `${byEmail} ${oldestFirst}`),
    { ...select("Lead", `IsDeleted = true AND ${byKey} ${MOST_DELETED}`), withDeleted: true },
    {
      ...select("Contact", `IsDeleted = true AND MasterRecordId != null AND ${byEmail} ${MOST_DELETED}`),
      withDeleted: true,
    },
  );
  return { live: { Lead: leads, Contact: contacts }, deleted: { Lead: deletedLeads, Contact: deletedContacts } };
}

/** The newest, since older ones have been followed long ago. */
const MOST_DELETED = "ORDER BY CreatedDate DESC, Id LIMIT 200";
