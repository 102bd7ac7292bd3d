import { Refusal } from "../state/refusal.ts";
import { timestamp, typeNamed } from "../state/org.ts";
import type { Org } from "../state/org.ts";
import type { ObjectType } from "../state/schema.ts";
import type { Fields } from "../state/store.ts";

/** The API user, who always exists, writes through the API and owns records by default. */
export const API_USER_ID = "005Hp0000000000IAA";

/** Adds the client's user, if the org describes users. */
export function addApiUser(org: Org): void {
  if (org.schema.type("User") === undefined) return;
  const now = timestamp(org.clock);
  const stamps = { CreatedDate: now, LastModifiedDate: now, SystemModstamp: now };
  const fields = {
    Id: API_USER_ID,
    Username: "ycat@salesforce.test",
    Email: "ycat@salesforce.test",
    LastName: "ycat",
    Name: "ycat",
    Alias: "ycat",
    IsActive: true,
    IsDeleted: false,
    UserType: "Standard",
    ...stamps,
  };
  org.store.insert({ id: API_USER_ID, type: typeNamed(org, "User"), fields, visibleAt: 0, missedQueries: 0 }, []);
}

/** The owner of a new record that sets none. */
export function defaultOwner({ settings }: Org, type: ObjectType): string {
  return settings.defaultOwners[type.name] ?? API_USER_ID;
}

const ASSIGNED = new Set(["Case", "Lead"]);

/** The fields that the org's assignment rule sets on a change, unless the client opts out. */
export function assignment({ settings }: Org, type: ObjectType): Fields {
  const owner = settings.defaultOwners[type.name];
  return owner === undefined || !ASSIGNED.has(type.name) ? {} : { OwnerId: owner };
}

/** [U] that it is refused on every object, and on a change that keeps the owner. */
export function checkOwner(org: Org, type: ObjectType, { OwnerId: owner }: Fields): void {
  const user = typeof owner === "string" && owner !== API_USER_ID ? org.store.get(owner) : undefined;
  if (user?.fields["IsActive"] !== false) return;
  const message = `operation performed with inactive user [${user.id.slice(0, 15)}] as owner of ${type.label.toLowerCase()}`;
  throw new Refusal("INACTIVE_OWNER_OR_USER", message, { fields: [] });
}
