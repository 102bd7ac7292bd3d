import { normaliseEmail } from "../../../runtime/reading/email.ts";
import { membersOf, objectsIn } from "../../../runtime/objects.ts";
import { type KnownPerson, toPerson } from "./people.ts";
import { FATE, type Kind, type PeopleContext } from "./search.ts";
import { isId } from "../api/ids.ts";
import type { OrgRecord } from "../api/queries.ts";
import type { OrgRefusal } from "../api/refusal.ts";

/**
 * The person, if one of the duplicate rule's matches has the same e-mail: such rules match similarity, not identity.
 */
export async function readMatches(
  context: PeopleContext,
  refusal: OrgRefusal,
  email: string,
  more: Readonly<Record<Kind, readonly string[]>>,
): Promise<KnownPerson | undefined> {
  const matches = matchedRecords(refusal);
  const read = async (kind: Kind) => {
    const ids = matches.filter((match) => match.type === kind).map(({ id }) => id);
    const fields = ["Email", ...FATE[kind], ...more[kind]];
    const rows = await Promise.all(ids.map((id) => context.records.read(kind, id, { fields })));
    return rows.filter((row) => row !== undefined).filter((row) => hasEmail(row, email));
  };
  const [Contact, Lead] = await Promise.all([read("Contact"), read("Lead")]);
  return toPerson(context, { email, live: { Contact, Lead }, isFresh: true, fields: more });
}

function hasEmail({ fields }: OrgRecord, email: string): boolean {
  return normaliseEmail(fields["Email"]) === email;
}

/** As many as are worth reading. */
const MOST_MATCHES = 10;

/** Salesforce spells it duplicateResut, but not always. */
function matchedRecords({ items }: OrgRefusal): { readonly type: string; readonly id: string }[] {
  const results = items.map((item) => membersOf(item["duplicateResut"] ?? item["duplicateResult"]));
  const matches = results
    .flatMap((result) => objectsIn(result["matchResults"]))
    .flatMap((match) => objectsIn(match["matchRecords"]));
  return matches.slice(0, MOST_MATCHES).flatMap((match) => {
    const record = membersOf(match["record"]);
    const type = membersOf(record["attributes"])["type"];
    const id = record["Id"];
    return typeof type === "string" && isId(id) ? { type, id } : [];
  });
}
