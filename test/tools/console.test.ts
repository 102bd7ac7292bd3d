import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { dist } from "../../bundler/paths.ts";
import { hashOrderingKey } from "../../functions/runtime/log.ts";
import { connectPubsub } from "../../local/console/dead-letters/pubsub.ts";
import { runConsole } from "../../tools/console/main.ts";
import { textIn } from "../../tools/json.ts";
import { AUDITS, deadLetter, declarations, FORMS, startWorld, type World } from "./dead-letters-world.ts";
import { type Asked, type FakeGoogle, rowsOf, startGoogle } from "./google/fake.ts";
import { openSystems } from "./systems.ts";

const PREFIX = "eu-";
const closing: (() => unknown)[] = [];
const patched: unknown[] = [];
let world: World;
let google: FakeGoogle;
let systems: Awaited<ReturnType<typeof openSystems>>;
let url = "";
let folder = "";
let ended: Promise<number>;
const interruption = new AbortController();

/** A project with one handler that an outage holds back, an archive, and logs. */
function answer({ method, path, body }: Asked): unknown {
  const push = { pushEndpoint: "https://handler.example", oidcToken: { serviceAccountEmail: "push@x", audience: "a" } };
  if (path.includes("/functions")) {
    const subscription = `projects/acme/subscriptions/${PREFIX}form-submitted`;
    const HANDLERS = JSON.stringify({ "form-submitted": { subscription, systems: ["salesforce"], push } });
    const serviceConfig = { environmentVariables: { HANDLERS } };
    return { functions: [{ name: `projects/acme/locations/x/functions/${PREFIX}keeper`, serviceConfig }] };
  }
  if (path.includes("/subscriptions")) {
    if (method === "PATCH") patched.push(body);
    const labels = { "paused-why": "http_503", "paused-system": "salesforce", "paused-since": "1795773600" };
    return { name: `projects/acme/subscriptions/${PREFIX}form-submitted`, pushConfig: {}, labels };
  }
  if (path.includes("timeSeries")) return { timeSeries: [] };
  if (path.includes("entries:list"))
    return textIn(body, "filter").includes("quotaMax") ? { entries: quotas() } : { entries: shapes };
  if (path.includes("/queries"))
    return rowsOf({
      event_id: "msg_1",
      event_type: "form.submitted",
      publish_time: "2026-11-27T06:00:00Z",
      source: "/sources/app",
    });
  return undefined;
}

let used = 90;
const quotas = () => [
  { timestamp: "2026-11-27T08:00:00Z", jsonPayload: { system: "salesforce", quotaUsed: used, quotaMax: 100 } },
  { timestamp: "2026-11-27T07:00:00Z", jsonPayload: { system: "salesforce", quotaUsed: 10, quotaMax: 100 } },
];
const shapes = [
  {
    timestamp: "2026-11-27T08:00:00Z",
    jsonPayload: { reason: "form.submitted string", field: "/data/odd" },
  },
];

