import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { UnavailableError } from "../../../functions/runtime/define/errors.ts";
import type { Publish } from "../../../functions/runtime/pubsub/publish.ts";
import { traceOf } from "../../../functions/runtime/trace.ts";
import { createTransport } from "../../../functions/runtime/transport.ts";
import { createOtlp } from "../../../functions/runtime/traces/otlp.ts";
import { tracingOf, type Within } from "../../../functions/runtime/traces/tracing.ts";
import { root } from "../../../bundler/paths.ts";
import { systemClock } from "../../../local/core/clock.ts";
import { captureLog } from "../../harness/captured-log.ts";
import { startCollector } from "../../harness/collector.ts";
import { topicsInMemory } from "../../harness/published.ts";

let collector: Awaited<ReturnType<typeof startCollector>>;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.close());

const trace = traceOf("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
const message = { data: Buffer.from("private"), attributes: { traceparent: trace.traceparent, "ce-id": "1" } };

function open(settings: { readonly TRACES_URL?: string; readonly TRACES_RATIO?: string } = {}) {
  const { log, lines } = captureLog();
  const accessToken = () => {
    throw new Error("no token is asked for");
  };
  const fetch = createTransport(systemClock);
  const tracing = tracingOf(
    { TRACES_URL: collector.url, TRACES_RATIO: "1", ...settings },
    { service: "app", version: "abc", fetch, clock: systemClock, log, accessToken },
  );
  const around = (run: (within: Within) => Promise<{ status: number }>, kind: "server" | "consumer" = "server") =>
    tracing?.around({ name: "webhook app", kind, trace, attributes: { "ycat.attempt": 2 } }, run);
  return { tracing, around, lines };
}

describe("tracing", () => {
  it("tells of a webhook and of what it publishes, before it is answered", async () => {
    const { around } = open();
    const topics = topicsInMemory();
    await around(async ({ publish }) => {
      await publish(topics.publish)("form.submitted", [message]);
      return { status: 201 };
    });
    const [publishing, webhook] = collector.spans();
    expect(collector.faults).toEqual([]);
    expect(webhook).toMatchObject({ traceId: trace.traceId, spanId: trace.spanId, kind: 2, status: {} });
    expect(webhook).not.toHaveProperty("parentSpanId");
    expect(publishing).toMatchObject({ name: "publish form.submitted", kind: 4, parentSpanId: trace.spanId });
    expect([publishing?.status, webhook?.status]).toEqual([{}, {}]);
    expect(publishing?.attributes).toEqual([
      { key: "messaging.system", value: { stringValue: "gcp_pubsub" } },
      { key: "messaging.destination.name", value: { stringValue: "form.submitted" } },
      { key: "messaging.batch.message_count", value: { intValue: "1" } },
    ]);
    expect(webhook?.attributes).toEqual([
      { key: "ycat.attempt", value: { intValue: "2" } },
      { key: "http.response.status_code", value: { intValue: "201" } },
    ]);
    // What is pushed then is the publishing's.
    const traceparent = `00-${trace.traceId}-${publishing?.spanId}-01`;
    expect(topics.on("form.submitted")[0]?.attributes).toEqual({ ...message.attributes, traceparent });
    expect(collector.services()).toEqual([
      [
        { key: "service.name", value: { stringValue: "app" } },
        { key: "service.version", value: { stringValue: "abc" } },
      ],
    ]);
  });

  it("leaves the trace of what a handler publishes", async () => {
    const { around } = open();
    const topics = topicsInMemory();
    await around(async ({ publish }) => {
      await publish(topics.publish)("form-submitted.dead-letter", [message]);
      return { status: 204 };
    }, "consumer");
    expect(topics.all()).toEqual([message]);
  });

  it("tells of each call, and what went wrong", async () => {
    const { around } = open();
    const startedAt = systemClock.now();
    await around(async ({ onCall }) => {
      onCall({ system: "salesforce", operation: "POST /sobjects/Lead", startedAt, status: 201 });
      onCall({ system: "salesforce", operation: "POST /sobjects/Lead", startedAt, status: 400 });
      onCall({ system: "slack", operation: "POST /chat.postMessage", startedAt, code: "TIMEOUT" });
      return { status: 503 };
    }, "consumer");
    expect(collector.faults).toEqual([]);
    expect(collector.spans()).toMatchObject([
      { name: "salesforce POST /sobjects/Lead", kind: 3, status: {}, parentSpanId: trace.spanId },
      { status: { code: 2 } },
      { name: "slack POST /chat.postMessage", status: { code: 2 } },
      { name: "webhook app", kind: 5, status: { code: 2 } },
    ]);
    expect(collector.spans().map(({ status }) => status)).toEqual([{}, { code: 2 }, { code: 2 }, { code: 2 }]);
    expect(collector.spans()[0]?.attributes).toEqual([
      { key: "ycat.system", value: { stringValue: "salesforce" } },
      { key: "ycat.operation", value: { stringValue: "POST /sobjects/Lead" } },
      { key: "http.response.status_code", value: { intValue: "201" } },
    ]);
    expect(collector.spans()[2]?.attributes).toContainEqual({ key: "error.type", value: { stringValue: "TIMEOUT" } });
  });

  it("tells of what threw, by its class, and lets it pass", async () => {
    const { around } = open();
    const fails: Publish = () =>
      Promise.reject(new UnavailableError("somebody@example.com", { code: "HTTP_503", system: "pubsub" }));
    await expect(
      around(async ({ publish }) => {
        await publish(fails)("form.submitted", [message]);
        return { status: 201 };
      }),
    ).rejects.toThrow("somebody");
    expect(collector.spans()).toMatchObject([{ status: { code: 2 } }, { status: { code: 2 } }]);
    expect(collector.spans().map(({ attributes }) => attributes.map(({ key }) => key))).toEqual([
      ["messaging.system", "messaging.destination.name", "messaging.batch.message_count", "error.type"],
      ["ycat.attempt", "error.type"],
    ]);
    expect(collector.texts.join()).not.toContain("somebody");
    expect(collector.texts.join()).toContain("HTTP_503");
  });

  it("asks for a token where Google's own collector is to have the spans, and for no other's", () => {
    expect(() => open({ TRACES_URL: "https://telemetry.googleapis.com/v1/traces" })).toThrow("no token is asked for");
    for (const host of ["telemetry.googleapis.com.example.com", "googleapis.example.com"])
      expect(open({ TRACES_URL: `https://${host}/v1/traces` }).tracing).toBeDefined();
  });

  it("counts an answer from 500 on as a failure", async () => {
    const { around } = open();
    for (const status of [499, 500]) await around(async () => ({ status }));
    expect(collector.spans().map(({ status }) => status)).toEqual([{}, { code: 2 }]);
  });

  it("sends what ends together in one request", async () => {
    const { around } = open();
    await around(async () => ({ status: 200 }));
    await Promise.all(Array.from({ length: 20 }, async () => around(async () => ({ status: 200 }))));
    expect(collector.spans()).toHaveLength(21);
    expect(collector.texts.length).toBeLessThan(6);
  });

  it.each([
    ["refuses", () => (collector.state.status = 500)],
    ["does not answer", () => (collector.state.isSilent = true)],
    ["is not there", () => collector.close().then(() => startCollector().then((other) => (collector = other)))],
  ])("holds nothing up where the collector %s, and leaves it alone for a while", async (_what, fail) => {
    const { around, lines } = open();
    await fail();
    const before = performance.now();
    for (let times = 0; times < 20; times += 1)
      await expect(around(async () => ({ status: 201 }))).resolves.toEqual({ status: 201 });
    expect(performance.now() - before).toBeLessThan(3000);
    expect(collector.texts.length).toBeLessThan(2);
    expect(lines()).toMatchObject([{ severity: "WARNING", reason: "TRACES" }]);
  });

  it("tells once that spans were dropped, however many follow", async () => {
    const { log, lines } = captureLog();
    const fetch = async () => ({ status: 200, headers: new Map(), text: async () => "" });
    const exporter = createOtlp({ url: "http://127.0.0.1:9/", resource: {}, fetch, clock: systemClock, log });
    const span = { name: "x", kind: "client", traceId: "1", spanId: "2", startedAt: 0, endedAt: 1 } as const;
    const add = () => exporter.add({ ...span, attributes: {}, hasFailed: false });
    for (let count = 0; count <= 2000; count += 1) add();
    await exporter.flush();
    add();
    expect(lines()).toMatchObject([{ severity: "WARNING", reason: "TRACES" }]);
  });

  it("tells of a part of all traces, by their ids", async () => {
    await open({ TRACES_RATIO: "0" }).around(async () => ({ status: 200 }));
    expect(collector.texts).toEqual([]);
  });

  it.each([
    [{ TRACES_URL: "collector:4318" }, "TRACES_URL"],
    [{ TRACES_URL: "https://user@collector.example.com/v1/traces" }, "TRACES_URL"],
    [{ TRACES_URL: "https://collector.example.com/v1/traces?key=1" }, "TRACES_URL"],
    [{ TRACES_RATIO: "2" }, "TRACES_RATIO"],
    [{ TRACES_RATIO: "-1" }, "TRACES_RATIO"],
    [{ TRACES_RATIO: "x" }, "TRACES_RATIO"],
  ])("refuses %j at the start, and repeats nothing of it", (settings, name) => {
    expect(() => open(settings)).toThrow(
      expect.objectContaining({ name: "SettingError", message: expect.stringContaining(name) }),
    );
  });

  it("is nothing, and loads nothing, where it is off", async () => {
    expect(open({ TRACES_URL: "" }).tracing).toBeUndefined();
    const script = `
      import { registerHooks } from "node:module";
      const loaded = [];
      registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
      const { tracingOf } = await import("./functions/runtime/traces/tracing.ts");
      const at = (TRACES_URL) => tracingOf({ TRACES_URL, TRACES_RATIO: "1" }, { service: "x", version: "", clock: { now: Date.now, after: () => () => {} }, log: { warning() {} }, fetch: () => Promise.reject(new Error()) });
      const isLoaded = () => loaded.some((url) => url.endsWith("/otlp.ts"));
      at("");
      const before = isLoaded();
      await at("http://127.0.0.1:9/").around({ name: "x", kind: "server", attributes: {}, trace: { traceId: "0".repeat(32), spanId: "0".repeat(16) } }, async () => ({ status: 200 }));
      console.log(JSON.stringify([before, isLoaded()]));`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
      cwd: root,
    });
    expect(JSON.parse(stdout)).toEqual([false, true]);
  });
});
