import type { Salesforce } from "../salesforce.ts";
import { toLongId } from "../state/ids.ts";

/** Before any time in an event. */
const LONG_AGO = { CreatedDate: "2001-01-01T00:00:00.000Z", LastModifiedDate: "2001-01-01T00:00:00.000Z" };

/** A colleague and their campaign: the first of their kind by id, age and name. */
export function addOthers(org: Salesforce): void {
  const kinds = org.state();
  if ("User" in kinds)
    org.insert("User", {
      Id: lowest("005"),
      FirstName: "Aaron",
      LastName: "Aaronson",
      Username: "a.aaronson@others.example",
      Email: "a.aaronson@others.example",
      UserType: "Standard",
      IsActive: true,
      ...LONG_AGO,
    });
  if ("Campaign" in kinds)
    org.insert("Campaign", { Id: lowest("701"), Name: "A fair of long ago", IsActive: true, ...LONG_AGO });
}

function lowest(prefix: string): string {
  return toLongId(`${prefix}Aa0000000001`) ?? "";
}
