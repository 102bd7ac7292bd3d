import { defineCheck } from "../check.ts";
import type { Identified, Refused } from "../workspace.ts";

type Seen = Refused | { readonly refused?: undefined; readonly found: readonly Identified[] };

/**
 * No API returns a workspace's identifiers, but people show them: if e-mail is not an identifier, the address that ycat
 * uses becomes an id, and the person has no e-mail address.
 */
export const identifiers = defineCheck<Seen>({
  name: "customer.io's identifiers",
  asks: "Is e-mail an identifier of the workspace, so far as its people show?",
  subjects: ({ workspace }) => [{ name: "the workspace", ask: () => workspace.people() }],
  rules: [
    {
      harm: "will lose",
      when: ({ refused }) => refused !== undefined,
      says: ({ refused }) => `refuses ${refused}: whether somebody has unsubscribed can't be asked, and forms wait`,
      todo: "the workspace's Settings, API credentials, App API keys; another version of the secret, and deploy",
    },
    {
      harm: "will lose",
      when: (seen) => mistaken(seen) > 0,
      says: (seen) =>
        `has ${mistaken(seen)} people whose id is an e-mail address and who have no e-mail: is e-mail an identifier there?`,
      todo: "Settings, Workspace settings, General: allow e-mail as an identifier; then merge those people",
    },
    {
      harm: "worth knowing",
      when: (seen) => seen.refused === undefined && seen.found.length === 0,
      says: () => "has nobody yet to tell by whether e-mail is an identifier",
      todo: "Settings, Workspace settings, General says it: look there",
    },
  ],
});

function mistaken(seen: Seen): number {
  return seen.refused === undefined ? seen.found.filter(({ id, email }) => id.includes("@") && email === "").length : 0;
}
