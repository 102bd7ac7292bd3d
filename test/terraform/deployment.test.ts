import { beforeAll, describe, expect, it } from "@jest/globals";
import { invariants } from "./invariants.ts";
import { keeperInvariants } from "./keeper-invariants.ts";
import { batchHandler, handler, manifestWith, manyHandlers, source, sweptHandler } from "./manifests.ts";
import { type Declared, declare, hindrance, secretValue, terraform } from "./terraform.ts";

const describeTerraform = hindrance === undefined ? describe : describe.skip;
if (hindrance !== undefined) process.stderr.write(`Terraform's tests are skipped: ${hindrance}.\n`);

const ranges = Array.from({ length: 23 }, (_, index) => `192.0.2.${index}/32`);
const twoSources = manifestWith(
  source("app", { publishes: ["form.submitted", "webhook.rejected"] }),
  source("customerio", { addressRanges: ranges }),
  handler("form-submitted", "form.submitted"),
  handler("form-archived", "form.submitted"),
);
const batch = manifestWith(
  batchHandler("import-people", "people.imported"),
  handler("form-submitted", "form.submitted"),
);

const cases: readonly (readonly [string, object | undefined, object])[] = [
  ["the real manifest", undefined, {}],
  ["an empty manifest", manifestWith(), {}],
  ["one handler", manifestWith(handler("form-submitted", "form.submitted")), {}],
  ["two sources, and two handlers of one event type", twoSources, { armor_preview: true }],
  ["a batch handler, as a second copy in the project", batch, { prefix: "staging-" }],
  ["a swept handler, and no sweep", manifestWith(sweptHandler("person-changed", "person.changed")), { sweep: false }],
  ["the real manifest without a domain", undefined, { domain: null }],
];

describeTerraform.each(cases)("terraform with %s", (_name, manifest, variables) => {
  let declared: Declared;
  beforeAll(async () => {
    declared = await declare(manifest, variables);
  });

  it.each(Object.entries({ ...invariants, ...keeperInvariants }))("%s", (_rule, broken) => {
    expect(broken(declared)).toEqual([]);
  });
});

describeTerraform("terraform", () => {
  it("is formatted and valid", async () => {
    expect(await terraform("fmt", "-check", "-recursive")).toEqual({ isGood: true, text: "" });
    expect(await terraform("validate", "-no-color")).toMatchObject({ isGood: true });
  });

  it("passes its own tests", async () => {
    expect(await terraform("test", "-no-color")).toMatchObject({
      isGood: true,
      text: expect.stringContaining(" 0 failed"),
    });
  }, 240_000);

  it("plans dozens of handlers, 25 in an alert", async () => {
    const { of } = await declare(manyHandlers(26));
    expect(Object.keys(of("google_pubsub_subscription.handler"))).toHaveLength(26);
    const alerts = Object.keys(of("google_monitoring_alert_policy.main"));
    expect(alerts.filter((name) => name.startsWith("dead-letters"))).toHaveLength(2);
  }, 240_000);

  it("declares names that Google accepts, however long the handlers' are", async () => {
    const name = "registration-of-somebody-for-something-was-changed";
    const { resources } = await declare(manifestWith(handler(name, "registration.changed"), source("app")), {
      prefix: "staging-of-team-",
    });
    const limits: Record<string, RegExp> = {
      google_cloudfunctions2_function: /^[a-z][a-z0-9-]{0,47}[a-z0-9]$/,
      google_service_account: /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
    };
    const names = resources
      .filter(({ type }) => limits[type] !== undefined)
      .map(({ type, values }) => [type, values.account_id ?? values.name] as const);
    expect(names.filter(([type, value]) => limits[type]?.test(value) !== true)).toEqual([]);
    expect(new Set(names.map((pair) => pair.join())).size).toBe(names.length);
  });

  it("names the settings that are missing, and what they are", async () => {
    await expect(declare(undefined, { settings: {} })).rejects.toThrow(
      "settings lacks CUSTOMERIO_SITE_ID (the workspace's site id",
    );
  });

  it("grants each function the topics that it publishes to", async () => {
    const { of } = await declare(twoSources, { armor_preview: true });
    const grants = [
      ...Object.keys(of("google_pubsub_topic_iam_member.event_publisher")),
      ...Object.keys(of("google_pubsub_topic_iam_member.dead_letter_publisher")),
    ];
    expect(grants.sort()).toEqual([
      "app/form.submitted",
      "app/webhook.rejected",
      "customerio/webhook.rejected",
      "form-archived/form-archived.dead-letter",
      "form-submitted/form-submitted.dead-letter",
    ]);
  });

  it("lets alerts be quiet for what is paused, save the one that says so", async () => {
    const { of } = await declare(batch, { prefix: "staging-" });
    const queries = Object.entries({
      ...of("google_monitoring_alert_policy.main"),
      ...of("google_monitoring_alert_policy.burn"),
    }).flatMap(([name, { values }]) =>
      values.conditions[0].condition_prometheus_query_language.map(({ query }: { query: string }) => [name, query]),
    );
    const quiet = queries.filter(([, query]) => / unless .*staging_ycat_paused/.test(query)).map(([name]) => name);
    expect(new Set(quiet)).toEqual(
      new Set([
        "backlog",
        "batch-backlog",
        "form.submitted/fast",
        "form.submitted/slow",
        "people.imported/fast",
        "people.imported/slow",
        "system-failing",
      ]),
    );
    expect(queries.find(([name]) => name === "backlog")?.[1]).toContain('"subscription_id", "staging-$1", "handler"');
    expect(queries.find(([name]) => name === "paused")?.[1]).toContain('paused_by!="person"');
  });

  it("puts no secret's value anywhere", async () => {
    const { text, of } = await declare(undefined);
    expect(Object.keys(of("google_secret_manager_secret_version.main"))).toContain("app");
    expect(text).not.toContain(secretValue);
  });

  it("shares no name between two copies in a project", async () => {
    const names = async (prefix: string) =>
      (await declare(batch, { prefix })).resources
        .filter(({ type }) => !/^(?:terraform_data|google_project|google_project_service)$|_iam_/.test(type))
        .map(
          ({ type, values }) =>
            `${type} ${values.account_id ?? values.secret_id ?? values.repository_id ?? values.service_id ?? values.slo_id ?? values.display_name ?? values.dashboard_json ?? values.name}`,
        );
    const [production, staging] = [await names(""), await names("staging-")];
    const isOwned = (name: string) =>
      name.startsWith("google_monitoring_slo") || name.startsWith("google_storage_bucket_object"); // by a service and a bucket that differ
    expect(staging.filter((name) => production.includes(name) && !isOwned(name))).toEqual([]);
  });
});

