import { beforeAll, describe, expect, it } from "@jest/globals";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { type Manifest, manifestOf, manifestPath } from "../../bundler/write/manifest.ts";
import { dist, root } from "../../bundler/paths.ts";
import { dailyCallsOf } from "../../bundler/read/measured.ts";
import { findUnits, type Units, unorderedTypes } from "../../bundler/read/units.ts";

let units: Units;
let manifest: Manifest;
let schema: object;

beforeAll(async () => {
  units = await findUnits();
  manifest = JSON.parse(await readFile(manifestPath, "utf8"));
  schema = JSON.parse(await readFile(join(root, "bundler/write/manifest.schema.json"), "utf8"));
});

/** What the schema says against a manifest. */
function faultsIn(value: unknown): string {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
  ajv.validate(schema, value);
  return ajv.errorsText();
}

/** Those that people write, the keeper and the sweep. */
const everyFunction = ({ functions, keeper, sweep }: Manifest) =>
  Object.entries({ ...functions, keeper, ...(sweep && { sweep }) });

const base = { type: "object" };
const zip = "functions/form-archive-0123456789abcdef.zip";

describe("dist/manifest.json", () => {
  it("is as its schema says", () => {
    expect(faultsIn(manifest)).toBe("No errors");
  });

  it.each<[string, (wrong: Record<string, Record<string, Record<string, unknown>>>) => void]>([
    ["an unknown field", ({ functions }) => Object.assign(functions?.["app"] ?? {}, { colour: "red" })],
    ["a source without a path", ({ functions }) => void delete functions?.["app"]?.["path"]],
    [
      "a handler with a path",
      ({ functions }) => Object.assign(functions?.["form-submitted"] ?? {}, { path: "/webhooks/x" }),
    ],
    ["a handler without an event type", ({ functions }) => void delete functions?.["form-submitted"]?.["eventType"]],
    ["no bundle", ({ functions }) => Object.assign(functions?.["app"] ?? {}, { bundle: "" })],
    [
      "a push without a dead-letter policy",
      ({ subscriptions }) => void delete subscriptions?.["form-submitted"]?.["deadLetterPolicy"],
    ],
    [
      "an ack deadline above 600",
      ({ subscriptions }) => Object.assign(subscriptions?.["form-submitted"] ?? {}, { ackDeadlineSeconds: 601 }),
    ],
    [
      "a secret that nobody reads",
      ({ secrets }) => Object.assign(secrets ?? {}, { unread: { description: "A secret of nobody.", functions: [] } }),
    ],
    ["a topic of another kind", ({ topics }) => Object.assign(topics?.["form.submitted"] ?? {}, { kind: "queue" })],
    ["another section", (wrong) => Object.assign(wrong, { queues: base })],
  ])("could not have %s", (_what, change) => {
    const wrong = structuredClone(manifest) as unknown as Record<string, Record<string, Record<string, unknown>>>; // to be broken
    change(wrong);
    expect(faultsIn(wrong)).not.toBe("No errors");
  });

  it("is what the specifications and the proofs make, but for the bundles' names", async () => {
    const bundles = new Map(everyFunction(manifest).map(([name, { bundle }]) => [name, bundle]));
    expect(JSON.parse(JSON.stringify(manifestOf(units, bundles, await dailyCallsOf(units))))).toEqual(manifest);
  });

  it("has what each handler takes of the calls of Salesforce's day, and nothing of one that was not measured", async () => {
    const { functions } = manifest;
    expect(functions["form-submitted"]?.dailyCalls).toEqual({ salesforce: expect.any(Number) });
    const measured = Object.values(functions).filter(({ uses }) => uses?.includes("salesforce"));
    expect(measured.every(({ dailyCalls }) => (dailyCalls?.["salesforce"] ?? 0) > 0)).toBe(true);
    const none = await dailyCallsOf(units, "/nowhere");
    expect(manifestOf(units, new Map(), none).functions["form-submitted"]).not.toHaveProperty("dailyCalls");
  });

  it("has a function for each source and each handler, and a bundle that is there for each", async () => {
    const files = await Promise.all(["sources", "handlers"].map((folder) => readdir(join(root, "functions", folder))));
    expect(Object.keys(manifest.functions).toSorted()).toEqual(
      files
        .flat()
        .map((file) => file.replace(/\.ts$/, ""))
        .toSorted(),
    );
    const zips = (await readdir(join(dist, "functions"))).filter((file) => file.endsWith(".zip"));
    expect(
      everyFunction(manifest)
        .map(([, { bundle }]) => bundle.replace("functions/", ""))
        .toSorted(),
    ).toEqual(zips.toSorted());
  });

  it("names no topic, function or secret that it does not declare, and declares none that is named nowhere", () => {
    const { functions, topics, subscriptions, secrets } = manifest;
    const topicsNamed = [
      ...Object.values(functions).flatMap(({ publishes }) => publishes),
      ...Object.values(subscriptions).flatMap(({ topic, deadLetterPolicy }) => [
        topic,
        ...(deadLetterPolicy === undefined ? [] : [deadLetterPolicy.topic]),
      ]),
    ];
    expect([...new Set(topicsNamed)].toSorted()).toEqual(Object.keys(topics).toSorted());
    const readers = everyFunction(manifest).flatMap(([name, { secrets: read }]) =>
      Object.values(read).map((secret) => `${secret} ${name}`),
    );
    expect(readers.toSorted()).toEqual(
      Object.entries(secrets)
        .flatMap(([secret, { functions: names }]) => names.map((name) => `${secret} ${name}`))
        .toSorted(),
    );
    const pushed = Object.values(subscriptions).flatMap(({ push }) => push ?? []);
    expect(pushed.toSorted()).toEqual(
      Object.keys(functions)
        .filter((name) => functions[name]?.kind === "handler")
        .toSorted(),
    );
  });

  it("has the keeper called every minute, with every client's settings", () => {
    const { keeper, functions } = manifest;
    expect(keeper).toMatchObject({ kind: "keeper", schedule: "* * * * *", publishes: [], maxInstances: 1 });
    const secrets = Object.values(functions).flatMap((one) => (one.kind === "source" ? [] : Object.keys(one.secrets)));
    expect(new Set([...Object.keys(keeper.secrets), "LOG_HASH_KEY"])).toEqual(new Set(secrets));
  });

  it("has a subscription on every topic: what is published to one without is lost", () => {
    const heard = new Set(Object.values(manifest.subscriptions).map(({ topic }) => topic));
    expect(Object.keys(manifest.topics).filter((topic) => !heard.has(topic))).toEqual([]);
  });
});

