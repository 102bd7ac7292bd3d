import { describe, expect, it } from "@jest/globals";
import { batch, NUMBER, PAUSE, PREFIX, PROJECT, PROJECT_PATH, pubsub, subscription, topic } from "./google.ts";
import { answers, change, examine, functionsWith, NOW, without } from "./world.ts";

const labels = { "paused-since": String(NOW / 1000 - 3600), "paused-system": "salesforce", "paused-why": "http_503" };
const pausedBy = (by: string, more = {}) =>
  change(subscription, { pushConfig: {}, labels: { ...labels, "paused-by": by, ...more } });

describe("each thing that is broken is found by its check", () => {
  it.each<[check: string, found: string, () => unknown]>([
    [
      "functions",
      "will lose: function nightly of this checkout is not deployed",
      () => functionsWith("nightly", { name: "other" }),
    ],
    [
      "functions",
      "will lose: function form-submitted lacks SALESFORCE_LOGIN_URL",
      () => functionsWith("form-submitted", {}, { environmentVariables: { GOOGLE_CLOUD_PROJECT: PROJECT } }),
    ],
    [
      "functions",
      "will lose: function app lacks SIGNING_SECRETS",
      () => functionsWith("app", {}, { secretEnvironmentVariables: [] }),
    ],
    ["functions", "worth knowing: function app is FAILED", () => functionsWith("app", { state: "FAILED" })],
    [
      "functions",
      "worth knowing: function app takes requests from anywhere",
      () => functionsWith("app", {}, { ingressSettings: "ALLOW_ALL" }),
    ],
    [
      "grants",
      `will lose: subscription staging-form-submitted lacks roles/pubsub.subscriber for service-${NUMBER}@gcp-sa-pubsub`,
      () => without(subscription),
    ],
    [
      "grants",
      `will lose: topic staging-form-submitted.dead-letter lacks roles/pubsub.publisher for service-${NUMBER}@gcp-sa-pubsub`,
      () => without(topic.replace("form.submitted", "form-submitted.dead-letter")),
    ],
    [
      "grants",
      `worth knowing: project ${PROJECT} lacks roles/monitoring.viewer for staging-keeper@`,
      () => without(PROJECT_PATH),
    ],
    [
      "grants",
      "will lose: topic staging-form.submitted lacks roles/pubsub.publisher for staging-app@",
      () => without(topic),
    ],
    [
      "grants",
      "will lose: service staging-app lacks roles/run.invoker for allUsers: its sender is answered 403",
      () => without(`/v2/projects/${PROJECT}/locations/europe-west1/services/${PREFIX}app`),
    ],
    [
      "grants",
      "will lose: service staging-form-submitted lacks roles/run.invoker for staging-ycat-push@",
      () => without(`/v2/projects/${PROJECT}/locations/europe-west1/services/${PREFIX}form-submitted`),
    ],
    [
      "grants",
      "will lose: service staging-nightly lacks roles/run.invoker for staging-ycat-schedule@",
      () => without(`/v2/projects/${PROJECT}/locations/europe-west1/services/${PREFIX}nightly`),
    ],
    [
      "grants",
      "will lose: subscription staging-nightly lacks roles/pubsub.subscriber for staging-nightly@",
      () => without(batch),
    ],
    [
      "grants",
      "will lose: subscription staging-call.sent lacks roles/pubsub.subscriber for staging-sweep@",
      () => without(`${pubsub}/subscriptions/${PREFIX}call.sent`),
    ],
    [
      "grants",
      "will lose: topic staging-call.sent lacks roles/pubsub.publisher for staging-form-submitted@",
      () => without(`${pubsub}/topics/${PREFIX}call.sent`),
    ],
    [
      "grants",
      "will lose: service staging-sweep lacks roles/run.invoker for staging-ycat-schedule@",
      () => without(`/v2/projects/${PROJECT}/locations/europe-west1/services/${PREFIX}sweep`),
    ],
    ...["form-submitted", "nightly"].flatMap((name): [string, string, () => unknown][] => {
      const found = `will lose: service ${PREFIX}${name} is open to everybody`;
      const service = `/v2/projects/${PROJECT}/locations/europe-west1/services/${PREFIX}${name}`;
      const bindings = [{ role: "roles/run.invoker", members: ["allUsers"] }];
      return [
        ["open functions", found, () => answers.set(service, { invokerIamDisabled: true })],
        ["open functions", found, () => change(`${service}:getIamPolicy`, { bindings })],
      ];
    }),
    [
      "grants",
      "will lose: service staging-form-submitted lacks roles/run.invoker for staging-ycat-push@",
      () => {
        const service = `/v2/projects/${PROJECT}/locations/europe-west1/services/${PREFIX}form-submitted`;
        without(service);
        answers.set(service, { invokerIamDisabled: true });
      },
    ],
    [
      "functions",
      "will lose: function sweep of this checkout is not deployed",
      () => functionsWith("sweep", { name: "other" }),
    ],
    [
      "schedules",
      "will lose: schedule staging-sweep is not there",
      () => answers.delete(`${pubsub}/locations/europe-west1/jobs/${PREFIX}sweep`),
    ],
    [
      "topics",
      "will lose: topic staging-call.sent is not there",
      () => answers.delete(`${pubsub}/topics/${PREFIX}call.sent`),
    ],
    [
      "dead letters",
      "will lose: subscription staging-call.sent keeps what waits for 2 days, and not for 3",
      () => change(`${pubsub}/subscriptions/${PREFIX}call.sent`, { messageRetentionDuration: "172800s" }),
    ],
    [
      "grants",
      "will lose: secret staging-salesforce-credential lacks roles/secretmanager.secretAccessor for staging-form-submitted@",
      () => without(`${pubsub}/secrets/${PREFIX}salesforce-credential`),
    ],
    [
      "grants",
      `will lose: subscription staging-form-submitted lacks ${PAUSE} for staging-form-submitted@`,
      () => without(subscription),
    ],
    [
      "grants",
      `will lose: subscription staging-form-submitted lacks ${PAUSE} for staging-keeper@`,
      () => without(subscription),
    ],
    [
      "grants",
      "will lose: account staging-ycat-push@acme-webhooks.iam.gserviceaccount.com lacks roles/iam.serviceAccountUser",
      () => without(`/v1/projects/${PROJECT}/serviceAccounts/staging-ycat-push@${PROJECT}.iam.gserviceaccount.com`),
    ],
    [
      "functions",
      "will lose: function keeper of this checkout is not deployed",
      () => functionsWith("keeper", { name: "x" }),
    ],
    [
      "paused",
      "worth knowing: handler staging-form-submitted has been paused for 60 min by itself (outage): salesforce, http_503",
      () => pausedBy("outage"),
    ],
    [
      "paused",
      "worth knowing: handler staging-form-submitted has been paused for 60 min by hand",
      () => pausedBy("person"),
    ],
    [
      "paused",
      "will lose: handler staging-form-submitted has been paused for 60 min since salesforce refuses everything",
      () => pausedBy("refusals"),
    ],
    [
      "paused",
      "will lose: handler staging-form-submitted has been paused for 25 d",
      () => pausedBy("person", { "paused-since": String(NOW / 1000 - 25 * 86_400) }),
    ],
    [
      "paused",
      "worth knowing: handler staging-nightly has been paused for 60 min by itself (allowance)",
      () => change(batch, { labels: { ...labels, "paused-by": "allowance" } }),
    ],
  ])("%s: %s", async (check, found, breaks) => {
    breaks();
    const examined = await examine(check);
    expect(examined.found).toContainEqual(expect.stringContaining(found));
    expect(examined.notAsked).toEqual([]);
  });
});

