import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { deployed, planWith } from "./plans.ts";
import { openWorld, type World } from "./world.ts";

const push = "serviceAccount:ycat-push@acme-webhooks.iam.gserviceaccount.com";
const outputs = {
  address: { value: "192.0.2.1" },
  deployment: {
    value: {
      project: "acme-webhooks",
      region: "europe-west1",
      domain: "hooks.example.com",
      certificate: "ycat-0123",
      services: { app: null, "form-submitted": push },
    },
  },
  webhooks: { value: { app: "https://hooks.example.com/webhooks/app" } },
  warning: { value: null },
};
const place = "/v2/projects/acme-webhooks/locations/europe-west1";
const paths = {
  app: `${place}/functions/app`,
  handler: `${place}/functions/form-submitted`,
  policy: `${place}/services/form-submitted:getIamPolicy`,
  certificate: "/compute/v1/projects/acme-webhooks/global/sslCertificates/ycat-0123",
};
const active = { state: "ACTIVE" };
const open = {
  bindings: [
    { role: "roles/run.viewer", members: ["allUsers"] },
    { role: "roles/run.invoker", members: [push] },
  ],
};
const certificate = (status: string, domainStatus = status) => ({
  managed: { status, domainStatus: { "hooks.example.com": domainStatus } },
});
const planned = planWith({ update: { 'google_monitoring_alert_policy.main["backlog"]': { combiner: "OR" } } });

const SUBSCRIPTION = 'google_pubsub_subscription.handler["form-submitted"]';
const resumed = { [SUBSCRIPTION]: { push_config: [{ push_endpoint: "https://form-submitted.a.run.app" }] } };
const effective_labels = {
  "paused-since": String(Date.parse("2026-11-27T06:00:00Z") / 1000),
  "paused-by": "outage",
  "paused-system": "salesforce",
  "paused-why": "http_503",
};
const paused = deployed.map(({ address, values }) => ({
  address,
  values: address === SUBSCRIPTION ? { ...values, push_config: [], effective_labels } : values,
}));

let world: World;
beforeEach(async () => {
  world = await openWorld();
  world.records.push("192.0.2.1");
  Object.assign(world.answers, { [paths.app]: [active], [paths.handler]: [active] });
  Object.assign(world.answers, { [paths.policy]: [open], [paths.certificate]: [certificate("ACTIVE")] });
  await world.write("plan.json", planned);
  await world.write("outputs.json", outputs);
});
afterEach(() => world.close());

describe("npm run deploy", () => {
  it.each([
    [[], 2, /^$/, /npm run deploy -- plan/],
    [["--help"], 0, /Exit codes/, /^$/],
    [["plan", "--help"], 0, /Exit codes/, /^$/],
    [["deploy"], 2, /^$/, /deploy is no command: plan, apply, destroy are/],
    [["plan", "-out=mine"], 2, /^$/, /-out=mine is set by npm run deploy itself/],
    [["apply", "--wait-minutes", "soon"], 2, /^$/, /--wait-minutes takes whole minutes, not "soon"/],
  ])("answers %j", async (texts, code, printed, complaints) => {
    expect(await world.run(texts)).toMatchObject({
      code,
      printed: expect.stringMatching(printed),
      complaints: expect.stringMatching(complaints),
    });
    expect(await world.read("terraform.log")).toBeUndefined();
  });
});

