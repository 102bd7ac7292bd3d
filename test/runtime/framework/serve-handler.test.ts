import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { readFileSync } from "node:fs";
import { hashOrderingKey } from "../../../functions/runtime/log.ts";
import type { Manifest } from "../../../bundler/write/manifest.ts";
import { manifestPath } from "../../../bundler/write/manifest.ts";
import { deliveryOf } from "../../harness/delivery.ts";
import { environment, type FunctionProcess, startFunction } from "../../harness/function-process.ts";
import { type AnswerPublish, published, type PublishEndpoint, servePublish } from "../../harness/publish-endpoint.ts";

/** Something of its own for each setting and secret that the manifest says a function has. */
function everySetting(name: string): Record<string, string> {
  const manifest: Manifest = JSON.parse(readFileSync(manifestPath, "utf8"));
  const { settings = {}, secrets = {} } = manifest.functions[name] ?? {};
  const names = [...Object.keys(settings), ...Object.keys(secrets)].filter(
    (setting) => settings[setting]?.default === undefined,
  );
  return {
    ...Object.fromEntries(
      names.map((setting) => [setting, setting.endsWith("_URL") ? "http://127.0.0.1:1" : `planted-canary-${setting}`]),
    ),
    ...environment,
  };
}

describe("the built handler contact-unsubscribed under the Functions Framework", () => {
  let endpoint: PublishEndpoint;
  let handler: FunctionProcess;
  let answerPublish: AnswerPublish = published;

  beforeAll(async () => {
    endpoint = await servePublish((...call) => answerPublish(...call));
    handler = startFunction("contact-unsubscribed", {
      ...everySetting("contact-unsubscribed"),
      PUBSUB_EMULATOR_HOST: endpoint.host,
    });
    await handler.port;
  });
  afterAll(async () => {
    await handler[Symbol.asyncDispose]();
    await endpoint[Symbol.asyncDispose]();
  });

  async function post(body: unknown, headers: Record<string, string> = { "content-type": "application/json" }) {
    const before = { requests: endpoint.requests.length, lines: handler.lines().length };
    const content = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
    const response = await fetch(`http://127.0.0.1:${await handler.port}/`, {
      method: "POST",
      headers,
      body: new Uint8Array(content),
    });
    const text = await response.text();
    // What it prints is written before it answers, and may arrive after.
    while (handler.lines().length === before.lines)
      await new Promise((resolve) => handler.child.stdout?.once("data", resolve));
    const lines = handler
      .lines()
      .slice(before.lines)
      .map((line): Record<string, unknown> => JSON.parse(line));
    return { status: response.status, text, letters: endpoint.requests.slice(before.requests), lines };
  }

  /** As Pub/Sub pushes it. */
  function push({ message, messageId }: ReturnType<typeof deliveryOf>, deliveryAttempt?: number) {
    return {
      message: {
        ...message,
        data: message.data.toString("base64"),
        messageId,
        publishTime: new Date(Date.now() - 1000).toISOString(),
      },
      subscription: "projects/test-project/subscriptions/contact-unsubscribed",
      ...(deliveryAttempt !== undefined && { deliveryAttempt }),
    };
  }

  const sample = deliveryOf("contact.unsubscribed", "email");

  it("has a message delivered again while the system is down, and logs which and whose without saying who", async () => {
    const { status, text, letters, lines } = await post(push(sample, 3));
    expect([status, text, letters]).toEqual([503, "", []]);
    expect(lines.at(-1)).toMatchObject({
      severity: "WARNING",
      handler: "contact-unsubscribed",
      eventType: "contact.unsubscribed",
      eventId: sample.message.attributes["ce-id"],
      attempt: 3,
      outcome: "failed",
      system: "customerio",
      orderingKeyHash: hashOrderingKey("ada@example.com", "test-key"),
      "logging.googleapis.com/trace": "projects/test-project/traces/0af7651916cd43dd8448eb211c80319c",
    });
  });

  it("logs whose it is where it came without an ordering key", async () => {
    const { orderingKey: _none, ...message } = sample.message;
    const { lines } = await post(push({ ...sample, message }, 1));
    expect(lines.at(-1)).toMatchObject({ orderingKeyHash: hashOrderingKey("ada@example.com", "test-key") });
  });

  it("dead-letters what is no event, and acknowledges it", async () => {
    const { status, text, letters, lines } = await post(
      push(deliveryOf("contact.unsubscribed", "email", { data: Buffer.from("{}") }), 1),
    );
    expect([status, text]).toEqual([204, ""]);
    expect(letters).toEqual([
      expect.objectContaining({ path: "/v1/projects/test-project/topics/contact-unsubscribed.dead-letter:publish" }),
    ]);
    expect(letters[0]?.body.messages).toEqual([
      expect.objectContaining({
        data: Buffer.from("{}").toString("base64"),
        orderingKey: "ada@example.com",
        attributes: expect.objectContaining({
          "ce-id": sample.message.attributes["ce-id"],
          "dead-letter-code": "SCHEMA",
          "dead-letter-field": "/data/email",
        }),
      }),
    ]);
    expect(lines.at(-1)).toMatchObject({ severity: "ERROR", outcome: "dead-lettered", reason: "SCHEMA" });
  });

  it("dead-letters a message of attributes alone, which the framework would mistake for something else", async () => {
    const { data: _, ...message } = push(sample).message;
    const { status, letters } = await post({ message, subscription: "s" });
    expect([status, letters[0]?.body.messages[0]?.attributes["dead-letter-code"]]).toEqual([204, "NOT_JSON"]);
  });

  it("acknowledges nothing that Pub/Sub did not take as a dead letter", async () => {
    answerPublish = (response) => response.writeHead(503).end();
    const { status } = await post(push(deliveryOf("contact.unsubscribed", "email", { data: Buffer.from("{}") }), 1));
    answerPublish = published;
    expect(status).toBe(503);
  });

  it.each([
    ["no JSON", Buffer.from("{")],
    ["no push", { hello: 1 }],
    ["nothing", Buffer.alloc(0)],
  ])("answers 400 to %s", async (_what, body) => {
    const { status, letters } = await post(body);
    expect([status, letters]).toEqual([400, []]);
  });

  it("takes a push of a whole 10 MB message, and none of 16 MiB", async () => {
    const forAnother = { data: Buffer.alloc(10_000_000, " "), attributes: { "replay-handler": "another" } };
    const whole = await post(push(deliveryOf("contact.unsubscribed", "email", forAnother), 1));
    expect([whole.status, whole.lines.at(-1)?.["outcome"]]).toEqual([204, "skipped"]);
    const response = await fetch(`http://127.0.0.1:${await handler.port}/`, {
      method: "POST",
      body: new Uint8Array(16 * 1024 * 1024),
    });
    expect(response.status).toBe(413);
  });

  it("has printed nobody's data and no secret", () => {
    expect(handler.lines().join("\n")).not.toMatch(/@|example\.com|planted-canary|test-key/);
  });
});

describe("a handler's process", () => {
  it("ends with one line that names every setting that its clients miss", async () => {
    await using handler = startFunction("contact-unsubscribed", environment);
    expect(await handler.ended).toBe(1);
    expect(handler.lines()).toHaveLength(1);
    expect(handler.lines()[0]).toMatch(/SALESFORCE_LOGIN_URL is not set: .*SALESFORCE_CLIENT_ID is not set/);
  });
});
