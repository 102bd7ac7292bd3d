import { PermanentError } from "../../../runtime/define/errors.ts";
import { readMatches } from "./duplicates.ts";
import { type KnownPerson, toPerson } from "./people.ts";
import { personKey } from "./person-key.ts";
import { FATE, type PeopleContext } from "./search.ts";
import { createRecord } from "../records/write.ts";
import { SAVE_DUPLICATES } from "../api/collections.ts";
import { isTaken, type OrgRefusal } from "../api/refusal.ts";
import { holderNotSeen, refusalError } from "../api/errors.ts";
import { type NewLead, STAND_INS, standInFields } from "./stand-ins.ts";

/** One more key for each deleted Contact into which the person was converted; more than this is an error. */
const MOST_KEYS = 5;

/** The first, and one more. */
const MOST_LOST_LEADS = 2;

/**
 * Creates the Lead under the person's unique key. Not by upsert, which would overwrite what a human has entered since.
 * If a key is spent, all deliveries derive the same next one, so that these too create one Lead.
 * @throws PermanentError with DUPLICATES_DETECTED when the org's duplicate rules refuse the person for good, and with
 * LEADS_DELETED when the org has deleted a Lead that was created for them twice within a day.
 */
export async function createLead(context: PeopleContext, lead: NewLead): Promise<KnownPerson> {
  const { records, keyField } = context;
  const { email } = lead;
  const named = standInFields(lead);
  const deleted = leadsDeleted(context, email);
  if (deleted !== undefined) throw deleted;
  let key = personKey(email);
  for (let tried = 0; tried < MOST_KEYS; tried += 1) {
    const { known, refusal } = await createUnlessDuplicate(context, lead, key);
    if (refusal === undefined) return known;
    if (keyField === undefined || !isTaken(refusal, [keyField])) throw refusalError(refusal);
    // By the key, since a query may not see yet what another delivery has just created.
    const holder = await records.read("Lead", key, { fields: [...FATE.Lead, ...named.Lead], keyField });
    if (holder === undefined) throw holderNotSeen("Lead", refusal);
    const present = await toPerson(context, {
      email,
      live: { Lead: [holder], Contact: [] },
      isFresh: true,
      fields: named,
    });
    if (present !== undefined) return present;
    key = personKey(email, holder.id);
  }
  throw tooManyKeys();
}

type Creation =
  | { readonly known: KnownPerson; readonly refusal?: undefined }
  | { readonly known?: undefined; readonly refusal: OrgRefusal };

async function createUnlessDuplicate(context: PeopleContext, lead: NewLead, key: string): Promise<Creation> {
  const { keyField, consentTimeField, clock } = context;
  const { email, fields, needed = [], standIns = {} } = lead;
  const ours = [keyField, consentTimeField].filter((field) => field !== undefined);
  const creation = {
    object: "Lead",
    fields: { ...fields, Email: email, ...(keyField === undefined ? {} : { [keyField]: key }) },
    needed: [...needed, ...ours],
    standIns: { ...STAND_INS, ...standIns },
    expected: ["DUPLICATE_VALUE", "DUPLICATES_DETECTED"],
  };
  let created = await createRecord(context, creation);
  if (created.refusal?.code === "DUPLICATES_DETECTED") {
    const match = await readMatches(context, created.refusal, email, standInFields(lead));
    if (match !== undefined) return { known: match };
    // The rule matched another person by similarity.
    created = await createRecord(context, { ...creation, headers: SAVE_DUPLICATES });
  }
  const { refusal } = created;
  // The key's value is always alike: a refusal of it is nobody's own.
  if (refusal !== undefined) return { refusal: { ...refusal, given: [...Object.keys(fields), "Email"] } };
  const { id } = created;
  const createdAt = new Date(clock.now()).toISOString();
  return { known: { person: { email, record: { type: "Lead", id }, createdAt, contactIds: [], leadIds: [id] } } };
}

function tooManyKeys(): PermanentError {
  const message = `${MOST_KEYS} Leads with this person's keys are converted into Contacts that are deleted: somebody must say who the person is now`;
  return new PermanentError(message, {
    code: "CONVERTED_LEADS_WITHOUT_CONTACT",
    system: "salesforce",
    operation: "POST /sobjects/Lead",
  });
}

/** Undefined while a human may have deleted it. */
export function leadsDeleted({ lostLeads }: PeopleContext, email: string): PermanentError | undefined {
  const count = lostLeads.get(email) ?? 0;
  if (count < MOST_LOST_LEADS) return undefined;
  const message =
    `salesforce has deleted ${count} Leads of this person within a day of their creation: have the dedupe app or the flow ` +
    "that does so merge them into the person's record, or leave them; then replay";
  return new PermanentError(message, {
    code: "LEADS_DELETED",
    system: "salesforce",
    operation: "POST /sobjects/Lead",
  });
}