describe("npm run deploy -- plan", () => {
  it("builds, passes Terraform's flags on, and says what would change", async () => {
    const { code, printed } = await world.run(["plan", "-var-file=staging.tfvars", "-lock=false"]);
    expect({ code, printed }).toEqual({
      code: 0,
      printed: expect.stringContaining("alerts: changed backlog\nNext: npm run deploy -- apply"),
    });
    expect(await world.read("dist/manifest.json")).toBe('{"functions":{}}');
    expect(await world.read("terraform.log")).toMatch(
      /^plan -input=false -no-color -out=\S+ -var-file=staging.tfvars -lock=false\nshow /,
    );
  });

  it("keeps no plan that it refuses", async () => {
    await world.write("plan.json", planWith({ remove: ["form-archived"] }));
    const { code, printed, complaints } = await world.run(["plan"]);
    expect({ code, complaints }).toEqual({
      code: 1,
      complaints: expect.stringMatching(/^Refused: form-archived is not retired/),
    });
    expect(printed).toContain("functions: removed form-archived");
    expect(await world.read("dist/deploy.tfplan")).toBeUndefined();
    expect(await world.run(["apply"])).toMatchObject({
      code: 1,
      complaints: expect.stringContaining("There is no plan"),
    });
    expect(await world.read("applied.json")).toBeUndefined();
  });

  it("ends as Terraform does, with its words and without a plan of before", async () => {
    await world.run(["plan"]);
    await world.write("plan.exit", 1);
    expect(await world.run(["plan"])).toMatchObject({
      code: 1,
      complaints: expect.stringContaining("Error: plan went wrong"),
    });
    expect(await world.read("dist/deploy.tfplan")).toBeUndefined();
  });

  it("says what comes first in a checkout that is not initialised, or no more", async () => {
    await world.write("plan.exit", 1);
    await world.write("plan.error", "Error: Required plugins are not installed. To download them, run: terraform init");
    const { code, complaints } = await world.run(["plan"]);
    expect([code, complaints]).toEqual([1, expect.stringMatching(/first run terraform -chdir=terraform init, /)]);
  });

  it("builds nothing before it says that Terraform was never initialised", async () => {
    await rm(join(world.directory, "terraform/.terraform"), { recursive: true });
    await rm(join(world.directory, "dist"), { recursive: true });
    const { code, complaints } = await world.run(["plan"]);
    expect([code, complaints]).toEqual([1, expect.stringMatching(/first run terraform -chdir=terraform init, /)]);
    expect(await world.run(["plan"], { TF_DATA_DIR: "../bin" })).not.toMatchObject({ complaints });
  });

  it("says what is not set, and nothing else where that is all", async () => {
    await world.write("plan.exit", 1);
    const say = (...errors: string[]) => writeFile(join(world.directory, "plan.error"), errors.join("\n\n"));
    const lacking = (name: string) =>
      `Error: No value for required variable\n\nThe root module input variable "${name}" is not set, and has no default\nvalue.`;
    await say(lacking("page_to"), lacking("project"));
    const { code, printed, complaints } = await world.run(["plan"]);
    expect([code, printed]).toEqual([1, ""]);
    expect(complaints).toMatch(/^Nothing was planned: page_to and project are not set\. Write .* Then plan again\.$/);
    await say(lacking("project"), "Error: Invalid value");
    expect(await world.run(["plan"])).toMatchObject({
      complaints: expect.stringMatching(/^Nothing was planned: project is not set\.[^]*Error: Invalid value/),
    });
  });

  it("knows -detailed-exitcode", async () => {
    await world.write("plan.exit", 2);
    expect(await world.run(["plan", "-detailed-exitcode"])).toMatchObject({ code: 2, complaints: "" });
    expect(await world.run(["apply"])).toMatchObject({ code: 0 });
  });

  it("names a paused handler as paused, and not as drift", async () => {
    await world.write("plan.json", planWith({ update: resumed }, paused));
    await world.write("plan.exit", 2);
    const { code, printed } = await world.run(["plan", "-detailed-exitcode"]);
    expect([code, printed.split("\n")]).toEqual([
      0,
      [
        "Nothing changes: what is deployed is what is here.",
        "Paused: form-submitted (http_503, salesforce, since 2026-11-27T06:00:00.000Z). That is no drift. " +
          "An apply delivers to it again, and it pauses again if it must.",
        expect.stringContaining("Next: npm run deploy -- apply"),
      ],
    ]);
  });

  it("names what else would change of a paused handler as drift", async () => {
    const subscription = { ...Object.values(resumed)[0], ack_deadline_seconds: 70 };
    const update = { [SUBSCRIPTION]: subscription };
    await world.write("plan.json", planWith({ update }, paused));
    await world.write("plan.exit", 2);
    const { code, printed } = await world.run(["plan", "-detailed-exitcode"]);
    expect([code, printed]).toEqual([2, expect.stringMatching(/^subscriptions: changed form-submitted\nPaused: /)]);
  });

  it("needs Terraform", async () => {
    await rm(join(world.directory, "bin", "terraform"));
    expect(await world.run(["plan"])).toMatchObject({
      code: 1,
      complaints: "terraform can't be run: is it installed, and on the PATH?",
    });
  });
});

