import { normaliseEmail } from "../../../runtime/reading/email.ts";
import { byAge, followEach, NONE } from "./follow.ts";
import { pick } from "./people.ts";
import { personKey } from "./person-key.ts";
import { FATE, type Kind, type PeopleContext, type PeopleRecords } from "./search.ts";
import type { OrgRecord, Query } from "../api/queries.ts";
import { inLists, soql } from "../api/soql.ts";
import type { Person } from "../salesforce.ts";

/**
 * See Salesforce.findPeople: finds the same as findPerson, at some hundred e-mails per call. Deleted records, and what
 * records have become, are asked for only for people without a live one.
 */
export async function findPeople(context: PeopleContext, emails: readonly string[]): Promise<Map<string, Person>> {
  const asked = [...new Set(emails)];
  const live = await searchAll(context, asked, false);
  const found = new Map<string, Person>();
  const put = (email: string, person: Person | undefined) => {
    if (person !== undefined) found.set(email, person);
  };
  const liveOf = (email: string) => live.get(email) ?? NONE;
  for (const email of asked) put(email, pick(email, [liveOf(email)], liveOf(email)));
  const missing = asked.filter((email) => !found.has(email));
  const deleted = await searchAll(context, missing, true);
  const trails = missing.map((email) => [liveOf(email), deleted.get(email) ?? NONE]);
  const followed = await followEach(context.records, trails);
  for (const [place, email] of missing.entries()) {
    const { [place]: become = NONE } = followed;
    put(email, pick(email, [liveOf(email), become], become));
  }
  return found;
}

/** Some of the values that a field may have. */
interface Slice {
  readonly kind: Kind;
  readonly field: string;
  readonly values: readonly string[];
}

/** A page of rows; of several e-mails one that is full is asked for again by halves. */
const MOST_ROWS = 2000;

/** An e-mail with more than this is a placeholder and no person. */
const MOST_ROWS_OF_ONE = 200;

/**
 * Records by e-mail, which have it or the person's key. Leads before Contacts: somebody who is converted in between is
 * found as a Contact then.
 */
async function searchAll(
  { records, keyField }: PeopleContext,
  emails: readonly string[],
  areDeleted: boolean,
): Promise<Map<string, PeopleRecords>> {
  const keys = new Map(emails.map((email) => [personKey(email), email]));
  const all: Record<Kind, Map<string, OrgRecord[]>> = { Lead: new Map(), Contact: new Map() };
  const slices = (kind: Kind, field: string, values: Iterable<string>): Slice[] =>
    inLists([...values]).map((list) => ({ kind, field, values: list }));
  let open = [
    ...slices("Lead", "Email", emails),
    ...(keyField === undefined ? [] : slices("Lead", keyField, keys.keys())),
    ...slices("Contact", "Email", emails),
  ];
  while (open.length > 0) {
    const pages = await records.ask(...open.map((slice) => toQuery(slice, areDeleted)));
    const isFull = (place: number) => pages[place]?.length === MOST_ROWS;
    for (const [place, slice] of open.entries()) {
      const { kind, field } = slice;
      if (isFull(place)) continue;
      for (const row of pages[place] ?? []) {
        const value = row.fields[field];
        const email = field === keyField ? keys.get(String(value).toLowerCase()) : normaliseEmail(value);
        if (typeof email === "string") add(all[kind], email, row);
      }
    }
    open = open.filter((_slice, place) => isFull(place)).flatMap(halves);
  }
  return new Map(emails.map((email) => [email, recordsIn(all, email)]));
}

function toQuery({ kind, field, values }: Slice, areDeleted: boolean): Query {
  const isOne = `${field} ${soql`IN ${values}`}`;
  const columns = [...new Set(["Id", ...FATE[kind], field])].join(", ");
  const most = values.length === 1 ? MOST_ROWS_OF_ONE : MOST_ROWS;
  if (!areDeleted)
    return { text: `SELECT ${columns} FROM ${kind} WHERE ${isOne} ORDER BY CreatedDate, Id LIMIT ${most}` };
  const isDeleted = kind === "Lead" ? "IsDeleted = true" : "IsDeleted = true AND MasterRecordId != null";
  const newest = `ORDER BY CreatedDate DESC, Id LIMIT ${most}`;
  return { text: `SELECT ${columns} FROM ${kind} WHERE ${isDeleted} AND ${isOne} ${newest}`, withDeleted: true };
}

function halves(slice: Slice): Slice[] {
  const middle = Math.ceil(slice.values.length / 2);
  return [slice.values.slice(0, middle), slice.values.slice(middle)].map((values) => ({ ...slice, values }));
}

function add(rows: Map<string, OrgRecord[]>, email: string, row: OrgRecord): void {
  const present = rows.get(email);
  if (present === undefined) rows.set(email, [row]);
  else if (!present.some(({ id }) => id === row.id)) present.push(row);
}

function recordsIn(all: Readonly<Record<Kind, ReadonlyMap<string, OrgRecord[]>>>, email: string): PeopleRecords {
  const sorted = (kind: Kind) => (all[kind].get(email) ?? []).toSorted(byAge);
  return { Lead: sorted("Lead"), Contact: sorted("Contact") };
}
