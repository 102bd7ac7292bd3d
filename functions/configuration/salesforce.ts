import { RefusedPayloadError } from "../runtime/define/errors.ts";
import configured from "./salesforce.json" with { type: "json" };

const { $schema: _schema, ...users } = configured;

/** Of each org that may tell us something, the user that ycat works as there; ids are as long as they are in Setup or in Apex. */
const usersByOrganization = new Map(
  Object.entries(users).map(([organizationId, userId]) => [known(organizationId), known(userId)]),
);

/**
 * Whether ycat itself has made a change: told of it, it would do again what it has just done, and tell the others so.
 * @throws RefusedPayloadError for an org that functions/configuration/salesforce.json does not have, such as a sandbox that has
 * been made from production, its messages' URL and all.
 */
export function isOurOwn(organizationId: string, userId: string): boolean {
  const ours = usersByOrganization.get(known(organizationId));
  if (ours !== undefined) return ours === known(userId);
  const reason = { code: "UNKNOWN_ORGANIZATION", system: "schema", field: "/OrganizationId" };
  throw new RefusedPayloadError("/OrganizationId is not in functions/configuration/salesforce.json", reason);
}

/** The last three of 18 characters say again what case the others are in. */
function known(id: string): string {
  return id.slice(0, 15);
}