describe("npm run deploy -- apply", () => {
  it("applies the plan that was looked at, with Terraform's flags, and no plan twice", async () => {
    await world.run(["plan"]);
    expect(await world.run(["apply", "-parallelism=5"])).toMatchObject({ code: 0, complaints: "" });
    expect(JSON.parse((await world.read("applied.json")) ?? "")).toEqual(planned);
    expect(await world.read("terraform.log")).toMatch(/\napply -input=false -parallelism=5 \S+deploy.tfplan\n/);
    expect(await world.run(["apply"])).toMatchObject({
      code: 1,
      complaints: expect.stringContaining("There is no plan"),
    });
  });

  it.each<[string, () => Promise<unknown>, string]>([
    [
      "that it has not looked at",
      () => world.write("dist/deploy.tfplan", { another: "plan" }),
      "There is no plan that was looked at",
    ],
    [
      "without what was said of it",
      () => rm(join(world.directory, "dist", "deploy.tfplan.json")),
      "There is no plan that was looked at",
    ],
    [
      "of another build",
      () => world.write("dist/manifest.json", { functions: { more: {} } }),
      "The plan was made from another manifest",
    ],
  ])("applies no plan %s", async (_name, change, complaint) => {
    await world.run(["plan"]);
    await change();
    expect(await world.run(["apply"])).toMatchObject({ code: 1, complaints: expect.stringContaining(complaint) });
    expect(await world.read("applied.json")).toBeUndefined();
  });

  it("asks for the secrets that the plan was made with, and prints none", async () => {
    const environment = { TF_VAR_secrets: '{"app":"whsec_plantedplantedplantedplantedplan"}' };
    const plan = await world.run(["plan"], environment);
    expect(await world.run(["apply"])).toMatchObject({
      code: 1,
      complaints: expect.stringContaining("made with TF_VAR_secrets"),
    });
    const apply = await world.run(["apply"], environment);
    await world.run(["plan"]);
    expect(await world.run(["apply"], environment)).toMatchObject({
      code: 1,
      complaints: expect.stringContaining("made without TF_VAR_secrets"),
    });
    expect(apply.code).toBe(0);
    expect(JSON.stringify([plan, apply, await world.read("dist/deploy.tfplan.json")])).not.toContain("planted");
  });

  it("ends as Terraform does, and keeps what Terraform itself will call stale", async () => {
    await world.run(["plan"]);
    await world.write("apply.exit", 1);
    expect(await world.run(["apply"])).toMatchObject({
      code: 1,
      complaints: expect.stringContaining("plans what is left"),
    });
    expect(await world.read("dist/deploy.tfplan")).toBeDefined();
  });

  describe("for the first time", () => {
    beforeEach(async () => {
      await world.write("plan.json", planWith({ create: [...deployed] }, []));
      await world.run(["plan"]);
    });

    it("makes Pub/Sub's agent", async () => {
      expect(await world.run(["apply"])).toMatchObject({
        code: 0,
        printed: expect.stringContaining("First apply: makes Pub/Sub's agent"),
      });
      expect(await world.read("agent")).toBe(
        "beta services identity create --service=pubsub.googleapis.com --project=acme-webhooks",
      );
    });

    it("says what to run by hand without gcloud", async () => {
      await rm(join(world.directory, "bin", "gcloud"));
      const { code, printed } = await world.run(["apply"]);
      expect({ code, printed }).toEqual({ code: 0, printed: expect.stringContaining("gcloud can't be run") });
      expect(printed).toContain("run that by hand");
    });
  });

  it("makes no agent again", async () => {
    await world.run(["plan"]);
    await world.run(["apply"]);
    expect(await world.read("agent")).toBeUndefined();
  });
});

