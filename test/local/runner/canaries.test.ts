// needs functions/sources/customerio.ts
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { FaultRule } from "../../../local/core/faults.ts";
import { environmentOf } from "../../../local/runner/functions/environment.ts";
import type { Manifest } from "../../../bundler/write/manifest.ts";
import { dist } from "../../../bundler/paths.ts";
import { startCollector } from "../../harness/collector.ts";
import { CALLS } from "./calls.ts";
import { type FastLane, startFastLane } from "./fast-lane.ts";
import { poll } from "./history.ts";
import { formFill, freshId, report, type SignedWebhook, signForApp, signForCustomerio } from "./webhooks.ts";

let lane: FastLane;
let collector: Awaited<ReturnType<typeof startCollector>>;
beforeAll(async () => {
  collector = await startCollector();
  lane = await startFastLane({ settings: { PAUSE_WAITS: "1/1", TRACES_URL: collector.url } });
});
afterAll(() => Promise.all([lane.close(), collector.close()]));

const planted = new Set<string>();

/** A text that stands nowhere else, to be looked for in everything that is printed. */
function canary(place: string): string {
  const text = `canary-${place}-${createHash("sha256").update(place).digest("hex").slice(0, 12)}`;
  planted.add(text);
  return text;
}

const email = (place: string) => `${canary(place)}@example.com`;

const fields = Object.fromEntries(
  ["firstName", "lastName", "company", "title", "phone", "country", "message", "unknown"].map((name) => [
    name,
    canary(name),
  ]),
);
const pageUrl = `https://www.example.com/${canary("page")}`;

const form = (place: string, data: object = {}) =>
  formFill(
    { ...fields, phone: fields["phone"]?.slice(0, 40), pageUrl, email: email(place), ...data },
    { more: canary("envelope") },
  );

function withPrivateHeaders({ headers, body }: SignedWebhook): SignedWebhook {
  const names = ["cookie", "authorization", "x-api-key", "referer", "user-agent", "baggage"];
  return { body, headers: { ...headers, ...Object.fromEntries(names.map((name) => [name, canary(name)])) } };
}

/** As the vendors answer, with what they like to quote in it. */
function refusals(place: string): Pick<FaultRule, "status" | "body">[] {
  const quoted = canary(`answer-${place}`);
  return [
    {
      status: 400,
      body: [
        { errorCode: "INVALID_EMAIL_ADDRESS", message: `Email: invalid email address: ${quoted}`, fields: ["Email"] },
      ],
    },
    { status: 400, body: [{ errorCode: `not a code ${quoted}`, message: quoted, fields: [`${quoted}@`] }] },
    {
      status: 400,
      body: { error: "invalid_grant", error_description: quoted, meta: { error: quoted, errors: [quoted] } },
    },
    { status: 404, body: `<html>${quoted}</html>` },
    { status: 500, body: [{ errorCode: "UNKNOWN_EXCEPTION", message: quoted }] },
    { status: 401, body: [{ errorCode: "INVALID_SESSION_ID", message: quoted }] },
    {
      status: 200,
      body: {
        id: quoted,
        success: quoted,
        errors: [quoted],
        records: quoted,
        done: quoted,
        access_token: quoted,
        instance_url: quoted,
      },
    },
    { status: 200, body: quoted },
  ];
}

async function secrets(): Promise<string[]> {
  const manifest: Manifest = JSON.parse(await readFile(join(dist, "manifest.json"), "utf8"));
  const values = Object.entries(manifest.functions).flatMap(([name, declared]) => {
    const environment = environmentOf(name, manifest, lane.runner.world.addresses);
    return Object.keys(declared.secrets).map((secret) => environment[secret] ?? "");
  });
  return [...new Set(values)];
}

/** Every way in which a canary may be written. */
function spellings(text: string): string[] {
  const bytes = Buffer.from(text);
  const inBase64 = bytes.toString("base64").replace(/=+$/, "").slice(0, -2);
  return [
    text,
    encodeURIComponent(text),
    inBase64,
    bytes.toString("hex"),
    createHash("sha256").update(text).digest("hex"),
  ].map((spelling) => spelling.toLowerCase());
}

function found(output: readonly string[]): string[] {
  const all = output.join("\n").toLowerCase();
  return [...planted].filter((text) => spellings(text).some((spelling) => all.includes(spelling)));
}

