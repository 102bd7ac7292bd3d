import { defineCheck } from "../check.ts";
import type { ManifestFunction } from "../../../bundler/write/manifest.ts";
import { declared, type DeployedFunction } from "../world.ts";

interface Seen {
  readonly wanted: ManifestFunction;
  readonly found: DeployedFunction;
}

/** https://cloud.google.com/functions/docs/reference/rest/v2/projects.locations.functions#State */
export const functions = defineCheck<Seen>({
  name: "functions",
  asks: "Is each function of this checkout deployed, and does it have what it can't do without?",
  subjects: ({ manifest, functions: deployed }) =>
    declared(manifest)
      // Without a domain such a source is not deployed.
      .filter(([name, { signsUrl }]) => signsUrl !== true || deployed.has(name))
      .map(([name, wanted]) => ({
        name: `function ${name}`,
        ask: () => {
          const found = deployed.get(name);
          return Promise.resolve(found && { wanted, found });
        },
      })),
  missing: {
    harm: "will lose",
    says: () => "of this checkout is not deployed: what it should take waits or is refused",
    todo: "deploy, or take its file away: npm run retire -- HANDLER says what would be lost",
  },
  rules: [
    {
      harm: "will lose",
      when: (seen) => lacking(seen).length > 0,
      says: (seen) => `lacks ${lacking(seen).join(", ")}: no instance of it starts`,
      todo: "deploy: npm run deploy -- plan, then apply",
    },
    {
      harm: "worth knowing",
      when: ({ found }) => found.state !== "ACTIVE",
      says: ({ found }) => `is ${found.state || "in no state"}: what was deployed before answers, if anything`,
      todo: "look at its build's log in the Google Cloud console, then deploy",
    },
    {
      harm: "worth knowing",
      when: ({ wanted, found }) => wanted.kind === "source" && found.ingress === "ALLOW_ALL",
      says: () => "takes requests from anywhere, without load balancer, Cloud Armor or rate limit",
      todo: "set domain for more than a trial: docs/deploy.md",
    },
  ],
});

function lacking({ wanted, found }: Seen): string[] {
  const settings = Object.entries(wanted.settings).filter(([, one]) => one.default === undefined);
  return [
    ...settings.map(([name]) => name).filter((name) => (found.settings[name] ?? "") === ""),
    ...Object.keys(wanted.secrets).filter((name) => !found.secrets.has(name)),
  ];
}
