import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { HandlerView } from "../../local/console/contract/handlers.ts";
import { answerRest } from "../../local/pubsub/api/rest.ts";
import { Broker } from "../../local/pubsub/broker/broker.ts";
import type { Verb } from "../../tools/outage/arguments.ts";
import type { Ask } from "../../tools/google/ask.ts";
import { statusLines } from "../../tools/outage/lines.ts";
import { runOutage } from "../../tools/outage/main.ts";
import { openProject } from "../../tools/outage/project.ts";

const PROJECT = "acme-webhooks";
const NOW = Date.parse("2026-11-27T06:00:00Z");
const audience = "https://form-submitted.a.run.app";
const pushConfig = {
  pushEndpoint: audience,
  oidcToken: { serviceAccountEmail: "staging-ycat-push@acme-webhooks.iam.gserviceaccount.com", audience },
};
const path = (subscription: string) => `projects/${PROJECT}/subscriptions/${subscription}`;
/** As Terraform writes it. */
const HANDLERS = {
  "form-submitted": {
    subscription: path("staging-form-submitted"),
    push: pushConfig,
    systems: ["salesforce", "customerio"],
    priority: "live",
  },
  "import-people": {
    subscription: path("staging-import-people"),
    push: null,
    systems: ["salesforce"],
    priority: "batch",
  },
};

const topic = `projects/${PROJECT}/topics/staging-form.submitted`;

let broker: Broker;
beforeEach(() => {
  broker = new Broker({ push: () => Promise.reject(new Error("nobody is there")) });
  broker.createTopic({ name: topic });
  const common = { topic, ackDeadlineSeconds: 70, labels: { ycat: "staging" } };
  broker.createSubscription({ ...common, name: path("staging-form-submitted"), pushConfig });
  broker.createSubscription({ ...common, name: path("staging-import-people") });
});
afterEach(() => broker.deleteAll());

/** Google's three APIs as far as they are asked, the first of them the embedded Pub/Sub. */
const ask: Ask = async (method, url, body) => {
  const { host, pathname, searchParams } = new URL(url);
  if (host === "functions.test") {
    const environmentVariables = { HANDLERS: JSON.stringify(HANDLERS) };
    const name = `projects/${PROJECT}/locations/europe-west1/functions/staging-keeper`;
    return searchParams.has("pageToken")
      ? { functions: [{ name, serviceConfig: { environmentVariables } }] }
      : { functions: [{ name: name.replace("keeper", "app") }], nextPageToken: "next" };
  }
  if (host === "monitoring.test") return { timeSeries: seriesOf(searchParams.get("filter") ?? "") };
  const signal = new AbortController().signal;
  return answerRest(broker, { method, path: pathname, query: searchParams, body, signal });
};

function seriesOf(filter: string): object[] {
  const one = (subscription_id: string, value: object) => ({
    resource: { labels: { subscription_id } },
    points: [{ value }],
  });
  if (filter.includes("num_undelivered"))
    return [
      one("staging-form-submitted", { int64Value: "12" }),
      one("staging-form-submitted.dead-letter", { int64Value: "1" }),
    ];
  if (filter.includes("oldest")) return [one("staging-form-submitted", { int64Value: "7500" })];
  return [one("staging-form-submitted", { doubleValue: 0.5 })];
}

async function run(verb: Verb, ...texts: string[]) {
  const said: string[] = [];
  const urls = {
    functions: "https://functions.test",
    monitoring: "https://monitoring.test",
    pubsub: "https://pubsub.test",
  };
  const code = await runOutage(verb, texts, {
    environment: { PORT: "1" },
    print: (line) => said.push(line),
    complain: (sentence) => said.push(sentence),
    openProject: (project, prefix) => openProject(project, prefix, { ask, urls, now: () => NOW }),
    now: () => NOW,
  });
  return { code, said: said.join("\n") };
}

const there = ["--project", PROJECT, "--prefix", "staging-"];
const configOf = (subscription: string) => broker.getSubscription(path(subscription));

describe("npm run pause", () => {
  it("takes the push config of all that use a system, and says in labels why and until when", async () => {
    const { code, said } = await run("pause", "salesforce", "--for", "2h", "--because", "Release of the org", ...there);
    expect([code, said]).toEqual([0, expect.stringMatching(/^Paused: form-submitted, import-people; .* after 2h/)]);
    const labels = {
      ycat: "staging",
      "paused-by": "person",
      "paused-since": String(NOW / 1000),
      "paused-system": "person",
      "paused-times": "1",
      "paused-until": String(NOW / 1000 + 7200),
      "paused-why": "release-of-the-org",
    };
    expect(configOf("staging-form-submitted")).toMatchObject({ pushConfig: undefined, labels });
    expect(configOf("staging-import-people").labels).toEqual(labels);
  });

  it("takes over a pause that the handler has begun, and keeps its beginning", async () => {
    const labels = { "paused-since": "1000", "paused-by": "outage", "paused-why": "http_503", "paused-times": "3" };
    broker.updateSubscription(path("staging-form-submitted"), { pushConfig: {}, labels }, ["pushConfig", "labels"]);
    await run("pause", "form-submitted", ...there);
    expect(configOf("staging-form-submitted").labels).toMatchObject({ "paused-by": "person", "paused-since": "1000" });
  });
});

