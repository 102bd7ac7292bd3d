import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { root } from "../../bundler/paths.ts";
import { batchHandler, handler, manifestWith, source } from "./manifests.ts";
import { type Declared, declare, hindrance } from "./terraform.ts";

const describeTerraform = hindrance === undefined ? describe : describe.skip;

const log = await readFile(join(root, "functions/runtime/log.ts"), "utf8");
const [, vocabulary = ""] = /interface LogFields \{([^}]*)\}/.exec(log) ?? [];
const fields = [...vocabulary.matchAll(/^ {2}(\w+)\?:/gm)].map(([, field = ""]) => field);
const [, union = ""] = /outcome\?:\s*([^;]*);/.exec(vocabulary) ?? [];
const outcomes = [...union.matchAll(/"([^"]+)"/g)].map(([, outcome = ""]) => outcome);

const code = (
  await Promise.all(globSync("functions/**/*.ts", { cwd: root }).map((file) => readFile(join(root, file), "utf8")))
).join("\n");
/** What the functions can say: every string that is one of theirs. */
const isSaid = (text: string) => code.includes(JSON.stringify(text));

/** Metrics of Google's, and their labels: https://cloud.google.com/monitoring/api/metrics_gcp */
const PLATFORM: Readonly<Record<string, readonly string[]>> = {
  "pubsub_googleapis_com:subscription_num_undelivered_messages": ["subscription_id"],
  "pubsub_googleapis_com:subscription_oldest_unacked_message_age": ["subscription_id"],
  "run_googleapis_com:request_count": ["response_code_class", "service_name"],
};

interface Metric {
  readonly name: string;
  readonly filter: string;
  readonly labels: readonly string[];
  readonly isDistribution: boolean;
  readonly extracted: readonly string[];
}

