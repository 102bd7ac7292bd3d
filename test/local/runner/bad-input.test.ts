// needs functions/sources/customerio.ts
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import http from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { type FastLane, ONCE, startFastLane, tracesOf } from "./fast-lane.ts";
import { formFill, freshId, json, report, type SignedWebhook, signForApp, signForCustomerio } from "./webhooks.ts";

let lane: FastLane;
let secret = "";
beforeAll(async () => {
  lane = await startFastLane();
  secret = lane.secretOf("app");
});
/** Whatever has arrived: the very process that took it in goes on serving. */
afterEach(async () => {
  await lane.submitForm("afterwards@example.com");
  expect(tracesOf(await lane.settled(), "afterwards@example.com")).toMatchObject({ leads: 1, members: 1, people: 1 });
  await lane.reset();
});
afterAll(() => lane.close());

const genuine = () => signForApp(formFill(), { secret });
const withHeaders = (webhook: SignedWebhook, headers: { readonly [name: string]: string }): SignedWebhook => ({
  ...webhook,
  headers: { ...webhook.headers, ...headers },
});
const minutes = (count: number) => new Date(Date.now() + count * 60_000);

function without(webhook: SignedWebhook, name: string): SignedWebhook {
  const { [name]: _, ...headers } = webhook.headers;
  return { ...webhook, headers };
}

function swapped({ headers, body }: SignedWebhook): SignedWebhook {
  const changed = Buffer.from(body);
  changed[changed.length - 2] = 0x20;
  return { headers, body: changed };
}

const otherSecret = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;

describe("a webhook that is not genuine", () => {
  it.each<[string, () => SignedWebhook]>([
    ["without a signature", () => without(genuine(), "webhook-signature")],
    ["without an id", () => without(genuine(), "webhook-id")],
    ["without a timestamp", () => without(genuine(), "webhook-timestamp")],
    ["signed with another secret, or one that was rotated out", () => signForApp(formFill(), { secret: otherSecret })],
    ["signed six minutes ago", () => signForApp(formFill(), { secret, at: minutes(-6) })],
    ["signed six minutes ahead", () => signForApp(formFill(), { secret, at: minutes(6) })],
    ["with one byte changed", () => swapped(genuine())],
    [
      "with the signature of another body",
      () =>
        withHeaders(genuine(), {
          "webhook-signature": signForApp(formFill({ formId: "x" }), { secret }).headers["webhook-signature"] ?? "",
        }),
    ],
    ["with another id than was signed", () => withHeaders(genuine(), { "webhook-id": "msg_other" })],
    [
      "with a later timestamp than was signed",
      () => withHeaders(genuine(), { "webhook-timestamp": String(Math.floor(Date.now() / 1000) + 1) }),
    ],
    ["with an empty signature", () => withHeaders(genuine(), { "webhook-signature": "" })],
    [
      "with a signature of another version",
      () =>
        withHeaders(genuine(), {
          "webhook-signature": (genuine().headers["webhook-signature"] ?? "").replace("v1,", "v1a,"),
        }),
    ],
    ["signed as customer.io signs", () => signForCustomerio(formFill(), { secret })],
    ["not JSON either", () => withHeaders({ headers: genuine().headers, body: Buffer.from("[".repeat(1000)) }, {})],
  ])("is answered 401 and told nothing else: %s", async (_, make) => {
    const { status, body } = await lane.post("app", make());
    expect({ status, body }).toEqual({ status: 401, body: { outcome: "refused", reason: "not verified" } });
    const { pubsub, salesforce } = await lane.state();
    expect([pubsub.rejected, salesforce["Lead"]]).toEqual([[], []]);
  });

  it("is refused by the source customerio just so", async () => {
    const signed = signForCustomerio(report("email.unsubscribed", "ada@example.com"), {
      secret: lane.secretOf("customerio"),
    });
    expect((await lane.post("customerio", swapped(signed))).status).toBe(401);
    expect((await lane.post("customerio", without(signed, "x-cio-timestamp"))).status).toBe(401);
    expect((await lane.post("customerio", signForCustomerio(signed.body, { secret: otherSecret }))).status).toBe(401);
  });
});