/** Sends people with canaries through everything that can go wrong. */
async function runEverything(): Promise<void> {
  const { post, fault, handled, runner } = lane;
  const secret = lane.secretOf("app");
  const answers: unknown[] = [];
  const sendForm = async (place: string, data: object = {}) => {
    const id = freshId();
    answers.push(await post("app", withPrivateHeaders(signForApp(form(place, data), { secret, id }))));
    return id;
  };

  await handled(await sendForm("success"));
  await sendForm("quarantine", { formId: "" });
  await sendForm("broken-email", { email: canary("no-email") });
  answers.push(await post("app", withPrivateHeaders(signForApp(Buffer.from(`{"${canary("not-json")}`), { secret }))));
  answers.push(
    await post(
      "app",
      withPrivateHeaders(signForApp(form("forged"), { secret: "whsec_Zm9yZ2VkZm9yZ2VkZm9yZ2VkZm9yZ2Vk" })),
    ),
  );
  answers.push(
    await post("app", withPrivateHeaders({ headers: { "content-type": canary("content-type") }, body: form("text") })),
  );
  const unsubscribed = signForCustomerio(report("email.unsubscribed", email("unsubscribed")), {
    secret: lane.secretOf("customerio"),
  });
  answers.push(await post("customerio", withPrivateHeaders(unsubscribed)));

  for (const { name, ...call } of CALLS) {
    await fault(
      ...refusals(name.replaceAll(" ", "-")).map((refusal) => ({ ...call, ...refusal, fault: "reject-before" })),
    );
  }
  const refused = await Promise.all(Array.from({ length: 30 }, (_, index) => sendForm(`refused-${index}`)));
  await Promise.all(refused.map((id) => handled(id)));

  const faults: (FaultRule & { hits: number })[] = JSON.parse((await lane.ask("GET", "/api/faults")).text);
  unmet.push(...faults.filter(({ hits }) => hits === 0));
  await lane.ask("DELETE", "/api/faults");
  await fault({ system: "salesforce", match: "POST /sobjects/Lead", fault: "stall-headers" });
  const killed = await sendForm("killed");
  await lane.struck(1);
  process.kill(runner.functions.get("form-submitted")?.pid() ?? 0, "SIGKILL");
  await handled(killed);
  // Who of those above met which refusal was chance, and so whether one of them was given up.
  const [ofTheMessage] = refusals("a-letter");
  await fault({ system: "salesforce", match: "POST /sobjects/Lead", fault: "reject-before", ...ofTheMessage });
  await handled(await sendForm("given-up"));

  runner.world.pubsub.broker.pause();
  await sendForm("unpublished");
  runner.world.pubsub.broker.resume();
  for (const answer of answers) printed.push(JSON.stringify(answer));
}

const printed: string[] = [];
/** Refusals that nobody has met. */
const unmet: FaultRule[] = [];

describe("everything that is printed", () => {
  it("holds no secret, payload, header or vendor's text", async () => {
    await runEverything();
    for (const secret of await secrets()) planted.add(secret);
    planted.add(Buffer.from(lane.secretOf("app").replace("whsec_", ""), "base64").toString());
    planted.add("development-site:development-api-key");
    const outcomes = ["done", "published", "failed", "dead-lettered", "quarantined", "refused", "unpublished"];
    await poll(
      () => outcomes.every((outcome) => lane.lines.items.some(({ text }) => text.includes(`"outcome":"${outcome}"`))),
      `a line of each outcome`,
    );

    const { pubsub } = await lane.state();
    const reasons = [...pubsub.deadLetters, ...pubsub.rejected].flatMap(({ attributes }) =>
      Object.entries(attributes)
        .filter(([name]) => /^(dead-letter|rejected|header)-/.test(name))
        .map(([name, value]) => `${name}: ${value}`),
    );
    // How many are given up depends on who meets which refusal first: each has been met, and each kind of letter is there.
    expect(unmet).toEqual([]);
    expect(pubsub.rejected).toHaveLength(3);
    expect(reasons.filter((reason) => /^(?:dead-letter|rejected)-reason: ./.test(reason)).length).toBeGreaterThan(3);
    expect(found(reasons)).toEqual([]);
    expect(found(lane.lines.items.map(({ text }) => text))).toEqual([]);
    expect(found(printed)).toEqual([]);
    expect(found(collector.texts)).toEqual([]);
    expect(found([(await lane.ask("GET", "/api/deliveries")).text])).toEqual([]);
    // It would be found if it stood there: the letters themselves hold it.
    expect(found(pubsub.deadLetters.map(({ data }) => data)).length).toBeGreaterThan(5);
  });

  it("is told to a collector as traces, each from its webhook to its calls", () => {
    expect(collector.faults).toEqual([]);
    const spans = collector.spans();
    const parentOf = ({ parentSpanId, traceId }: (typeof spans)[number]) =>
      spans.find((one) => one.spanId === parentSpanId && one.traceId === traceId);
    const lead = spans.find(
      ({ name, status }) => name === "salesforce POST /sobjects/Lead" && status.code === undefined,
    );
    const names: string[] = [];
    for (let span = lead; span !== undefined; span = parentOf(span)) names.push(span.name);
    expect(names).toEqual([
      "salesforce POST /sobjects/Lead",
      expect.stringMatching(/^push form-submitted/),
      "publish form.submitted",
      "webhook app",
    ]);
  });
});

describe("a pause", () => {
  it("names no person and no vendor's text", async () => {
    const refusing = await startFastLane({ handlers: ["form-submitted"] });
    try {
      const quoted = canary("answer-before-a-pause");
      const body = [{ errorCode: `not a code ${quoted}`, message: quoted, fields: [quoted] }];
      const match = "POST /sobjects/Lead";
      await refusing.fault({ system: "salesforce", match, fault: "reject-before", status: 400, body, times: 1000 });
      for (let index = 0; index < 6; index += 1) await refusing.send("app", form(`before-a-pause-${index}`), freshId());
      const lines = () => refusing.lines.items.map(({ text }) => text);
      await poll(() => lines().some((line) => line.includes("handler paused itself")), "a line of the pause");
      const labels = refusing.runner.world.pubsub.broker.state();
      expect(found(lines())).toEqual([]);
      expect(found([JSON.stringify(labels.subscriptions), (await refusing.ask("GET", "/api/handlers")).text])).toEqual(
        [],
      );
    } finally {
      await refusing.close();
    }
  });
});