describe("npm run deploy -- apply, afterwards", () => {
  beforeEach(() => world.run(["plan"]));
  const url = "app posts to https://hooks.example.com/webhooks/app";

  it("waits until everything is true, says which, and tells each sender's URL", async () => {
    world.answers[paths.handler] = [404, { state: "DEPLOYING" }, 503, active];
    world.answers[paths.policy] = [{}, { bindings: [{ role: "roles/run.viewer", members: [push] }] }, open];
    world.answers[paths.certificate] = [certificate("PROVISIONING"), certificate("ACTIVE")];
    const { code, printed, complaints } = await world.run(["apply"]);
    expect({ code, complaints }).toEqual({ code: 0, complaints: "" });
    expect(printed.split("\n")).toEqual([
      "Not yet: form-submitted: cloudfunctions.googleapis.com does not answer as it should: HTTP 404.",
      `Not yet: ${push} may not call form-submitted yet: it lacks roles/run.invoker there.`,
      expect.stringContaining("Not yet: the certificate of hooks.example.com is PROVISIONING: Google takes"),
      "Not yet: form-submitted is DEPLOYING.",
      "With an ACTIVE certificate: hooks.example.com.",
      "Not yet: form-submitted: cloudfunctions.googleapis.com does not answer as it should: HTTP 503.",
      "Open to the account that calls: form-submitted.",
      "Built and ACTIVE: app, form-submitted.",
      url,
    ]);
  });

  it.each<[string, string[], string, string]>([
    ["has no A record", [], "FAILED_NOT_VISIBLE", "has no A record; its A record has to be 192.0.2.1, without"],
    [
      "points elsewhere",
      ["198.51.100.7"],
      "PROVISIONING",
      "points to 198.51.100.7; its A record has to be 192.0.2.1, without a proxy",
    ],
    [
      "is not seen by Google yet",
      ["192.0.2.1"],
      "FAILED_NOT_VISIBLE",
      "is FAILED_NOT_VISIBLE: Google has not seen its A record yet",
    ],
    ["forbids Google's certificates", ["192.0.2.1"], "FAILED_CAA_FORBIDDEN", "its CAA records must allow pki.goog"],
  ])("says for a quarter of an hour what DNS lacks where the domain %s", async (_name, records, status, sentence) => {
    world.records.splice(0, 1, ...records);
    world.answers[paths.certificate] = [certificate("PROVISIONING", status)];
    const { code, printed, complaints, minutes } = await world.run(["apply"]);
    expect({ code, complaints }).toEqual({ code: 1, complaints: expect.stringContaining(sentence) });
    expect(printed.split(sentence)).toHaveLength(2);
    expect(printed).toContain(url);
    expect(minutes).toBeGreaterThan(14);
    expect(minutes).toBeLessThanOrEqual(15);
  });

  it("waits as long as it is told", async () => {
    world.answers[paths.policy] = [{}];
    expect((await world.run(["apply", "--wait-minutes=2"])).minutes).toBeLessThanOrEqual(2);
    expect(await world.read("terraform.log")).not.toContain("wait-minutes");
  });

  it.each<[string, string, unknown, string]>([
    [
      "a build failed",
      paths.handler,
      { state: "FAILED", stateMessages: [{ message: "Build failed: see the logs" }] },
      "form-submitted is FAILED: Build failed: see the logs",
    ],
    [
      "the account may not look",
      paths.policy,
      403,
      "form-submitted: run.googleapis.com does not answer as it should: HTTP 403",
    ],
  ])("does not wait where %s", async (_name, path, answer, sentence) => {
    world.answers[path] = [answer];
    const { code, complaints, printed, minutes } = await world.run(["apply"]);
    expect({ code, complaints, minutes }).toEqual({
      code: 1,
      complaints: expect.stringContaining(sentence),
      minutes: 0,
    });
    expect(printed).toContain(url);
  });

  it("tells the URLs even where it has no credentials to look with", async () => {
    world.answers[paths.handler] = ["There are no credentials for project acme-webhooks."];
    const { code, complaints, printed } = await world.run(["apply"]);
    expect({ code, complaints }).toEqual({
      code: 1,
      complaints: expect.stringContaining(
        "Applied, but not checked whether it works. There are no credentials for project",
      ),
    });
    expect(printed).toContain(url);
  });

  it("looks for no certificate in a trial", async () => {
    const deployment = { value: { ...outputs.deployment.value, domain: null, certificate: null } };
    await world.write("outputs.json", {
      ...outputs,
      deployment,
      warning: { value: "Set domain for more than a trial." },
    });
    delete world.answers[paths.certificate];
    expect(await world.run(["apply"])).toMatchObject({
      code: 0,
      printed: expect.stringContaining("Set domain for more than a trial."),
    });
  });
});
