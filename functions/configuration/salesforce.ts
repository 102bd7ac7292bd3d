import { RefusedPayloadError } from "../runtime/define/errors.ts";
import configured from "./salesforce.json" with { type: "json" };

const { $schema: _schema, ...users } = configured;

/** ycat's user in each org that may send to us. Ids have 15 characters (Setup) or 18 (Apex). */
const usersByOrganization = new Map(
  Object.entries(users).map(([organizationId, userId]) => [shortId(organizationId), shortId(userId)]),
);

/**
 * Whether ycat itself made the change; processing its own changes would be an endless echo.
 * @throws RefusedPayloadError for an org not in functions/configuration/salesforce.json, such as a sandbox copied from
 * production together with its message URL.
 */
export function isOurOwn(organizationId: string, userId: string): boolean {
  const ours = usersByOrganization.get(shortId(organizationId));
  if (ours !== undefined) return ours === shortId(userId);
  const reason = { code: "UNKNOWN_ORGANIZATION", system: "schema", field: "/OrganizationId" };
  throw new RefusedPayloadError("/OrganizationId is not in functions/configuration/salesforce.json", reason);
}

/** The last 3 of 18 characters are a checksum of the case of the first 15. */
export function shortId(id: string): string {
  return id.slice(0, 15);
}