/** The console itself, as somebody starts it. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ycat-console-"));
  await writeFile(join(folder, "manifest.json"), JSON.stringify(declarations));
  await symlink(join(dist, "console"), join(folder, "console"));
  world = await startWorld({ prefix: PREFIX });
  google = await startGoogle(answer);
  systems = await openSystems(closing);
  const listening = Promise.withResolvers<string>();
  ended = runConsole(["--project", "acme", "--prefix", PREFIX, "--port", "0"], {
    environment: { ...systems.environment, LOG_HASH_KEY: "key" },
    dist: folder,
    signal: interruption.signal,
    print: (line) => listening.resolve(/http:\S+/.exec(line)?.[0] ?? ""),
    complain: (sentence) => listening.reject(new Error(sentence)),
    google: () => ({
      ...google.google,
      urls: { ...google.google.urls, functions: google.google.urls.pubsub, monitoring: google.google.urls.pubsub },
    }),
    connect: () => connectPubsub(world.place),
    journal: join(folder, "replays.jsonl"),
  });
  url = (await listening.promise).replace("localhost", "127.0.0.1");
});
afterAll(async () => {
  interruption.abort();
  expect(await ended).toBe(0);
  for (const close of [...closing, world.close, google.close]) await close();
  await rm(folder, { recursive: true });
});

async function ask(path: string, body?: object): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url + path, {
    ...(body && { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  return { status: response.status, body: await response.json() };
}

describe("npm run console", () => {
  it("serves the page, which knows whose it is, under this machine's names alone", async () => {
    const page = await (await fetch(`${url}/dead-letters`)).text();
    expect(page).toContain('<meta name="ycat-project" content="acme" />');
    for (const path of ["/dead-letters", "/api/dead-letters"]) {
      const status = await new Promise((resolve) =>
        http.get(url + path, { headers: { host: "evil.example" } }, (answered) =>
          resolve(answered.resume().statusCode),
        ),
      );
      expect(status).toBe(403);
      const other = await fetch(url + path, { headers: { origin: "http://evil.example" } });
      expect(other.status).toBe(403);
    }
    const form = await fetch(`${url}/api/dead-letters/replay`, { method: "POST", body: "{}" });
    expect(form.status).toBe(415);
  });

  it("shows dead letters, what a replay would do and write, and replays them with a line for each", async () => {
    world.put(FORMS, deadLetter("msg_1"));
    const { body } = await ask("/api/dead-letters");
    expect(body).toMatchObject({ groups: [{ name: "form-submitted", count: 1 }], problems: [] });
    expect(await ask("/api/dead-letters/plan", {})).toMatchObject({
      body: {
        count: 1,
        groups: [{ newerHandled: null }],
        costs: expect.arrayContaining([expect.objectContaining({ allowance: { used: 90, max: 100 } })]),
      },
    });
    const before = systems.state();
    const effects = await ask("/api/dead-letters/effects", { ids: ["msg_1"] });
    expect(effects.body).toMatchObject([{ event: "msg_1", outcome: "done", records: expect.any(Array) }]);
    expect(systems.state()).toBe(before);
    expect(await ask("/api/dead-letters/replay", { ids: ["msg_1"] })).toMatchObject({
      body: { replayed: 0, stopped: "stopped: 90 of the 100 API calls of the day of salesforce are used" },
    });
    used = 80;
    expect(await ask("/api/dead-letters/replay", { ids: ["msg_1"] })).toMatchObject({
      body: { replayed: 1, stopped: null, left: [] },
    });
    expect(world.lying("form-submitted")).toMatchObject([
      { attributes: { "ce-id": "msg_1", "replay-handler": "form-submitted" } },
    ]);
    expect(world.lying(FORMS)).toEqual([]);
    const line: unknown = JSON.parse((await readFile(join(folder, "replays.jsonl"), "utf8")).trim());
    expect(line).toMatchObject({ project: "acme", prefix: PREFIX, id: "msg_1", outcome: "replayed" });
  });

  it("says of what it may not read that it could not, in the place of none", async () => {
    world.local.broker.deleteSubscription(`projects/p/subscriptions/${PREFIX}${AUDITS}`);
    const { body } = await ask("/api/dead-letters");
    expect(body).toMatchObject({
      groups: [],
      problems: [expect.stringMatching(/form-audit\.dead-letter does not exist/)],
    });
  });

  it("shows what is paused, and resumes and pauses it", async () => {
    expect(await ask("/api/handlers")).toMatchObject({
      body: [{ name: "form-submitted", paused: { why: "http_503", system: "salesforce" } }],
    });
    expect((await ask("/api/handlers/form-submitted/resume", {})).status).toBe(200);
    expect((await ask("/api/handlers/form-submitted/pause", { for: "2h" })).status).toBe(200);
    expect(patched.map((one) => textIn(one, "subscription", "pushConfig", "pushEndpoint"))).toEqual([
      "https://handler.example",
      "",
    ]);
  });

  it("says of somebody what the archive knows, of a source what no schema does, of systems what is used", async () => {
    const why = await ask("/api/people/jane%40example.com/why");
    expect(why.body).toMatchObject({ email: "jane@example.com", events: [{ eventId: "msg_1" }] });
    expect(JSON.stringify(google.asked)).toContain(hashOrderingKey("jane@example.com", "key"));
    expect(await ask("/api/sources/app/shapes")).toMatchObject({ body: [{ path: "/data/odd" }] });
    expect(await ask("/api/sources/evil/shapes")).toMatchObject({ status: 404 });
    expect(await ask("/api/source-names")).toMatchObject({ body: expect.arrayContaining(["app"]) });
    expect(await ask("/api/allowances")).toEqual({
      status: 200,
      body: [{ system: "salesforce", used: 80, max: 100, at: "2026-11-27T08:00:00.000Z" }],
    });
  });

  it("documents what it answers, and nothing of what runs on this machine alone", async () => {
    const { body } = await ask("/api/openapi.json");
    expect(Object.keys(Object(Reflect.get(Object(body), "paths")))).toContain("/api/dead-letters/effects");
    expect(await ask("/api/state")).toMatchObject({ status: 404 });
    expect(await ask("/api/faults")).toMatchObject({ status: 404 });
  });

  it.each([
    [[], "--project ID: which one?"],
    [["--project", "acme", "--port", "x"], '--port is "x"'],
    [["--projet", "acme"], "--help lists the options"],
  ])("refuses %j", async (texts, sentence) => {
    const complaints: string[] = [];
    const code = await runConsole(texts, {
      environment: {},
      dist,
      signal: interruption.signal,
      print: () => {},
      complain: (one) => complaints.push(one),
    });
    expect([code, complaints.join()]).toEqual([2, expect.stringContaining(sentence)]);
  });
});
