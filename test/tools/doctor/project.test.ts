import { describe, expect, it } from "@jest/globals";
import { global, monitoring, PAUSE, PREFIX, PROJECT, pubsub, refusal, subscription } from "./google.ts";
import { answers, change, examine } from "./world.ts";

const policies = `${monitoring}/alertPolicies`;
const channels = `${monitoring}/notificationChannels`;
const armor = `${global}/securityPolicies/${PREFIX}ycat-source-app-0a1b2c`;
const schedule = `${pubsub}/locations/europe-west1/jobs/${PREFIX}nightly`;
const secret = `${pubsub}/secrets/${PREFIX}app/versions/1`;
const pusher = `${PREFIX}ycat-push@${PROJECT}.iam.gserviceaccount.com`;
const role = `/v1/${PAUSE}`;
const channel = (members: object) =>
  change(channels, {
    notificationChannels: [{ name: `projects/${PROJECT}/notificationChannels/7`, type: "email", ...members }],
  });
const rulesOf = (changed: (rule: Readonly<Record<string, unknown>>) => object) =>
  change(armor, { rules: (Reflect.get(answers.get(armor) ?? {}, "rules") as Record<string, unknown>[]).map(changed) });

describe("each thing that is broken is found by its check", () => {
  it.each<[check: string, found: string, () => unknown]>([
    ["schedules", "will lose: schedule staging-nightly is not there", () => answers.delete(schedule)],
    ["schedules", "will lose: schedule staging-nightly is PAUSED", () => change(schedule, { state: "PAUSED" })],
    [
      "schedules",
      "worth knowing: schedule staging-nightly is 0 3 * * *",
      () => change(schedule, { schedule: "0 3 * * *" }),
    ],
    [
      "accounts",
      `will lose: account ${pusher} is disabled`,
      () => change(`${pubsub}/serviceAccounts/${pusher}`, { disabled: true }),
    ],
    [
      "accounts",
      `will lose: account ${pusher} is not there`,
      () => answers.delete(`${pubsub}/serviceAccounts/${pusher}`),
    ],
    [
      "roles",
      "will lose: role staging_ycat_pause is not there: no handler can pause itself",
      () => answers.delete(role),
    ],
    ["roles", "will lose: role staging_ycat_pause is deleted", () => change(role, { deleted: true })],
    [
      "roles",
      "will lose: role staging_ycat_pause lacks pubsub.subscriptions.update",
      () => change(role, { includedPermissions: ["pubsub.subscriptions.get"] }),
    ],
    ["secrets", "will lose: secret staging-app/versions/1 is DISABLED", () => change(secret, { state: "DISABLED" })],
    ["secrets", "will lose: secret staging-app/versions/1 is not there", () => answers.delete(secret)],
    [
      "alerts",
      "will lose: all other alerts of this copy are not there",
      () =>
        change(policies, {
          alertPolicies: [Reflect.get(Reflect.get(answers.get(policies) ?? {}, "alertPolicies"), 0)],
        }),
    ],
    [
      "alerts",
      "will lose: all other alerts reach nobody: no channel is named",
      () => eachPolicy({ notificationChannels: [] }),
    ],
    ["alerts", "will lose: all other alerts are disabled (1 of 1)", () => eachPolicy({ enabled: false })],
    [
      "alerts",
      "will lose: all other alerts reach nobody: channel 7 (email) is disabled",
      () => channel({ enabled: false }),
    ],
    [
      "alerts",
      "will lose: all other alerts reach nobody: channel 7 (email) is not verified",
      () => channel({ verificationStatus: "UNVERIFIED" }),
    ],
    [
      "alerts",
      "will lose: all other alerts reach nobody: channel 7 (of another project, or gone) can't be looked at",
      () => change(channels, { notificationChannels: [] }),
    ],
    [
      "alerts",
      "worth knowing: all other alerts do not reach everybody: channel 8",
      () => eachPolicy({ notificationChannels: [7, 8].map((id) => `projects/${PROJECT}/notificationChannels/${id}`) }),
    ],
    [
      "Cloud Armor",
      "loses data: source app has no backend service",
      () => answers.delete(`${global}/backendServices/${PREFIX}app`),
    ],
    [
      "Cloud Armor",
      "loses data: source app turns its own sender away with 403, from 198.51.100.7/32",
      () =>
        rulesOf((rule) =>
          rule["priority"] === 2000 ? { ...rule, match: { config: { srcIpRanges: ["192.0.2.0/24"] } } } : rule,
        ),
    ],
    [
      "Cloud Armor",
      "worth knowing: source app has no Cloud Armor policy",
      () => change(`${global}/backendServices/${PREFIX}app`, { securityPolicy: undefined }),
    ],
    [
      "Cloud Armor",
      "worth knowing: source app is open to * too",
      () =>
        rulesOf((rule) =>
          rule["priority"] === 2000
            ? { ...rule, match: { config: { srcIpRanges: ["*", "192.0.2.0/24", "198.51.100.7/32"] } } }
            : rule,
        ),
    ],
    [
      "Cloud Armor",
      "worth knowing: source app has Cloud Armor rules in preview",
      () => rulesOf((rule) => ({ ...rule, preview: true })),
    ],
  ])("%s: %s", async (check, found, breaks) => {
    breaks();
    const examined = await examine(check);
    expect(examined.found).toContainEqual(expect.stringContaining(found));
    expect(examined.notAsked).toEqual([]);
  });
});

describe("what could not be asked is said, and is no yes", () => {
  const disabled = {
    error: {
      status: "PERMISSION_DENIED",
      details: [{ reason: "SERVICE_DISABLED", metadata: { service: "cloudscheduler.googleapis.com" } }],
    },
  };
  it.each<[check: string, path: string, why: string, object]>([
    ["subscriptions", subscription, "the permission pubsub.subscriptions.get is missing", refusal(403)],
    [
      "grants",
      `${subscription}:getIamPolicy`,
      "the permission pubsub.subscriptions.getIamPolicy is missing",
      refusal(403),
    ],
    ["alerts", channels, "the permission monitoring.notificationChannels.list is missing", refusal(403)],
    ["secrets", secret, "does not tell: HTTP 503", refusal(503)],
    ["schedules", schedule, "cloudscheduler.googleapis.com is disabled in acme-webhooks", refusal(403, disabled)],
  ])("%s: %s", async (check, path, why, answer) => {
    answers.set(path, answer);
    const { notAsked } = await examine(check);
    expect(notAsked[0]).toMatchObject({ why: expect.stringContaining(why) });
  });
});
function eachPolicy(members: object): void {
  const all = Reflect.get(answers.get(policies) ?? {}, "alertPolicies") as object[];
  change(policies, { alertPolicies: all.map((one) => ({ ...one, ...members })) });
}
