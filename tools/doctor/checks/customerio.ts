import { defineCheck } from "../check.ts";
import type { Refused, Region, Identified } from "../workspace.ts";

const TODO = "set CUSTOMERIO_TRACK_URL and CUSTOMERIO_APP_URL to the region's, and deploy: docs/deploy.md";
/** Hosts of customer.io itself. A stand-in has no region. */
const OF_REGION: Readonly<Record<string, RegExp>> = {
  us: /^https:\/\/(?:track|api)\.customer\.io$/,
  eu: /^https:\/\/(?:track|api)-eu\.customer\.io$/,
};

export const region = defineCheck<Region | Refused>({
  name: "customer.io's region",
  asks: "Do the URLs of customer.io belong to the workspace's region, and are its keys taken?",
  subjects: ({ workspace }) => [{ name: "the workspace", ask: () => workspace.region() }],
  rules: [
    {
      harm: "will lose",
      when: ({ refused }) => refused !== undefined,
      says: ({ refused }) => `refuses ${refused}: nobody is written`,
      todo: "the workspace's Settings, API credentials has them; another version of the secret, and deploy",
    },
    {
      harm: "will lose",
      when: (seen) => elsewhere(seen).length > 0,
      says: (seen) =>
        `is in ${regionOf(seen)}, and ${elsewhere(seen).join(" and ")} is not: calls are redirected or fail`,
      todo: TODO,
    },
  ],
});

function regionOf(seen: Region | Refused): string {
  return seen.refused === undefined ? seen.region : "";
}

function elsewhere(seen: Region | Refused): string[] {
  if (seen.refused !== undefined) return [];
  const ofRegion = OF_REGION[seen.region];
  return [seen.trackUrl, seen.appUrl].filter((url) => url.endsWith("customer.io") && ofRegion?.test(url) !== true);
}

type Seen = Refused | { readonly refused?: undefined; readonly found: readonly Identified[] };

/**
 * No API returns a workspace's identifiers, but people show them: if e-mail is not an identifier, the address that ycat
 * uses becomes an id, and the person has no e-mail address.
 */
export const identifiers = defineCheck<Seen>({
  name: "customer.io's identifiers",
  asks: "Is e-mail an identifier of the workspace, as far as its people show?",
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
      says: () => "has nobody yet who would show whether e-mail is an identifier",
      todo: "Settings, Workspace settings, General says it: look there",
    },
  ],
});

function mistaken(seen: Seen): number {
  return seen.refused === undefined ? seen.found.filter(({ id, email }) => id.includes("@") && email === "").length : 0;
}
