import { defineCheck } from "../check.ts";
import type { Refused, Region } from "../workspace.ts";

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