describe("manifestOf", () => {
  const fresh = () => manifestOf(units, new Map());

  it("gives a push subscription its handler's deadline and 10 s more, sixteen hours of retries, and a dead-letter topic of its own", () => {
    expect(fresh().subscriptions["form-submitted"]).toEqual({
      topic: "form.submitted",
      push: "form-submitted",
      ordered: true,
      ackDeadlineSeconds: 70,
      retryPolicy: { minimumBackoffSeconds: 10, maximumBackoffSeconds: 600 },
      deadLetterPolicy: { topic: "form-submitted.dead-letter", maxDeliveryAttempts: 100 },
    });
    expect(fresh().subscriptions["form-submitted.dead-letter"]).toEqual({
      topic: "form-submitted.dead-letter",
      ordered: false,
      ackDeadlineSeconds: 60,
    });
  });

  it("takes from a handler what it declares", () => {
    const specification = {
      eventType: "form.submitted" as const,
      run: () => Promise.resolve(),
      name: "form-archive",
      uses: [],
      delivery: { ordered: false, timeoutSeconds: 590 },
      resources: { cpu: 0.5, memoryMiB: 512, maxInstances: 3 },
    };
    const { functions, subscriptions, topics } = manifestOf(
      { ...units, handlers: [...units.handlers, { file: "form-archive", specification }] },
      new Map(),
    );
    expect(functions["form-archive"]).toMatchObject({
      kind: "handler",
      entryPoint: "form-archive",
      eventType: "form.submitted",
      uses: [],
      timeoutSeconds: 590,
      cpu: 0.5,
      memoryMiB: 512,
      concurrency: 1,
      maxInstances: 3,
      minInstances: 0,
      publishes: ["form-archive.dead-letter"],
    });
    expect(subscriptions["form-archive"]).toMatchObject({
      topic: "form.submitted",
      ordered: false,
      ackDeadlineSeconds: 600,
      deadLetterPolicy: { topic: "form-archive.dead-letter" },
    });
    const before = fresh().topics;
    expect(Object.keys(topics).filter((topic) => before[topic] === undefined)).toEqual(["form-archive.dead-letter"]);
  });

  it("has a batch handler called by its schedule, and its subscription pulled, exactly once and in no order", () => {
    const specification = {
      eventType: "form.submitted" as const,
      name: "form-archive",
      uses: ["salesforce"] as const,
      batch: { budgetSeconds: 100, schedule: "*/5 * * * *" },
      async *run() {},
    };
    const archive = { file: "form-archive", specification };
    const bundles = everyFunction(manifest).map(([name, { bundle }]) => [name, bundle] as const);
    const made = manifestOf(
      { ...units, handlers: [...units.handlers, archive] },
      new Map([...bundles, ["form-archive", zip]]),
    );
    expect(faultsIn(JSON.parse(JSON.stringify(made)))).toBe("No errors");
    expect(made.functions["form-archive"]).toMatchObject({
      kind: "batch",
      timeoutSeconds: 190,
      schedule: "*/5 * * * *",
      timeZone: "Etc/UTC",
      memoryMiB: 512,
      concurrency: 2,
      minInstances: 0,
      maxInstances: 1,
      publishes: ["form-archive.dead-letter"],
    });
    expect(made.functions["form-archive"]?.settings).toHaveProperty("SALESFORCE_LOGIN_URL");
    expect(made.subscriptions["form-archive"]).toEqual({
      topic: "form.submitted",
      pull: "form-archive",
      ordered: false,
      ackDeadlineSeconds: 60,
      retryPolicy: { minimumBackoffSeconds: 10, maximumBackoffSeconds: 600 },
      deadLetterPolicy: { topic: "form-archive.dead-letter", maxDeliveryAttempts: 100 },
    });
  });

  it("gives a handler the settings and secrets of the clients that it uses, and of no other", () => {
    const { functions } = fresh();
    const names = (name: string) => [
      ...Object.keys(functions[name]?.settings ?? {}),
      ...Object.keys(functions[name]?.secrets ?? {}),
    ];
    expect(names("form-submitted-slack").filter((name) => name.startsWith("CUSTOMERIO"))).toEqual([]);
    expect(names("form-submitted-slack")).toContain("SALESFORCE_LOGIN_URL");
    expect(names("form-submitted").some((name) => name.startsWith("CUSTOMERIO"))).toBe(true);
    expect(names("app").toSorted()).toEqual([
      "GOOGLE_CLOUD_PROJECT",
      "PREFIX",
      "PUBLIC_URL",
      "SIGNING_SECRETS",
      "TRACES_RATIO",
      "TRACES_URL",
      "VERSION",
    ]);
  });
});

describe("unorderedTypes", () => {
  const added = (delivery: object) => {
    const specification = { eventType: "email.reported" as const, run: () => Promise.resolve(), uses: [], delivery };
    return unorderedTypes([...units.handlers, { file: "report-audit", specification }]);
  };

  it("has a type whose handlers are all unordered, until an ordered one is added", () => {
    expect(unorderedTypes(units.handlers)).toEqual(["email.reported"]);
    expect(added({ ordered: false })).toEqual(["email.reported"]);
    expect(added({})).toEqual([]);
  });
});
