import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import app from "../../../functions/sources/app.ts";
import { readWebhook } from "../../harness/fixtures.ts";
import { environment, type FunctionProcess, startFunction } from "../../harness/function-process.ts";
import { type AnswerPublish, published, type PublishEndpoint, servePublish } from "../../harness/publish-endpoint.ts";
import { chunk, connectTo, requestText } from "../../harness/raw-http.ts";
import { signedRequest } from "../../harness/webhook.ts";

const body = readWebhook("app", "form.submitted");
const json = { "content-type": "application/json" };

/** What its sender would send now. */
function signed(content: Buffer, id = "msg_1"): Record<string, string> {
  const { headers } = signedRequest(app, content, { now: Date.now(), id });
  return Object.fromEntries(Object.entries(headers).map(([name, value = ""]) => [name, value]));
}

function residentMiB({ child }: FunctionProcess): number {
  const isLinux = process.platform === "linux"; // whose smallest images have no ps
  const kibibytes = isLinux
    ? /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]
    : execFileSync("ps", ["-o", "rss=", "-p", String(child.pid)], { encoding: "utf8" });
  return Number(kibibytes) / 1024;
}

/** Sends a body byte by byte for as long as it is let. */
async function drip(port: number): Promise<number> {
  using connection = await connectTo(port);
  const began = performance.now();
  connection.socket.write(requestText("POST", { ...json, "content-length": 1000 }));
  const dripping = setInterval(() => connection.socket.write("["), 200);
  await connection.closed;
  clearInterval(dripping);
  return performance.now() - began;
}

