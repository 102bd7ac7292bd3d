import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { systemClock } from "../../../local/core/clock.ts";
import { serve } from "../../../local/core/serve.ts";
import { CommandError } from "../../../local/core/problems.ts";
import { readObjects } from "../../../bundler/read/objects.ts";
import { createCustomerio, localKeys } from "../../../local/customerio/customerio.ts";
import { createSalesforce } from "../../../local/salesforce/salesforce.ts";
import type { Report } from "../../../tools/doctor/lines.ts";
import type { Invocation } from "../../../tools/doctor/invocation.ts";
import { runDoctor } from "../../../tools/doctor/main.ts";
import {
  type Answers,
  FUNCTIONS,
  healthy,
  PREFIX,
  PROJECT,
  PROJECT_PATH,
  refusal,
  serveGoogle,
  subscription,
  topic,
} from "./google.ts";
import { manifest } from "./manifest.ts";

const credentials = { clientId: "client", clientSecret: "a-secret-that-nobody-sees" };
const org = createSalesforce({ clock: systemClock, ...credentials, objects: await readObjects() });
const workspace = createCustomerio({ clock: systemClock });

let answers: Answers;
let google: Awaited<ReturnType<typeof serveGoogle>>;
let servers: Awaited<ReturnType<typeof serve>>[];
let settings: Record<string, string>;
beforeAll(async () => {
  google = await serveGoogle(() => answers);
  servers = await Promise.all([serve(org.fetch), serve(workspace.fetch)]);
  const [salesforce = "", customerio = ""] = servers.map(({ url }) => url);
  settings = {
    SALESFORCE_LOGIN_URL: salesforce,
    SALESFORCE_CLIENT_ID: credentials.clientId,
    CUSTOMERIO_TRACK_URL: customerio,
    CUSTOMERIO_APP_URL: customerio,
    CUSTOMERIO_SITE_ID: localKeys.siteId,
  };
  await workspace.editPerson("jane@example.com", { unsubscribed: false });
});
beforeEach(() => {
  answers = healthy(settings);
});
afterAll(() => Promise.all([google, ...servers].map((server) => server.close())));

const secrets = {
  SALESFORCE_CREDENTIAL: credentials.clientSecret,
  CUSTOMERIO_API_KEY: localKeys.apiKey,
  CUSTOMERIO_APP_KEY: localKeys.appKey,
};

async function run(texts: readonly string[], changed: Partial<Invocation> = {}) {
  const said: string[] = [];
  const code = await runDoctor(texts, {
    environment: { PREFIX, ...secrets },
    manifest: () => Promise.resolve(manifest),
    print: (line) => void said.push(line),
    complain: (sentence) => void said.push(sentence),
    ask: google.ask,
    urls: google.at,
    ...changed,
  });
  return { code, said: said.join("\n") };
}

const there = ["--project", PROJECT];

