import { beforeAll, describe, expect, it } from "@jest/globals";
import { invariants } from "./invariants.ts";
import { manifestWith, source, sweptHandler } from "./manifests.ts";
import { type Declared, declare, hindrance } from "./terraform.ts";

const describeTerraform = hindrance === undefined ? describe : describe.skip;

const manifest = manifestWith(
  source("app", { publishes: ["form.submitted", "page.viewed", "webhook.rejected"] }),
  sweptHandler("form-submitted", "form.submitted"),
  { functions: {}, topics: { "page.viewed": { kind: "event" } }, subscriptions: {}, secrets: {} },
);

describeTerraform("the archive", () => {
  let off: Declared;
  let on: Declared;
  beforeAll(async () => {
    [off, on] = [await declare(manifest), await declare(manifest, { prefix: "eu-", archive: { days: 30 } })];
  });

  it("is not there unless somebody wants it", () => {
    const added = on.resources.filter(({ type, name }) => /bigquery|_sink/.test(type) || /archive|^line/.test(name));
    const addresses = new Set(added.map(({ type, name }) => `${type}.${name}`));
    expect(addresses.size).toBe(10);
    expect(off.resources.filter(({ type, name }) => addresses.has(`${type}.${name}`))).toEqual([]);
  });

  it("takes every event of every topic, and what handlers log, with when and under which name it was published", () => {
    const subscriptions = [
      ...Object.values(on.of("google_pubsub_subscription.archive")),
      on.of("google_pubsub_subscription.line")["main"],
    ];
    expect(
      subscriptions.map((one) => [
        one?.values.name,
        one?.values.bigquery_config[0].table,
        one?.values.bigquery_config[0].write_metadata,
      ]),
    ).toEqual([
      ["eu-form.submitted.archive", "acme-webhooks.eu_ycat.events", true],
      ["eu-page.viewed.archive", "acme-webhooks.eu_ycat.events", true],
      ["eu-archive.lines", "acme-webhooks.eu_ycat.lines", true],
    ]);
  });

  it("takes what the sweep says of an event", () => {
    const { filter } = on.of("google_logging_project_sink.archive")["main"]?.values ?? {};
    expect(filter).toContain('resource.labels.service_name=("eu-form-submitted" OR "eu-sweep")');
    expect(filter).toContain('jsonPayload.event=("sent call missing" OR "sent call lost")');
  });

  it("lets each day's rows go after so many days", () => {
    const tables = Object.values(on.of("google_bigquery_table.archive"));
    const partitions = tables.map(({ values }) => values.time_partitioning[0]);
    expect(partitions.map(({ type, field, expiration_ms }) => [type, field, expiration_ms])).toEqual(
      Array.from({ length: 2 }, () => ["DAY", "publish_time", 30 * 86_400_000]),
    );
  });

  it("grants Pub/Sub's agent the two tables, and nothing of the dataset", () => {
    const grants = Object.values(on.of("google_bigquery_table_iam_member.archive"));
    expect(grants.map(({ index, values: { role, member } }) => [index, role, member])).toEqual(
      ["events", "lines"].map((table) => [
        table,
        "roles/bigquery.dataEditor",
        "serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com",
      ]),
    );
  });

  it("has a view of the columns that npm run why asks for", () => {
    const query: unknown = on.of("google_bigquery_table.history")["main"]?.values.view[0].query;
    expect(query).toContain("`acme-webhooks.eu_ycat.events`");
    expect(query).not.toMatch(/\$\{/);
  });

  it.each(Object.keys(invariants))("%s", (rule) => {
    expect(invariants[rule]?.(on)).toEqual([]);
  });

  it("is refused with no whole number of days", async () => {
    await expect(declare(undefined, { archive: { days: 0.5 } })).rejects.toThrow("archive.days");
  });
});
