import { isId } from "../api/ids.ts";
import type { OrgRecord } from "../api/queries.ts";
import type { Records } from "../api/records.ts";
import type { FieldValues } from "../salesforce.ts";
import { queriesOf } from "./find.ts";
import { hasField } from "./shape.ts";

/** A record may be merged into one that is merged in turn; more often than this is an error. */
const MOST_STEPS = 5;

const FATE = ["IsDeleted", "MasterRecordId", "LastModifiedDate"];

/**
 * The id of the record into which the one with this key was merged. A merge by hand leaves the key only on the deleted
 * record, which can be queried while it is in the recycle bin:
 * https://help.salesforce.com/s/articleView?id=sales.account_merge_considerations.htm
 */
export async function findMaster(records: Records, object: string, key: FieldValues): Promise<string | undefined> {
  if (!hasField(object, "MasterRecordId")) return undefined;
  const ask = async (where: FieldValues) => {
    const queries = queriesOf(object, where, FATE).map((query) => ({ ...query, withDeleted: true }));
    return (await records.ask(...queries)).flat().toSorted(byChange);
  };
  let rows = await ask(key);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const master = rows.map(({ fields }) => fields["MasterRecordId"]).find((id) => isId(id));
    if (master === undefined) return undefined;
    rows = await ask({ Id: master });
    const live = rows.find(({ fields }) => fields["IsDeleted"] !== true);
    if (live !== undefined) return live.id;
  }
  return undefined;
}

/** The latest first. */
function byChange(one: OrgRecord, other: OrgRecord): number {
  return String(other.fields["LastModifiedDate"]).localeCompare(String(one.fields["LastModifiedDate"]));
}