describe("npm run doctor", () => {
  it("asks the project, the org and the workspace, and finds nothing in what is as it was declared", async () => {
    expect(await run(there)).toEqual({
      code: 0,
      said: expect.stringMatching(/^\d+ questions asked, nothing is wrong with them\.$/),
    });
  });

  it("asks for no sweep where it was deployed without, and for all of it where handlers note for one", async () => {
    const isOfSweep = (path: string) => /call\.sent|sweep/.test(path);
    const deploy = (SWEEP: string) => {
      answers = new Map([...healthy({ ...settings, SWEEP })].filter(([path]) => !isOfSweep(path)));
      const functions = Reflect.get(answers.get(FUNCTIONS) ?? {}, "functions") as { name: string }[];
      answers.set(FUNCTIONS, { functions: functions.filter(({ name }) => !isOfSweep(name)) });
    };
    deploy("off");
    expect(await run(there)).toMatchObject({ code: 0, said: expect.stringContaining("nothing is wrong") });
    deploy("on");
    const { code, said } = await run(there);
    expect(code).toBe(1);
    for (const missing of [
      "function sweep of",
      "topic staging-call.sent is not",
      "subscription staging-call.sent is not",
    ])
      expect(said).toContain(missing);
  });

  it("tells the worst first, each with what to do, and exits with 1", async () => {
    answers.set(topic, { messageRetentionDuration: "0s" });
    answers.set(`${subscription}:getIamPolicy`, {});
    answers.delete(`${subscription}.dead-letter`);
    const { code, said } = await run(there);
    expect(code).toBe(1);
    const [first, second, third] = ["Loses data now:", "Will lose data, unless", "Worth knowing:"].map((one) =>
      said.indexOf(one),
    );
    expect([first, second, third]).toEqual([0, expect.any(Number), expect.any(Number)]);
    expect(second).toBeGreaterThan(said.indexOf("form-submitted.dead-letter is not there"));
    expect(third).toBeGreaterThan(said.indexOf("    → deploy: npm run deploy -- plan, then apply."));
    expect(said).toMatch(/questions asked, 5 found\.$/);
  });

  it("says which permission is missing, for all that it would have answered, and exits with 3", async () => {
    for (const path of answers.keys()) if (path.startsWith(subscription)) answers.set(path, refusal(403));
    const { code, said } = await run(there);
    expect(code).toBe(3);
    expect(said).toContain("Could not be asked:");
    expect(said).toContain(
      "  subscriptions: the permission pubsub.subscriptions.get is missing (subscription staging-form-submitted)",
    );
    expect(said).toMatch(/nothing is wrong with them; \d+ could not be asked\.$/);
  });

  it("asks for no permission where the project's billing has ended", async () => {
    const ended = refusal(403, { error: { details: [{ reason: "BILLING_DISABLED" }] } });
    for (const path of answers.keys()) if (path.startsWith(subscription)) answers.set(path, ended);
    const { said } = await run(there);
    expect(said).toContain("does not tell: HTTP 403 (subscription staging-form-submitted)");
    expect(said).not.toContain("permission");
  });

  it("says which secrets it has to be given to ask the org and the workspace", async () => {
    const { code, said } = await run(there, { environment: { PREFIX } });
    expect(code).toBe(3);
    for (const name of Object.keys(secrets)) expect(said).toContain(`${name} is not set`);
  });

  it("tells a login that is refused from one that could not be tried, and shows no secret", async () => {
    const { code, said } = await run(there, {
      environment: { PREFIX, ...secrets, SALESFORCE_CREDENTIAL: "wrong-one" },
    });
    expect(code).toBe(1);
    expect(said).toContain("the org does not let ycat in");
    expect(said).not.toContain("wrong-one");
  });

  it("is JSON for machines", async () => {
    answers.delete(subscription);
    const { code, said } = await run([...there, "--json"]);
    const { asked, findings } = JSON.parse(said) as Report;
    expect([code, findings[0]]).toEqual([
      1,
      {
        check: "subscriptions",
        harm: "loses data",
        sentence: expect.stringContaining("staging-form-submitted is not there"),
        todo: expect.stringContaining("seek it back"),
      },
    ]);
    expect(asked).toBeGreaterThan(30);
  });

  it("asks for nothing but reads", async () => {
    const asked: string[] = [];
    await run(there, {
      ask: (method, url, body) => {
        asked.push(`${method} ${new URL(url).pathname}`);
        return google.ask(method, url, body);
      },
    });
    expect(asked.filter((one) => !/^GET |:getIamPolicy$/.test(one))).toEqual([]);
  });
});

const disabled = (service: string) =>
  refusal(403, { error: { details: [{ reason: "SERVICE_DISABLED", metadata: { service } }] } });

describe("what is not possible", () => {
  it.each<[what: string, texts: string[], sentence: string, Partial<Invocation>, () => unknown]>([
    ["no project", [], "Which project? npm run doctor -- --project ID", {}, () => undefined],
    ["a number", ["--project", "123456789012"], 'is "123456789012": expected a project\'s id', {}, () => undefined],
    ["a project unknown", there, `Google has no project ${PROJECT}`, {}, () => answers.set(PROJECT_PATH, refusal(403))],
    [
      "an API disabled",
      there,
      `gcloud services enable cloudfunctions.googleapis.com --project ${PROJECT}`,
      {},
      () => answers.set(FUNCTIONS, disabled("cloudfunctions.googleapis.com")),
    ],
    [
      "another prefix",
      [...there, "--prefix", "other-"],
      "No function of ycat is in project acme-webhooks",
      {},
      () => undefined,
    ],
    ["an option unknown", [...there, "--colour"], "--help lists the options.", {}, () => undefined],
    [
      "no credentials",
      there,
      "There are no credentials",
      { ask: () => Promise.reject(new CommandError("There are no credentials for project p: run gcloud auth.")) },
      () => undefined,
    ],
  ])("%s", async (_what, texts, sentence, changed, breaks) => {
    breaks();
    expect(await run(texts, changed)).toEqual({ code: 2, said: expect.stringContaining(sentence) });
  });
});