describe("the built source app under the Functions Framework", () => {
  let endpoint: PublishEndpoint;
  let source: FunctionProcess;
  let url: string;
  let answerPublish: AnswerPublish = published;
  let dripped: Promise<number>;

  beforeAll(async () => {
    endpoint = await servePublish((...call) => answerPublish(...call));
    source = startFunction("app", { ...environment, PUBSUB_EMULATOR_HOST: endpoint.host, PREFIX: "copy-" });
    url = `http://127.0.0.1:${await source.port}/webhooks/app`;
    dripped = drip(await source.port); // takes as long as the rest together
  });
  afterAll(async () => {
    await source[Symbol.asyncDispose]();
    await endpoint[Symbol.asyncDispose]();
  });

  /** Its answer, and what it has published meanwhile. */
  async function post(content: Buffer | string, headers: Record<string, string>, method = "POST") {
    const before = endpoint.requests.length;
    const { "content-length": _, ...others } = headers; // fetch sets it
    const response = await fetch(url, {
      method,
      headers: others,
      ...(method === "GET" || method === "HEAD" ? {} : { body: new Uint8Array(Buffer.from(content)) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === "" ? undefined : JSON.parse(text),
      published: endpoint.requests.slice(before),
    };
  }

  it("publishes a genuine webhook, and answers when Pub/Sub has it", async () => {
    const answer = await post(body, signed(body));
    expect([answer.status, answer.body]).toEqual([201, { outcome: "published", events: ["msg_1"] }]);
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(answer.published).toEqual([
      expect.objectContaining({ path: "/v1/projects/test-project/topics/copy-form.submitted:publish" }),
    ]);
  });

  it.each([
    ["GET", "GET", "", json, 405],
    ["HEAD", "HEAD", "", json, 405],
    ["DELETE", "DELETE", "{}", json, 405],
    ["no signature", "POST", body, json, 401],
    ["unsigned text that is no JSON", "POST", '{"', json, 401],
  ])("refuses %s with its own answer, not the framework's", async (_what, method, content, headers, status) => {
    const answer = await post(content, headers, method);
    expect(answer.status).toBe(status);
    if (method !== "HEAD") expect(answer.body).toEqual({ outcome: "refused", reason: expect.any(String) });
    expect(answer.headers.get("allow")).toBe(status === 405 ? "POST" : null);
    expect(answer.published).toEqual([]);
  });

  it.each([
    ["broken JSON", '{"type":', "NOT_JSON"],
    ["a JSON scalar", "1", "SCHEMA"],
    ["nothing", "", "EMPTY"],
    ["10,000 levels", "[".repeat(10_000) + "]".repeat(10_000), "TOO_DEEP"],
  ])("quarantines %s when it is genuine, where the framework would answer 400", async (_what, content, code) => {
    const answer = await post(content, signed(Buffer.from(content)));
    expect([answer.status, answer.body.outcome]).toEqual([201, "quarantined"]);
    expect(answer.published.map(({ path }) => path)).toEqual([
      "/v1/projects/test-project/topics/copy-webhook.rejected:publish",
    ]);
    expect(answer.published[0]?.body.messages).toEqual([
      expect.objectContaining({
        data: Buffer.from(content).toString("base64"),
        attributes: expect.objectContaining({ "rejected-code": code }),
      }),
    ]);
  });

  it("quarantines broken UTF-8 byte by byte", async () => {
    const content = Buffer.concat([Buffer.from('{"type":"'), Buffer.from([0xff, 0xc3, 0x28, 0x00]), Buffer.from('"}')]);
    const answer = await post(content, signed(content));
    expect(answer.published[0]?.body.messages[0]?.data).toBe(content.toString("base64"));
  });

  it("is not polluted by __proto__", async () => {
    const content = Buffer.from(
      '{"__proto__":{"status":"polluted"},"type":"x","timestamp":"2026-11-02T09:30:00Z","data":{"__proto__":{"a":1}}}',
    );
    expect((await post(content, signed(content))).body).toEqual({ outcome: "ignored", reason: "x is nothing to ycat" });
    expect((await post(body, signed(body))).status).toBe(201);
  });

  it("takes a signature header that was sent twice for what Node makes of it, and lives", async () => {
    const headers = signed(body);
    using connection = await connectTo(await source.port);
    const twice = requestText("POST", headers)
      .toString()
      .replace("\r\n\r\n", `\r\nwebhook-id: msg_2\r\nwebhook-timestamp: 1\r\n\r\n`);
    connection.socket.write(Buffer.concat([Buffer.from(twice), body]));
    expect(await connection.read(/\}\n/)).toMatch(/^HTTP\/1.1 401 /);
  });

  it("answers each of two requests sent at once, in their order", async () => {
    using connection = await connectTo(await source.port);
    connection.socket.write(
      Buffer.concat([
        requestText("POST", signed(body, "msg_first"), body),
        requestText("POST", signed(body, "msg_second"), body),
      ]),
    );
    expect(await connection.read(/msg_second/)).toMatch(/^HTTP\/1.1 201 [^]*msg_first[^]*HTTP\/1.1 201 [^]*msg_second/);
  });

  it("answers 413 to 2 MiB before they are sent, and to senders who send on it is still readable", async () => {
    using declared = await connectTo(await source.port);
    declared.socket.write(requestText("POST", { ...json, "content-length": 2 * 1024 * 1024 }));
    expect(await declared.read(/\}\n/)).toMatch(/^HTTP\/1.1 413 [^]*larger than 1048576 bytes/);
    for (let count = 0; count < 20; count += 1) {
      const response = await fetch(url, { method: "POST", headers: json, body: new Uint8Array(2 * 1024 * 1024) });
      expect(response.status).toBe(413);
      await response.text();
    }
  });

  it("answers 413 in the middle of a chunked body, and cuts a sender off who sends for ever", async () => {
    using connection = await connectTo(await source.port);
    const before = residentMiB(source);
    connection.socket.write(requestText("POST", { ...json, "transfer-encoding": "chunked" }));
    const part = chunk(Buffer.alloc(65_536, "["));
    const answered = connection.read(/\}\n/);
    let sent = 0;
    while (!connection.socket.destroyed && sent < 200 * 1024 * 1024) {
      sent += part.length;
      if (!connection.socket.write(part))
        await Promise.race([new Promise((resolve) => connection.socket.once("drain", resolve)), connection.closed]);
    }
    expect(await answered).toMatch(/^HTTP\/1.1 413 /);
    expect(sent).toBeLessThan(64 * 1024 * 1024);
    expect(residentMiB(source) - before).toBeLessThan(48);
  });

  it("spends nothing on a megabyte of unsigned brackets, however often it comes", async () => {
    const brackets = Buffer.alloc(1024 * 1024, "[");
    const { status } = await post(brackets, json); // warms up
    const before = residentMiB(source);
    await Promise.all(Array.from({ length: 40 }, () => post(brackets, json)));
    expect(status).toBe(401);
    // The framework by itself would parse them: 50 MB for each.
    expect(residentMiB(source) - before).toBeLessThan(200);
  });

  it("survives senders that go away in the middle of a body", async () => {
    for (let count = 0; count < 10; count += 1) {
      const connection = await connectTo(await source.port);
      connection.socket.write(requestText("POST", signed(body), body.subarray(0, 10)));
      connection.socket.resetAndDestroy();
    }
    expect((await post(body, signed(body))).status).toBe(201);
  });

  it("answers 503 with Retry-After while Pub/Sub refuses, and 201 when it is back", async () => {
    answerPublish = (response) => response.writeHead(503).end();
    const refused = await post(body, signed(body));
    answerPublish = published;
    expect([refused.status, refused.headers.get("retry-after"), refused.body.outcome]).toEqual([
      503,
      "10",
      "unpublished",
    ]);
    expect((await post(body, signed(body))).status).toBe(201);
  });

  it("hangs up on a body that drips, unsigned, after ten seconds", async () => {
    const ms = await dripped;
    expect(ms).toBeGreaterThan(9000);
    expect(ms).toBeLessThan(13_000);
  });

  it("has printed JSON lines of the closed vocabulary, and nobody's data", () => {
    const lines = source.lines().map((line): Record<string, unknown> => JSON.parse(line));
    const fields = new Set(
      lines.flatMap((line) => Object.keys(line)).filter((name) => !name.startsWith("logging.googleapis.com/")),
    );
    expect([...fields].toSorted()).toEqual([
      "eventId",
      "eventType",
      "logName",
      "message",
      "outcome",
      "reason",
      "severity",
      "source",
      "status",
      "timestamp",
    ]);
    expect(source.lines().join("\n")).not.toMatch(/@|example\.com|Lovelace|whsec|MfKQ9r8G|v1,/);
  });
});