/** Straight on a socket, as fetch would not send it. */
function postRaw(
  headers: readonly string[],
  chunks: readonly Buffer[],
  method = "POST",
): Promise<{ status: number; headers: http.IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(lane.runner.url);
    const request = http.request({
      host: "127.0.0.1",
      port,
      path: "/webhooks/app",
      method,
      headers: ["host", `localhost:${port}`, "connection", "keep-alive", ...headers],
      agent: false,
    });
    request.once("error", reject);
    // Many senders look for the answer when they have sent everything, and not before.
    const sent = once(request, "finish");
    request.once("response", (response) => {
      response
        .resume()
        .once(
          "end",
          () => void sent.then(() => resolve({ status: response.statusCode ?? 0, headers: response.headers })),
        );
    });
    for (const chunk of chunks) request.write(chunk);
    request.end();
  });
}

const JSON_TYPE = ["content-type", "application/json"];
const TWO_MIB = Buffer.alloc(2 * 1024 * 1024, "[");

describe("a request that is no webhook", () => {
  it.each<[string, number, () => ReturnType<typeof postRaw>]>([
    ["GET", 405, () => postRaw([], [], "GET")],
    ["PUT", 405, () => postRaw([...JSON_TYPE, "content-length", "2"], [Buffer.from("{}")], "PUT")],
    ["2 MiB, declared", 413, () => postRaw([...JSON_TYPE, "content-length", String(TWO_MIB.length)], [TWO_MIB])],
    [
      "2 MiB, in chunks",
      413,
      () =>
        postRaw(
          [...JSON_TYPE, "transfer-encoding", "chunked"],
          Array.from({ length: 32 }, () => TWO_MIB.subarray(0, 65_536)),
        ),
    ],
  ])("is answered as HTTP says: %s", async (_, status, send) => {
    expect((await send()).status).toBe(status);
  });

  it("is refused each of many times, with the answer and not with a broken connection", async () => {
    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, index) => {
        const chunks = Array.from({ length: index % 5 === 0 ? 10 : 1 }, () => TWO_MIB);
        return postRaw([...JSON_TYPE, "content-length", String(chunks.length * TWO_MIB.length)], chunks);
      }),
    );
    expect(answers.filter(({ status }) => status !== 413)).toEqual([]);
  });

  it("names the method that is allowed", async () => {
    expect((await postRaw([], [], "GET")).headers.allow).toBe("POST");
  });
});

