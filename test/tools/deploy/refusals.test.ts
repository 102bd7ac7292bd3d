import { describe, expect, it } from "@jest/globals";
import { planLines } from "../../../tools/deploy/lines.ts";
import { readPlan } from "../../../tools/deploy/plan.ts";
import { refusalsOf } from "../../../tools/deploy/refusals.ts";
import { deployed, type Edit, planWith } from "./plans.ts";

const refusals = (edit: Edit) => refusalsOf(readPlan(planWith(edit)));

const archived = 'google_pubsub_subscription.handler["form-archived"]';
const version = 'google_secret_manager_secret_version.main["app"]';
const secret = 'google_secret_manager_secret.main["app"]';
const source = 'google_cloudfunctions2_function.source["app"]';
const reading = (...versions: readonly (string | undefined)[]) => ({
  service_config: [{ secret_environment_variables: versions.map((of) => ({ secret: "app", version: of })) }],
});

describe("refusalsOf", () => {
  it("says of a topic that somebody has deleted what has happened, and how nothing is lost", () => {
    const resources = deployed.map((one) =>
      one.address === archived ? { ...one, values: { ...one.values, topic: "_deleted-topic_" } } : one,
    );
    expect(refusalsOf(readPlan(planWith({ replace: { [archived]: "topic" } }, resources)))).toEqual([
      expect.stringMatching(
        /^form-archived's topic was deleted outside Terraform\..* npm run retire -- form-archived --project/,
      ),
    ]);
  });

  // As a version is that somebody has destroyed: hashicorp/terraform-provider-google#12504.
  it.each([
    ["version", [version]],
    ["secret", [secret, version]],
  ])("asks for the value of a %s that is gone, which would be made anew without one", (_what, gone) => {
    const plan = readPlan(planWith({ gone }));
    expect(refusalsOf(plan)).toEqual([
      expect.stringMatching(
        /^The value of the secret app is gone from Secret Manager: .* export TF_VAR_secrets='\{"app": "..."\}'/,
      ),
    ]);
    expect(refusalsOf(plan, ["app"])).toEqual([]);
  });

  it("leaves the value of a new secret to Terraform, which asks for it, or generates it", () => {
    const addresses = ["secret_manager_secret_version.main[", "secret_manager_secret.main["].flatMap((start) =>
      ["other", "log-hash-key"].map((name) => `google_${start}"${name}"]`),
    );
    const create = [...addresses, 'terraform_data.stored["other/1"]'].map((address) => ({ address, values: {} }));
    expect(refusals({ create })).toEqual([]);
  });

  it("does not take for gone what was only changed outside Terraform", () => {
    const plan = planWith({ update: { [archived]: { labels: {} } } });
    expect(readPlan({ ...plan, resource_drift: plan.resource_changes }).gone).toEqual([]);
  });

  it("lets a handler's subscription that is gone be made anew, and says where the events are", () => {
    const plan = readPlan(planWith({ gone: [archived] }));
    expect(refusalsOf(plan)).toEqual([]);
    expect(planLines(plan)).toContainEqual(
      expect.stringMatching(
        /^Note: form-archived's subscription was deleted outside Terraform, .* until you seek it back/,
      ),
    );
  });

  it.each<[string, Edit, readonly string[]]>([
    [
      "a handler that is taken away",
      { remove: ["form-archived"] },
      [
        "form-archived is not retired, and would lose its subscription with the messages that " +
          "wait for it, its dead letters, its dead-letter topic, its dead-letter grants: " +
          "bring functions/handlers/form-archived.ts back, and retire it first: " +
          "npm run retire -- form-archived --project acme-webhooks",
      ],
    ],
    [
      "each handler by itself",
      { remove: ["form-"] },
      ["form-archived is not retired", "form-submitted is not retired"],
    ],
    [
      "a dead-letter grant alone",
      { remove: ['dead_letter_forwarder["form-archived"]'] },
      ["form-archived is not retired, and would lose its dead-letter grants: undo that, and retire it first: npm run"],
    ],
    [
      "a dead-letter topic's grant",
      { remove: ['topic_iam_member.dead_letter_forwarder["form-archived'] },
      ["would lose its dead-letter grants: undo"],
    ],
    [
      "a handler's right to dead-letter",
      { remove: ['dead_letter_publisher["form-archived'] },
      ["would lose its dead-letter grants: undo"],
    ],
    [
      "a subscription that would be made anew",
      { replace: { [archived]: "enable_message_ordering" } },
      [
        "would lose its subscription with the messages that wait for it (enable_message_ordering can't be changed): undo",
      ],
    ],
    [
      "an event's topic, for each who listens",
      { remove: ["google_pubsub_topic.event"] },
      [
        "form-archived is not retired, and would lose its topic with a week of events",
        "form-submitted is not retired, and would lose its topic with a week of events",
      ],
    ],
    [
      "one of two listeners that is not retired",
      { remove: ["google_pubsub_topic.event"], variables: { retired: ["form-archived"] }, lifted: true },
      ["form-submitted is not retired"],
    ],
    [
      "a handler that is retired since the last apply",
      {
        remove: ["form-archived"],
        variables: { retired: ["form-archived"] },
      },
      [
        "form-archived is retired, but still protected, since nothing was applied after that: " +
          "bring functions/handlers/form-archived.ts back, plan and apply, and then delete it again.",
      ],
    ],
    [
      "the quarantine's topic and subscription",
      { remove: ['dead_letter["webhook.rejected'], lifted: true },
      ["The topic webhook.rejected would be lost", "The subscription webhook.rejected would be lost"],
    ],
    [
      "the address",
      { remove: ["google_compute_global_address"] },
      ["The load balancer's address 192.0.2.1, which hooks.example.com points to, would go back to Google"],
    ],
    [
      "another address",
      { replace: { 'google_compute_global_address.main["main"]': "name" } },
      ["The load balancer's address 192.0.2.1"],
    ],
    [
      "another project",
      { variables: { project: "acme-staging" }, remove: ["form-"] },
      [
        'This state is that of project "acme-webhooks", prefix "", region "europe-west1", ' +
          'and the plan is for project "acme-staging", prefix "", region "europe-west1": is a -var-file',
      ],
    ],
    [
      "another prefix",
      { variables: { prefix: "staging-" } },
      ['and the plan is for project "acme-webhooks", prefix "staging-"'],
    ],
    ["another region", { variables: { region: "us-east1" } }, ['region "us-east1": is a -var-file']],
    [
      "a bucket that would be another",
      { replace: { "google_storage_bucket.bundle": "name" }, remove: ["form-"] },
      ["The bucket of deployed bundles, acme-webhooks-functions in EUROPE-WEST1, would be lost"],
    ],
    [
      "a version that a function reads",
      { replace: { [version]: "secret_data_wo_version" } },
      ["Version 1 of the secret app would be disabled while it is read by app, which would not start any more: plan"],
    ],
    [
      "a version whose readers -target leaves out",
      { remove: [version], target: [version] },
      ["Version 1 of the secret app would be disabled while it is read by app"],
    ],
    [
      "a secret that a function reads",
      { remove: [secret, version] },
      ["The secret app would be destroyed while it is read by app"],
    ],
    [
      "a secret that would be made anew",
      {
        replace: { [secret]: "replication", [version]: "secret" },
        update: { [source]: reading(undefined) },
      },
      ["The secret app would be made anew (replication can't be changed), and its value lost while it is read by app"],
    ],
  ])("refuses to lose %s", (_name, edit, sentences) => {
    expect(refusals(edit)).toEqual(sentences.map((sentence) => expect.stringContaining(sentence)));
  });

  it("names the copy where there are several", () => {
    const staging = deployed.filter(({ address }) => address !== "terraform_data.copy");
    const plan = planWith({ remove: ["form-archived"], variables: { prefix: "staging-" } }, staging);
    const command = "npm run retire -- form-archived --project acme-webhooks --prefix staging-";
    expect(refusalsOf(readPlan(plan))).toEqual([expect.stringContaining(command)]);
  });

  it.each<[string, Edit]>([
    ["no change", {}],
    ["a first apply", { create: [{ address: 'google_pubsub_topic.event["a"]', values: {} }] }],
    [
      "a handler that is retired, once its protection is lifted",
      { remove: ["form-archived"], variables: { retired: ["form-archived"] }, lifted: true },
    ],
    [
      "a subscription made anew of one that is retired",
      { replace: { [archived]: "enable_message_ordering" }, variables: { retired: ["form-archived"] }, lifted: true },
    ],
    ["a function that is deployed again", { update: { [source]: reading("1") } }],
    [
      "a rotated secret",
      { replace: { [version]: "secret_data_wo_version" }, update: { [source]: reading(undefined) } },
    ],
    [
      "a source that goes with its secret and its right to quarantine",
      { remove: ['["app"]', '["app/webhook.rejected"]'] },
    ],
    ["another certificate", { replace: { 'google_compute_managed_ssl_certificate.main["main"]': "name" } }],
    ["an alert that goes", { remove: ["google_monitoring_alert_policy"] }],
  ])("lets pass %s", (_name, edit) => {
    expect(refusals(edit)).toEqual([]);
  });
});