describeTerraform("Cloud Armor", () => {
  const rulesOf = async (variables: object, manifest = twoSources) => {
    const declared = await declare(manifest, variables);
    const policies = declared.of("google_compute_security_policy.main");
    const rules = declared.resources
      .filter(({ type }) => type === "google_compute_security_policy_rule")
      .map(({ values }) => values);
    return (policy: string) =>
      rules
        .filter(({ security_policy }) => security_policy === policies[policy]?.values.name)
        .sort((a, b) => a.priority - b.priority);
  };
  const brief = ({ priority, action, preview }: { priority: number; action: string; preview: boolean | null }) => [
    priority,
    action,
    preview === true,
  ];

  it("lets in what is posted from the sender's addresses, ten in a rule, so often a minute", async () => {
    const rules = (await rulesOf({ requests_per_minute: 60 }))("source-customerio");
    expect(rules.map(brief)).toEqual([
      [1200, "deny(403)", false],
      [2000, "throttle", false],
      [2001, "throttle", false],
      [2002, "throttle", false],
      [2_147_483_647, "deny(403)", false],
    ]);
    const throttles = rules.filter(({ action }) => action === "throttle");
    expect(throttles.map(({ match }) => match[0].config[0].src_ip_ranges.length)).toEqual([10, 10, 3]);
    expect(throttles.flatMap(({ match }) => match[0].config[0].src_ip_ranges)).toEqual(ranges);
    const limits = throttles.map(({ rate_limit_options: [limit] }) => [
      limit.enforce_on_key,
      limit.exceed_action,
      limit.rate_limit_threshold[0].count,
    ]);
    expect(limits).toEqual(throttles.map(() => ["IP", "deny(502)", 60]));
    expect(rules[0]?.match[0].expr[0].expression).toBe(
      "request.method != 'POST' || (has(request.headers['content-length']) && int(request.headers['content-length']) > 7340032)",
    );
  });

  it("lets a sender check its URL by GET, HEAD or OPTIONS, and no other that has a policy of its own", async () => {
    const checked = manifestWith(
      source("app", { urlCheck: true }),
      source("customerio", { addressRanges: ["192.0.2.0/24"] }),
    );
    const expressionOf = async (policy: string) =>
      (await rulesOf({}, checked))(policy)[0]?.match[0].expr[0].expression.split(" || ")[0];
    expect(await expressionOf("shared")).toBe("!request.method.matches('^(GET|HEAD|OPTIONS|POST)$')");
    expect(await expressionOf("source-customerio")).toBe("request.method != 'POST'");
  });

  it("has one policy for all senders that publish no addresses", async () => {
    const rules = (await rulesOf({ requests_per_minute: 60 }))("shared");
    expect(rules.map(brief)).toEqual([
      [1200, "deny(403)", false],
      [2000, "throttle", false],
      [2_147_483_647, "deny(403)", false],
    ]);
    expect(rules[1]?.match[0].config[0].src_ip_ranges).toEqual(["*"]);
  });

  it("denies nothing while it is previewed", async () => {
    const rules = (await rulesOf({ armor_preview: true }))("shared");
    expect(rules.map(brief)).toEqual([
      [1200, "deny(403)", true],
      [2000, "throttle", true],
      [2_147_483_646, "allow", false],
      [2_147_483_647, "deny(403)", false],
    ]);
  });
});