describe("a genuine webhook that is not what it should be", () => {
  const deep = (levels: number) =>
    Buffer.from(`{"type":"form.submitted","data":${'{"a":'.repeat(levels)}1${"}".repeat(levels)}}`);

  it.each<[string, Buffer, string]>([
    ["broken UTF-8", Buffer.from([0xef, 0xbb, 0xbf, 0x22, 0xc3, 0x28, 0x22]), "the body is not UTF-8"],
    ["not JSON", Buffer.from("{'type'"), "the body is not JSON"],
    ["nothing at all", Buffer.from(""), "the body is empty"],
    ["10,000 levels", deep(10_000), "the body is nested deeper than 64 levels"],
    ["a list", json([1]), "/ must be object"],
    ["null", json(null), "/ must be object"],
    ["no type", json({ timestamp: new Date().toISOString(), data: {} }), "/type is missing"],
    ["data that is no object", formFill({}, { data: "x" }), "/data must be object"],
    ["a time that is none", formFill({}, { timestamp: "yesterday" }), '/timestamp must match format "date-time"'],
    ["no form", formFill({ formId: undefined }), "/data/formId is missing"],
    [
      "an e-mail that is null",
      formFill({ email: null }),
      "/data/email is missing: functions/sources/app.ts finds none in a form.submitted",
    ],
    [
      "an e-mail of 300 characters",
      formFill({ email: `${"a".repeat(288)}@example.com` }),
      "/data/email must NOT have more than 80 characters",
    ],
    [
      "an e-mail that is SOQL",
      formFill({ email: "a\\' OR Name != '" }),
      '/data/email must match format "email": it has no @',
    ],
    [
      "__proto__ as the data",
      Buffer.from('{"type":"form.submitted","timestamp":"2026-01-01T00:00:00Z","__proto__":{"data":{}}}'),
      "/data is missing",
    ],
  ])("is answered 201 and quarantined, with the reason: %s", async (_, body, reason) => {
    expect((await lane.send("app", body)).body).toEqual({ outcome: "quarantined", reason });
    const { pubsub, salesforce } = await lane.state();
    expect(pubsub.rejected).toMatchObject([{ attributes: { source: "app", "rejected-reason": reason } }]);
    expect(salesforce["Lead"]).toEqual([]);
  });

  it("is ignored when its type is unknown, and its type is in the log", async () => {
    const { body } = await lane.send("app", formFill({}, { type: "invoice.voided" }));
    expect(body).toEqual({ outcome: "ignored", reason: "invoice.voided is nothing to ycat" });
    await lane.lines.first(({ text }) => text.includes("invoice.voided"), "the type in the log");
  });

  it("does no harm by __proto__, constructor and prototype among its fields", async () => {
    const id = freshId();
    const text = formFill({ email: "ada@example.com" }).toString();
    const body = text.replace(
      '"data":{',
      '"data":{"__proto__":{"isAdmin":true,"company":"Evil"},"constructor":{"prototype":{"isAdmin":true}},',
    );
    await lane.send("app", Buffer.from(body), id);
    await lane.handled(id);
    const state = await lane.settled();
    expect(tracesOf(state, "ada@example.com")).toEqual(ONCE);
    expect(state.salesforce["Lead"]).toMatchObject([{ Company: "Analytical Engines" }]);
  });

  it.each([
    ["content-type", 201],
    ["webhook-id", 401],
    ["webhook-timestamp", 401],
    ["webhook-signature", 201], // a sender that rotates its secret sends several
    ["content-length", 400],
  ])("is published or refused, and nothing between, when a header comes twice: %s %d", async (name, status) => {
    const { headers, body } = genuine();
    const all: SignedWebhook["headers"] = { ...headers, "content-length": String(body.length) };
    expect((await postRaw([...Object.entries(all).flat(), name, all[name] ?? ""], [body])).status).toBe(status);
  });
});

describe("an unusual e-mail", () => {
  it.each([
    ["O'Brien+X@Example.COM", "o'brien+x@example.com"],
    ["  Ada@Example.com\t", "ada@example.com"],
    ["a%b_c@example.com", "a%b_c@example.com"],
    ["a'or''='@example.com", "a'or''='@example.com"],
  ])("finds and changes nobody else: %j", async (sent, email) => {
    const others = ["bob@example.com", "obrien+x@example.com", "axb1c@example.com"].map((Email) => ({
      LastName: "Other",
      Company: "Other",
      Email,
    }));
    await lane.ask("POST", "/api/state", { salesforce: { Lead: others } });
    for (let time = 0; time < 2; time += 1) await lane.submitForm(sent);
    const state = await lane.settled();
    expect(tracesOf(state, email)).toEqual({ ...ONCE, events: 2 });
    expect(state.salesforce["Lead"]).toHaveLength(others.length + 1);
    expect(state.salesforce["CampaignMember"]).toHaveLength(1);
  });

  it("opts out nobody else", async () => {
    const people = ["o'brien+x@example.com", "bob@example.com"].map((Email) => ({
      LastName: "L",
      Company: "C",
      Email,
    }));
    await lane.ask("POST", "/api/state", { salesforce: { Lead: people } });
    const { body } = await lane.send("customerio", report("email.unsubscribed", "O'Brien+X@example.com"));
    await lane.handled(body.events?.[0] ?? "");
    expect((await lane.state()).salesforce["Lead"]?.map((lead) => lead["HasOptedOutOfEmail"])).toEqual([true, false]);
  });
});

describe("the source that took all this in", () => {
  it("is still its first process, and has stayed below an instance's 256 MiB", async () => {
    expect(lane.lines.items.filter(({ text }) => text.includes("ended with"))).toEqual([]);
    const pid = lane.runner.functions.get("app")?.pid();
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "VmHWM: 0 kB"); // Linux alone has it
    expect(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1])).toBeLessThan(256 * 1024);
  });
});
