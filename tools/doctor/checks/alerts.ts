import { listAll } from "../../google/ask.ts";
import { memberOf, textIn, textsIn } from "../../json.ts";
import { defineCheck } from "../check.ts";
import type { World } from "../world.ts";

interface Policy {
  readonly isEnabled: boolean;
  /** For each channel: why it reaches nobody, or undefined. */
  readonly hindrances: readonly (string | undefined)[];
}

/** The alert that reports losses: terraform/alerts.tf. */
export const DEAD_LETTERS_ALERT = "dead letters or quarantined webhooks wait";
const TODO = "deploy with page_to set to somebody who is there; docs/deploy.md says how";

export const alerts = defineCheck<readonly Policy[]>({
  name: "alerts",
  asks: "Is somebody paged, by a channel that is enabled and verified?",
  subjects: (world) => [
    {
      name: "the alerts of dead letters",
      ask: () => policiesOf(world, (title) => title.startsWith(DEAD_LETTERS_ALERT)),
    },
    { name: "all other alerts", ask: () => policiesOf(world, (title) => !title.startsWith(DEAD_LETTERS_ALERT)) },
  ],
  missing: {
    harm: "will lose",
    says: () => "of this copy are not there: nobody is told",
    todo: TODO,
  },
  rules: [
    {
      harm: "will lose",
      when: (policies) => policies.some(({ isEnabled }) => !isEnabled),
      says: (policies) =>
        `are disabled (${policies.filter(({ isEnabled }) => !isEnabled).length} of ${policies.length})`,
      todo: "enable them in Monitoring, or deploy",
    },
    {
      harm: "will lose",
      when: (policies) => policies.some(({ hindrances }) => hindrances.every((one) => one !== undefined)),
      says: (policies) => `reach nobody: ${hindrancesOf(policies).join("; ") || "no channel is named"}`,
      todo: `verify or enable the channel in Monitoring, or ${TODO}`,
    },
    {
      harm: "worth knowing",
      when: (policies) =>
        hindrancesOf(policies).length > 0 && policies.every(({ hindrances }) => hindrances.includes(undefined)),
      says: (policies) => `do not reach everybody: ${hindrancesOf(policies).join("; ")}`,
      todo: "verify or enable the channel in Monitoring, or take it out of page_to",
    },
  ],
});

function hindrancesOf(policies: readonly Policy[]): string[] {
  return [...new Set(policies.flatMap(({ hindrances }) => hindrances))].filter((one) => one !== undefined);
}

/** https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies */
async function policiesOf(world: World, isWanted: (title: string) => boolean): Promise<readonly Policy[] | undefined> {
  const start = `${world.prefix}ycat: `;
  const policies = (await allOf(world, "alertPolicies")).filter((policy) => {
    const name = textIn(policy, "displayName");
    return name.startsWith(start) && isWanted(name.slice(start.length));
  });
  const channels = await allOf(world, "notificationChannels");
  if (policies.length === 0) return undefined;
  return policies.map((policy) => ({
    isEnabled: memberOf(policy, "enabled") !== false,
    hindrances: textsIn(policy, "notificationChannels").map((name) =>
      hindranceOf(
        name,
        channels.find((channel) => textIn(channel, "name") === name),
      ),
    ),
  }));
}

/** Most kinds need no verification and don't mention it. The address is personal and not printed. */
function hindranceOf(name: string, channel: unknown): string | undefined {
  const said = `channel ${name.split("/").at(-1)} (${textIn(channel, "type") || "of another project, or gone"})`;
  if (channel === undefined) return `${said} can't be looked at`;
  if (memberOf(channel, "enabled") === false) return `${said} is disabled`;
  return textIn(channel, "verificationStatus") === "UNVERIFIED" ? `${said} is not verified` : undefined;
}

function allOf({ google, project }: World, what: string): Promise<unknown[]> {
  const get = (path: string) => google.get("monitoring", path, `monitoring.${what}.list`);
  return listAll(get, `/v3/projects/${project}/${what}`, what);
}