describe("what is in order, though it looks otherwise, is not told", () => {
  it.each<[check: string, what: string, () => unknown]>([
    [
      "grants",
      "what is granted in the whole project",
      () => {
        const policies = [subscription, PROJECT_PATH].map((path) => answers.get(`${path}:getIamPolicy`) ?? {});
        const bindings = policies.flatMap((policy: { bindings?: object[] }) => policy.bindings ?? []);
        without(subscription);
        change(`${PROJECT_PATH}:getIamPolicy`, { bindings });
      },
    ],
    [
      "grants",
      "that the keeper may not count what it is not to count",
      () => {
        functionsWith(
          "keeper",
          {},
          { environmentVariables: { GOOGLE_CLOUD_PROJECT: PROJECT, ALLOWANCE_BACKLOG: "0" } },
        );
        without(PROJECT_PATH);
      },
    ],
    [
      "grants",
      "a source that is open without a role, where the organisation forbids one for everybody",
      () => {
        const service = `/v2/projects/${PROJECT}/locations/europe-west1/services/${PREFIX}app`;
        without(service);
        answers.set(service, { invokerIamDisabled: true });
      },
    ],
    ["subscriptions", "the empty push config of a paused one", () => pausedBy("outage")],
    [
      "Cloud Armor",
      "a source that is not behind a load balancer",
      () => functionsWith("app", {}, { ingressSettings: "ALLOW_ALL" }),
    ],
  ])("%s: %s", async (check, _what, breaks) => {
    breaks();
    expect(await examine(check)).toMatchObject({ found: [], notAsked: [] });
  });
});
