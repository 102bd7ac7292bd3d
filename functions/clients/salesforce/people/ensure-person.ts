import { OUTDATED, refusalError } from "../api/refusals.ts";
import type { OrgRecord } from "../api/queries.ts";
import type { OrgRefusal } from "../api/refusals.ts";
import { timeOf } from "../api/times.ts";
import { KEY_DECIDES, readFitting } from "../records/ensure.ts";
import { isEmpty } from "../records/fit.ts";
import { changeRecord } from "../records/write.ts";
import type { Person } from "../salesforce.ts";
import { createLead } from "./leads.ts";
import { findKnown } from "./people.ts";
import type { KnownPerson } from "./people.ts";
import type { PeopleContext } from "./search.ts";
import { isStandIn, standInFields } from "./stand-ins.ts";
import type { NewLead } from "./stand-ins.ts";

/**
 * See Salesforce.ensurePerson. If the record has become another one meanwhile, or somebody has edited it, the person is looked up
 * again, once.
 */
export async function ensurePerson(context: PeopleContext, lead: NewLead): Promise<Person> {
  const first = await ensureOnce(context, lead);
  const { person, replaced } = isOutdated(first.replaced) ? await ensureOnce(context, lead) : first;
  if (typeof replaced === "object") throw refusalError(replaced);
  return person;
}

/** HTTP's answer to If-Unmodified-Since: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/intro_rest_conditional_requests.htm */
const MODIFIED = 412;

/** Why a stand-in is still there; undefined where there is none. */
type Replaced = OrgRefusal | "gone" | undefined;

function isOutdated(replaced: Replaced): boolean {
  if (typeof replaced !== "object") return replaced === "gone";
  return replaced.status === MODIFIED || OUTDATED.includes(replaced.code);
}

async function ensureOnce(context: PeopleContext, lead: NewLead) {
  const known = (await findKnown(context, lead.email, standInFields(lead))) ?? (await createLead(context, lead));
  return { person: known.person, replaced: await replaceStandIns(context, lead, known) };
}

/** What the search has seen may be old: the record is read again, and changed only as it was read. */
async function replaceStandIns(context: PeopleContext, lead: NewLead, { person, row }: KnownPerson): Promise<Replaced> {
  const { type: object, id } = person.record;
  if (row === undefined || stoodIn(lead, object, row).length === 0) return undefined;
  const { needed = [], fields } = lead;
  const { FirstName, LastName, Company } = fields;
  const said = { LastName, ...(object === "Lead" && { Company }), ...(!isEmpty(FirstName) && { FirstName }) };
  const found = await readFitting(context, { object, fields: said, needed }, (names) =>
    context.records.read(object, id, { fields: [...names, "LastModifiedDate"] }),
  );
  if (found.record === undefined) return "gone";
  const { fields: present } = found.record;
  const names = stoodIn(lead, object, found.record);
  if (names.includes("LastName") && isEmpty(present["FirstName"])) names.push("FirstName");
  const draft = Object.fromEntries(Object.entries(found.draft).filter(([field]) => names.includes(field)));
  const notes = found.notes.filter(({ field }) => names.includes(field));
  const since = new Date(timeOf(present["LastModifiedDate"]) ?? 0).toUTCString();
  const headers = { ...KEY_DECIDES, "If-Unmodified-Since": since };
  const expected = [...OUTDATED, `HTTP_${MODIFIED}`];
  return (await changeRecord(context, { object, id, draft, notes, needed, present, headers, expected })).refusal;
}

/** The fields whose stand-in the lead can replace. */
function stoodIn(lead: NewLead, object: "Contact" | "Lead", { fields }: OrgRecord): string[] {
  return standInFields(lead)[object].filter((field) => isStandIn(lead, field, fields[field]));
}
