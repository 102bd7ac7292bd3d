import { describe, expect, it } from "@jest/globals";
import { endpoints } from "../../../tools/google/ask.ts";
import { readPlan } from "../../../tools/deploy/plan.ts";
import { conditionsOf } from "../../../tools/deploy/readiness.ts";
import { refusalsOf } from "../../../tools/deploy/refusals.ts";
import { planLines } from "../../../tools/deploy/lines.ts";
import { batchHandler, handler, manifestWith, source } from "../../terraform/manifests.ts";
import { declare, hindrance } from "../../terraform/terraform.ts";
import { type Next, planAfter } from "./recorded.ts";

const describeTerraform = hindrance === undefined ? describe : describe.skip;
if (hindrance !== undefined) process.stderr.write(`No plans are recorded, and their tests skipped: ${hindrance}.\n`);

const app = source("app", { publishes: ["form.submitted", "webhook.rejected"] });
const submitted = handler("form-submitted", "form.submitted");
const before = manifestWith(
  app,
  source("crm"),
  submitted,
  handler("form-archived", "form.submitted"),
  batchHandler("import-people", "people.imported"),
);
const containing = (...sentences: readonly string[]) => sentences.map((sentence) => expect.stringContaining(sentence));

// The schema-only provider of these tests does not know what can't be changed in place: what replaces something, such
// as `ordered`, is looked at in refusals.test.ts alone.
describeTerraform("a recorded plan", () => {
  const look = async (next: Next) => readPlan(await planAfter(before, { app: "whsec_1", crm: "whsec_2" }, next));

  it("is refused for each handler, the address and the quarantine that it loses", async () => {
    const refusals = refusalsOf(await look({ manifest: manifestWith(submitted) }));
    const held = "is not retired, and would lose its subscription with the messages that wait for it, ";
    const deadLetters = "its dead letters, its dead-letter topic, its dead-letter grants: bring";
    expect(refusals.sort()).toEqual(
      containing(
        "The load balancer's address",
        "The subscription dead-letter.discarded would be lost",
        "The subscription webhook.rejected would be lost",
        "The topic dead-letter.discarded would be lost",
        "The topic webhook.rejected would be lost",
        `form-archived ${held}${deadLetters}`,
        `import-people ${held}its topic with a week of events, ${deadLetters}`,
      ),
    );
  });

  it("is let pass where it loses what is retired, a source and an old secret, and is told in words", async () => {
    const plan = await look({
      manifest: manifestWith(app, submitted, handler("contact-updated", "contact.updated")),
      retired: ["form-archived", "import-people"],
      secretVersions: { app: 2 },
      secrets: { app: "whsec_3" },
    });
    expect(refusalsOf(plan)).toEqual([]);
    expect(planLines(plan)).toEqual(
      expect.arrayContaining([
        "functions: new contact-updated; changed keeper (settings); removed crm, form-archived, import-people",
        "topics: new contact-updated.dead-letter, contact.updated; " +
          "removed form-archived.dead-letter, import-people.dead-letter, people.imported",
        "subscriptions: new contact-updated, contact-updated.dead-letter; " +
          "removed form-archived, form-archived.dead-letter, import-people, import-people.dead-letter",
        "schedules: removed import-people",
        "secrets' values: changed app; removed crm",
        expect.stringMatching(/^alerts: new .*; changed .*dead-letters.*; removed batch-backlog/),
        expect.stringContaining("grants: new "),
      ]),
    );
  });
});

describeTerraform("Terraform's outputs", () => {
  it("say what has to be true after an apply", async () => {
    const { outputs } = await declare(before, { prefix: "staging-", secrets: { app: "whsec_1", crm: "whsec_2" } });
    const google = { project: "acme-webhooks", urls: endpoints, ask: async () => ({}) };
    const conditions = conditionsOf(outputs, google, async () => []);
    expect(conditions.map(({ sentence }) => sentence)).toEqual([
      expect.stringMatching(
        /^Built and ACTIVE: staging-app, staging-crm, .*, staging-import-people, staging-keeper\.$/,
      ),
      "Open to the account that calls: staging-form-archived, staging-form-submitted, staging-import-people, staging-keeper.",
      "With an ACTIVE certificate: hooks.example.com.",
    ]);
    const lacks = (await Promise.all(conditions.map(({ look }) => look()))).flat().map(({ what }) => what);
    expect(lacks).toEqual(
      expect.arrayContaining(
        containing(
          "serviceAccount:staging-ycat-push@acme-webhooks.iam.gserviceaccount.com may not call staging-form-submitted",
          "serviceAccount:staging-ycat-schedule@acme-webhooks.iam.gserviceaccount.com may not call staging-import-people",
        ),
      ),
    );
  });
});
