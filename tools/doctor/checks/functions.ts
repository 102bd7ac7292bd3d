import { functionsOf } from "../../../local/runner/functions/handlers.ts";
import { DEPLOY, defineCheck } from "../check.ts";
import type { ManifestFunction } from "../../../bundler/write/manifest.ts";
import { type DeployedFunction } from "../world.ts";
import { textIn } from "../../json.ts";

interface Seen {
  readonly wanted: ManifestFunction;
  readonly found: DeployedFunction;
}

/** https://cloud.google.com/functions/docs/reference/rest/v2/projects.locations.functions#State */
export const functions = defineCheck<Seen>({
  name: "functions",
  asks: "Is each function of this checkout deployed, with the settings and secrets that it needs?",
  subjects: ({ manifest, functions: deployed }) =>
    Object.entries(functionsOf(manifest))
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
    says: () => "of this checkout is not deployed: what is sent to it waits or is refused",
    todo: "deploy, or take its file away: npm run retire -- HANDLER says what would be lost",
  },
  rules: [
    {
      harm: "will lose",
      when: (seen) => lacking(seen).length > 0,
      says: (seen) => `lacks ${lacking(seen).join(", ")}: no instance of it starts`,
      todo: DEPLOY,
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

/** https://cloud.google.com/scheduler/docs/reference/rest/v1/projects.locations.jobs#State */
export const schedules = defineCheck<{ readonly state: string; readonly schedule: string; readonly wanted: string }>({
  name: "schedules",
  asks: "Are the keeper, the sweep and each batch handler called as often as declared?",
  subjects: ({ manifest, functions: deployed, google, project, prefix }) =>
    Object.entries(functionsOf(manifest)).flatMap(([name, { schedule }]) => {
      const found = deployed.get(name);
      if (schedule === undefined || found === undefined) return [];
      const path = `/v1/projects/${project}/locations/${found.region}/jobs/${prefix}${name}`;
      return {
        name: `schedule ${prefix}${name}`,
        ask: async () => {
          const answer = await google.get("cloudscheduler", path, "cloudscheduler.jobs.get");
          if (answer === undefined) return undefined;
          return { state: textIn(answer, "state"), schedule: textIn(answer, "schedule"), wanted: schedule };
        },
      };
    }),
  missing: {
    harm: "will lose",
    says: () =>
      "is not there: its function is never called, and what waits for it (events, notes, a paused handler) waits until it expires",
    todo: DEPLOY,
  },
  rules: [
    {
      harm: "will lose",
      when: ({ state }) => state !== "ENABLED",
      says: ({ state }) => `is ${state}: its function is not called, and what waits for it waits until it expires`,
      todo: "gcloud scheduler jobs resume, or deploy",
    },
    {
      harm: "worth knowing",
      when: ({ schedule, wanted }) => schedule !== wanted,
      says: ({ schedule, wanted }) => `is ${schedule}, and not ${wanted} as its function says`,
      todo: DEPLOY,
    },
  ],
});

/**
 * Checks the version that the functions name, not its value:
 * https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions
 */
export const secrets = defineCheck<{ readonly state: string }>({
  name: "secrets",
  asks: "Is the version of each secret that functions read enabled?",
  subjects: ({ functions: deployed, google, project }) => {
    const read = [...deployed.values()].flatMap(({ secrets: some }) => [...some.values()]);
    const versions = new Set(read.map(({ secret, version }) => `${secret}/versions/${version}`));
    return [...versions].map((one) => ({
      name: `secret ${one}`,
      ask: async () => {
        const path = `/v1/projects/${project}/secrets/${one}`;
        const answer = await google.get("secretmanager", path, "secretmanager.versions.get");
        return answer === undefined ? undefined : { state: textIn(answer, "state") };
      },
    }));
  },
  missing: {
    harm: "will lose",
    says: () => "is not there: no new instance of the functions that read it starts",
    todo: "raise its number in secret_versions, give its value in TF_VAR_secrets, and deploy",
  },
  rules: [
    {
      harm: "will lose",
      when: ({ state }) => state !== "ENABLED",
      says: ({ state }) => `is ${state}: no new instance of the functions that read it starts`,
      todo: "enable it (gcloud secrets versions enable), or store another: secret_versions and TF_VAR_secrets, and deploy",
    },
  ],
});