describe("npm run resume", () => {
  it("gives back just the push config that Terraform declares, and takes the labels away", async () => {
    const before = configOf("staging-form-submitted");
    await run("pause", "salesforce", ...there);
    expect(await run("resume", "salesforce", ...there)).toMatchObject({
      code: 0,
      said: [
        "Resumed: form-submitted, import-people. What waits is delivered, slowly at first.",
        "form-submitted has dead letters too (1), which wait until they are replayed: npm run dead-letters -- list, then " +
          "replay --filter handler=form-submitted",
      ].join("\n"),
    });
    const { labels, ...after } = configOf("staging-form-submitted");
    expect({ ...after, labels: before.labels }).toEqual(before);
    expect(labels).toEqual({ ycat: "staging", "paused-times": "1", "resumed-at": String(NOW / 1000) });
  });

  it("says so where nothing is paused", async () => {
    expect(await run("resume", "salesforce", ...there)).toEqual({ code: 0, said: "Nothing of salesforce is paused." });
  });
});

describe("npm run status", () => {
  it("says of every handler how it does, the paused ones first, and why they are", async () => {
    await run("pause", "import-people", ...there);
    expect((await run("status", ...there)).said.split("\n")).toEqual([
      "handler         state           waiting  oldest  dead letters  a minute",
      "import-people   paused for 0 s  –        –       –             –",
      "form-submitted  runs            12       2 h     1             30",
      "",
      "import-people: by hand",
    ]);
  });

  it("says how often in a row an outage has paused it, which its time alone hides", async () => {
    const labels = { "paused-since": "1000", "paused-by": "outage", "paused-why": "http_503", "paused-times": "4" };
    broker.updateSubscription(path("staging-form-submitted"), { pushConfig: {}, labels }, ["pushConfig", "labels"]);
    expect((await run("status", ...there)).said).toMatch(/^form-submitted: .*; paused 4 times in a row/m);
    await run("pause", "form-submitted", ...there);
    expect((await run("status", ...there)).said).not.toContain("in a row");
  });

  it.each([
    [7500, "in 70 h the oldest no longer triggers campaigns in customer.io"],
    [300_000, "the oldest is over 72 h old, and no longer triggers campaigns in customer.io"],
  ])("says what a wait of %d s costs", (oldestSeconds, sentence) => {
    const paused = { why: "http_503", system: "salesforce", by: "outage", since: null, until: null, times: 1 } as const;
    const counts = { backlog: 12, oldestSeconds, deadLetters: 0, perMinute: 0 };
    const handler = { name: "form-submitted", systems: ["customerio"], isBatch: false, paused, ...counts };
    expect(statusLines([handler], NOW).at(-1)).toContain(
      `refuses the login (HTTP_503), and is asked again and again: goes on by itself when it answers; ${sentence}`,
    );
  });

  it("says how long Slack takes for what waits", () => {
    const paused = { why: "http_503", system: "slack", by: "outage", since: null, until: null, times: 1 } as const;
    const counts = { backlog: 2000, oldestSeconds: 60, deadLetters: 0, perMinute: 0 };
    const handler = { name: "form-submitted-slack", systems: ["slack"], isBatch: false, paused, ...counts };
    const last = (backlog: number) => statusLines([{ ...handler, backlog }], NOW).at(-1);
    expect(last(2000)).toContain("Slack takes 48 messages a minute: the last of them comes 42 min after it goes on");
    expect(last(48)).not.toContain("Slack takes");
  });

  it("is JSON for machines", async () => {
    const { said } = await run("status", "--json", ...there);
    expect((JSON.parse(said) as HandlerView[])[0]).toMatchObject({ name: "form-submitted", paused: null, backlog: 12 });
  });
});

describe("what is not possible", () => {
  it.each<[Verb, string[], string]>([
    ["pause", ["salesfroce", ...there], 'There is no handler and no system salesfroce; did you mean "salesforce"?'],
    ["pause", ["salesforce", "--for", "2 hours"], '--for is "2 hours", which is no duration: 30m, 2h or 3d are.'],
    ["pause", ["salesforce", "--for", "40d"], "30d is the longest"],
    ["pause", [], "npm run pause -- HANDLER|SYSTEM"],
    ["resume", ["a", "b"], "npm run resume -- HANDLER|SYSTEM"],
    ["resume", ["salesforce", "--because", "done"], "--for and --because belong to npm run pause."],
    ["status", ["--prefix", "staging-"], "--prefix belongs to a project"],
    ["status", ["--project", ""], "--project is empty"],
    [
      "status",
      ["--project", PROJECT, "--prefix", "stagng-"],
      "There is no function stagng-keeper in project acme-webhooks",
    ],
    ["status", [], "Nothing answers at http://localhost:1: run npm start first"],
    ["status", ["--colour"], "--help lists the options."],
  ])("%s %j is told why", async (verb, texts, sentence) => {
    expect(await run(verb, ...texts)).toEqual({ code: 2, said: expect.stringContaining(sentence) });
  });
});
