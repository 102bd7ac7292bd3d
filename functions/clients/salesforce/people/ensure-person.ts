import { inTurn } from "../../../runtime/define/independently.ts";
import { SAVE_DUPLICATES } from "../api/collections.ts";
import { isId } from "../api/ids.ts";
import { type OrgRefusal, OUTDATED } from "../api/refusal.ts";
import { refusalError } from "../api/errors.ts";
import type { OrgRecord } from "../api/queries.ts";
import { timeOf } from "../api/times.ts";
import { readFitting } from "../records/ensure.ts";
import { isEmpty } from "../records/fit.ts";
import { changeRecord } from "../records/write.ts";
import type { Person } from "../salesforce.ts";
import { createLead } from "./leads.ts";
import { findKnown, type KnownPerson } from "./people.ts";
import type { Kind, PeopleContext } from "./search.ts";
import { isStandIn, type NewLead, standInFields } from "./stand-ins.ts";

/**
 * See Salesforce.ensurePerson. If the record has become another one meanwhile, or somebody has edited it, the person is looked up
 * again, once.
 */
export async function ensurePerson(context: PeopleContext, { use, ...lead }: PersonOf): Promise<Person> {
  let known = (await find(context, lead)) ?? (await createLead(context, lead));
  await inTurn(
    async () => use?.(known.person),
    async () => {
      let replaced = await replaceStandIns(context, lead, known);
      if (isOutdated(replaced)) {
        // One that has been used is not made anew: whoever has deleted it since has the last word.
        known = (await find(context, lead)) ?? (use === undefined ? await createLead(context, lead) : known);
        replaced = await replaceStandIns(context, lead, known);
      }
      if (typeof replaced === "object") throw refusalError(replaced);
    },
  );
  return known.person;
}

interface PersonOf extends NewLead {
  readonly use?: ((person: Person) => Promise<unknown>) | undefined;
}

/** HTTP's answer to If-Unmodified-Since: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/intro_rest_conditional_requests.htm */
const MODIFIED = 412;

const PERSON_ACCOUNT = "INVALID_PERSON_ACCOUNT_OPERATION";

/** Why a stand-in is still there; undefined where there is none. */
type Replaced = OrgRefusal | "gone" | undefined;

function isOutdated(replaced: Replaced): boolean {
  if (typeof replaced !== "object") return replaced === "gone";
  return replaced.status === MODIFIED || OUTDATED.includes(replaced.code);
}

function find(context: PeopleContext, lead: NewLead): Promise<KnownPerson | undefined> {
  return findKnown(context, lead.email, standInFields(lead));
}

/** The Contact of a person account refuses every change: its name is its Account's. */
async function replaceStandIns(context: PeopleContext, lead: NewLead, { person, row }: KnownPerson): Promise<Replaced> {
  const { type, id } = person.record;
  if (row === undefined || stoodIn(lead, type, row).length === 0) return undefined;
  const replaced = await replaceIn(context, lead, { type, object: type, id });
  if (typeof replaced !== "object" || replaced.code !== PERSON_ACCOUNT) return replaced;
  const contact = await context.records.read(type, id, { fields: ["AccountId"] });
  const accountId = contact?.fields["AccountId"];
  return isId(accountId) ? replaceIn(context, lead, { type, object: "Account", id: accountId }) : replaced;
}

interface Named {
  readonly type: Kind;
  /** Account for the Contact of a person account. */
  readonly object: Kind | "Account";
  readonly id: string;
}

/** What the search has seen may be old: the record is read again, and changed only as it was read. */
async function replaceIn(context: PeopleContext, lead: NewLead, { type, object, id }: Named): Promise<Replaced> {
  const { FirstName, LastName, Company } = lead.fields;
  const said = { LastName, ...(type === "Lead" && { Company }), ...(!isEmpty(FirstName) && { FirstName }) };
  const { needed = [] } = lead;
  // schemas/salesforce has no names of Accounts, most of which are companies: they are sent as they are.
  const asTheyAre = object === "Account" ? Object.keys(said) : needed;
  const found = await readFitting(context, { object, fields: said, needed: asTheyAre }, (names) =>
    context.records.read(object, id, { fields: [...names, "LastModifiedDate"] }),
  );
  if (found.record === undefined) return "gone";
  const { fields: present } = found.record;
  const names = stoodIn(lead, type, found.record);
  if (names.includes("LastName") && isEmpty(present["FirstName"])) names.push("FirstName");
  const draft = Object.fromEntries(Object.entries(found.draft).filter(([field]) => names.includes(field)));
  const notes = found.notes.filter(({ field }) => names.includes(field));
  const since = new Date(timeOf(present["LastModifiedDate"]) ?? 0).toUTCString();
  const headers = { ...SAVE_DUPLICATES, "If-Unmodified-Since": since };
  const expected = [...OUTDATED, PERSON_ACCOUNT, `HTTP_${MODIFIED}`];
  // The record does without a name, and the event's other records must not wait for it: docs/decisions/0010.
  const change = { object, id, draft, notes, needed, present, headers, expected, isOptional: true };
  return (await changeRecord(context, change)).refusal;
}

/** The fields whose stand-in the lead can replace. */
function stoodIn(lead: NewLead, type: Kind, { fields }: OrgRecord): string[] {
  return standInFields(lead)[type].filter((field) => isStandIn(lead, field, fields[field]));
}