describeTerraform("the metrics from logs", () => {
  let declared: Declared;
  let metrics: readonly Metric[];
  let queries: readonly string[];
  beforeAll(async () => {
    const manifest = manifestWith(
      source("app", { publishes: ["form.submitted", "webhook.rejected"] }),
      handler("form-submitted", "form.submitted"),
      batchHandler("import-people", "people.imported"),
    );
    declared = await declare(manifest);
    metrics = Object.values(declared.of("google_logging_metric.main")).map(({ values }) => ({
      name: values.name,
      filter: values.filter,
      labels: values.metric_descriptor[0].labels.map(({ key }: { key: string }) => key),
      isDistribution: values.metric_descriptor[0].value_type === "DISTRIBUTION",
      extracted: [
        ...Object.values<string>(values.label_extractors),
        ...(values.value_extractor === null ? [] : [values.value_extractor]),
      ],
    }));
    queries = [
      ...["main", "burn"].flatMap((name) =>
        Object.values(declared.of(`google_monitoring_alert_policy.${name}`)).flatMap(({ values }) =>
          values.conditions[0].condition_prometheus_query_language.map(({ query }: { query: string }) => query),
        ),
      ),
      ...[
        ...(declared
          .of("google_monitoring_dashboard.main")
          [""]?.values.dashboard_json.matchAll(/"prometheusQuery":("(?:[^"\\]|\\.)*")/g) ?? []),
      ].map(([, text]) => JSON.parse(text)),
    ];
  });

  it("have something to be compared with", () => {
    expect({ fields: fields.length, outcomes: outcomes.length, metrics: metrics.length }).toEqual({
      fields: 28,
      outcomes: 9,
      metrics: 15,
    });
    expect(queries.length).toBeGreaterThan(15);
  });

  it("filter by fields that log lines have", () => {
    const runbooks = Object.values(declared.of("google_monitoring_alert_policy.main")).map(
      ({ values }) => values.documentation[0].content,
    );
    const used = [...metrics.map(({ filter }) => filter), ...runbooks].flatMap((text) =>
      [...text.matchAll(/jsonPayload\.(\w+)/g)].map(([, field]) => field),
    );
    const known = [...fields, "message", "enforcedSecurityPolicy"]; // the last is the load balancer's
    expect(used.filter((field) => !known.includes(field ?? ""))).toEqual([]);
  });

  it("extract fields that log lines have", () => {
    const used = metrics.flatMap(({ extracted }) =>
      extracted.map((text) => /^EXTRACT\(jsonPayload\.(\w+)\)$/.exec(text)?.[1] ?? text),
    );
    expect(used.filter((field) => !fields.includes(field))).toEqual([]);
  });

  it("filter by what the functions say", () => {
    const compared = metrics.flatMap(({ filter }) => [...filter.matchAll(/jsonPayload\.(\w+)=(\([^)]*\)|"[^"]*")/g)]);
    const values = compared.flatMap(([, field, text = ""]) =>
      [...text.matchAll(/"([^"]+)"/g)].map(([, value = ""]) => ({ field, value })),
    );
    expect(values.length).toBeGreaterThan(10);
    expect(
      values.filter(({ field, value }) => (field === "outcome" ? !outcomes.includes(value) : !isSaid(value))),
    ).toEqual([]);
  });

  it("count every outcome but the one that means nothing happened", () => {
    const filters = metrics.map(({ filter }) => filter).join("\n");
    expect(outcomes.filter((outcome) => !filters.includes(`"${outcome}"`))).toEqual(["skipped"]);
  });

  it("are what alerts and charts ask for, by labels that they have", () => {
    const known = new Map([
      ...metrics.map(({ name, labels }) => [`logging_googleapis_com:user_${name}`, labels] as const),
      ...Object.entries(PLATFORM),
    ]);
    // What is left out beside a query is a query of its own.
    const parts = queries.flatMap((query) => query.split(/ unless (?:on \([^)]*\) )?/));
    const faults = parts.flatMap((query) =>
      seriesIn(query).flatMap(({ series, labels }) => {
        const own = known.get(series) ?? known.get(series.replace(/_(?:sum|count|bucket)$/, ""));
        if (own === undefined) return [`${series} is no metric`];
        const isHistogram = known.get(series) === undefined;
        const base = isHistogram ? series.replace(/_[a-z]+$/, "") : series;
        const isDistribution = metrics.some(({ name, isDistribution: is }) => is && base.endsWith(`:user_${name}`));
        const grouped = [...query.matchAll(/ by \(([^)]*)\)/g)].flatMap(([, names = ""]) => names.split(", "));
        const unknown = [
          ...labels.filter((label) => label !== "monitored_resource"),
          ...grouped.filter((label) => label !== "le"),
        ].filter((label) => !own.includes(label));
        return [
          ...(isHistogram === isDistribution ? [] : [`${series} is not asked for as what it is`]),
          ...unknown.map((label) => `${series} has no label ${label}`),
        ];
      }),
    );
    expect(faults).toEqual([]);
  });

  it("are asked for by outcomes and reasons that the functions log", () => {
    const values = queries.flatMap((query) =>
      [...query.matchAll(/(outcome|reason)=~?"([^"]+)"/g)].flatMap(([, label, text = ""]) =>
        text.split("|").map((value) => ({ label, value })),
      ),
    );
    expect(values.length).toBeGreaterThan(5);
    expect(
      values.filter(({ label, value }) => (label === "outcome" ? !outcomes.includes(value) : !isSaid(value))),
    ).toEqual([]);
  });

  it("count what is fetched as in time for longer than what is pushed", () => {
    const inTime = metrics.find(({ name }) => name.endsWith("in_time"))?.filter;
    expect(inTime).toContain(
      'AND (jsonPayload.acceptedToEffectMs<=60000 OR (jsonPayload.acceptedToEffectMs<=900000 AND resource.labels.service_name=("import-people"))) AND',
    );
    const named = Object.values(declared.of("google_monitoring_slo.effect")).map(({ values }) => values.display_name);
    expect(new Set(named)).toEqual(
      new Set([
        "form.submitted: effect within 60 s of acceptance",
        "people.imported: effect within 900 s of acceptance",
      ]),
    );
  });

  it("are what the objectives count", () => {
    const filters = Object.values(declared.of("google_monitoring_slo.effect")).flatMap(({ values }) =>
      Object.values<string>(values.request_based_sli[0].good_total_ratio[0]).filter(Boolean),
    );
    const asked = filters.map((filter) => ({
      filter,
      metric: metrics.find(({ name }) => filter.includes(`"logging.googleapis.com/user/${name}"`)),
    }));
    expect(asked).toHaveLength(4);
    const faults = asked.filter(({ filter, metric }) =>
      [...filter.matchAll(/metric\.label\.(\w+)/g)].some(([, label = ""]) => !metric?.labels.includes(label)),
    );
    expect(faults).toEqual([]);
    const values = filters.flatMap((filter) =>
      [...(/outcome=one_of\(([^)]*)\)/.exec(filter)?.[1] ?? "").matchAll(/"([^"]+)"/g)].map(([, value = ""]) => value),
    );
    expect(new Set(values)).toEqual(new Set(["done", "dead-lettered"]));
    expect(outcomes).toEqual(expect.arrayContaining(["done", "dead-lettered"]));
  });
});

function seriesIn(query: string): { series: string; labels: string[] }[] {
  return [...query.matchAll(/([a-z_]+_googleapis_com:\w+)\{([^}]*)\}/g)].map(([, series = "", matchers = ""]) => ({
    series,
    labels: [...matchers.matchAll(/(\w+)=~?"/g)].map(([, label = ""]) => label),
  }));
}
