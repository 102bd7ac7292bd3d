import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { createLog, hashOrderingKey, together, type LogFields } from "../../functions/runtime/log.ts";
import { root } from "../../bundler/paths.ts";
import { captureLog } from "../harness/captured-log.ts";

/** docs/logs.md */
const VOCABULARY = [
  "source",
  "handler",
  "version",
  "eventId",
  "eventType",
  "attempt",
  "outcome",
  "reason",
  "system",
  "operation",
  "field",
  "records",
  "fields",
  "status",
  "callMs",
  "quotaUsed",
  "quotaMax",
  "acceptedToEffectMs",
  "count",
  "replayed",
  "by",
  "why",
  "since",
  "event",
  "failed",
  "deadLettered",
  "batchMs",
  "orderingKeyHash",
];
/** What Cloud Logging reads of a line: https://cloud.google.com/logging/docs/structured-logging */
const CLOUD_LOGGING = [
  "message",
  "severity",
  "timestamp",
  "logName",
  "logging.googleapis.com/insertId",
  "logging.googleapis.com/trace",
  "logging.googleapis.com/spanId",
];

const everything: Required<LogFields> = {
  source: "app",
  handler: "form-submitted",
  version: "0123456789abcdef",
  eventId: "msg_1",
  eventType: "form.submitted",
  attempt: 2,
  outcome: "done",
  reason: "HTTP_503",
  system: "salesforce",
  operation: "POST /sobjects/Lead",
  field: "Country",
  records: ["00QHs00000000001"],
  fields: ["Country", "Phone"],
  status: 503,
  callMs: 12,
  quotaUsed: 1,
  quotaMax: 2,
  acceptedToEffectMs: 34,
  count: 56,
  replayed: true,
  by: "outage",
  why: "http_503",
  since: "2026-01-01T00:00:00.000Z",
  event: "handler paused",
  failed: 2,
  deadLettered: 1,
  batchMs: 1200,
  orderingKeyHash: "0123456789abcdef",
};

describe("createLog", () => {
  it("writes one line of JSON at once, with the fields beside the message and the trace where Cloud Logging looks for it", () => {
    const { log, lines, text } = captureLog();
    log.warning("something happened", everything);
    expect(lines()).toEqual([
      expect.objectContaining({
        ...everything,
        message: "something happened",
        severity: "WARNING",
        "logging.googleapis.com/trace": "projects/test-project/traces/0af7651916cd43dd8448eb211c80319c",
        "logging.googleapis.com/spanId": "b7ad6b7169203331",
      }),
    ]);
    expect(text()).toMatch(/^[^\n]+\n$/);
  });

  it("writes nothing but the closed vocabulary and what Cloud Logging itself reads", () => {
    const { log, lines } = captureLog();
    log.info("something happened", everything);
    expect(Object.keys(everything).toSorted()).toEqual(VOCABULARY.toSorted());
    expect(Object.keys(lines()[0] ?? {}).toSorted()).toEqual([...VOCABULARY, ...CLOUD_LOGGING].toSorted());
  });

  it.each([
    ["debug", "DEBUG"],
    ["info", "INFO"],
    ["warning", "WARNING"],
    ["error", "ERROR"],
  ] as const)("writes %s as %s", (level, severity) => {
    const { log, lines } = captureLog();
    log[level]("something happened");
    expect(lines()).toEqual([expect.objectContaining({ severity, message: "something happened" })]);
  });

  it("adds fields to every line, of which the line's own come first", () => {
    const { log, lines } = captureLog();
    const inner = log.with({ handler: "a", attempt: 1 }).with({ attempt: 2 });
    inner.info("one");
    inner.info("two", { attempt: 3 });
    log.info("three");
    expect(lines().map(({ handler, attempt }) => [handler, attempt])).toEqual([
      ["a", 2],
      ["a", 3],
      [undefined, undefined],
    ]);
  });

  it("writes no trace where there is none, and no line about itself", () => {
    const written: string[] = [];
    createLog("p", undefined, { write: (line) => written.push(line) }).info("something happened");
    expect(written).toHaveLength(1);
    expect(written[0]).not.toContain("trace");
    expect(written[0]).not.toContain("instrumentation");
  });

  it("keeps a line break in a text from beginning another line", () => {
    const { log, text } = captureLog();
    log.info("ignored", { reason: 'a\n{"severity":"ERROR"}\u2028' });
    expect(text().trimEnd().split("\n")).toHaveLength(1);
  });
});

describe("together", () => {
  const open = () => {
    const written: string[] = [];
    return { written, transport: together((text) => written.push(text)) };
  };
  const step = () => Promise.resolve();

  it("writes in one what is told at once, before anything else goes on", async () => {
    const { written, transport } = open();
    const tellers = ["1\n", "2\n"].map((line) => step().then(() => transport.write(line)));
    await tellers[0];
    await step();
    expect(written).toEqual(["1\n2\n"]);
    transport.write("3\n");
    await step();
    expect(written).toEqual(["1\n2\n", "3\n"]);
  });

  it("writes an error at once, since the process may end by it", async () => {
    const { written, transport } = open();
    createLog("p", undefined, transport).info("something happened");
    expect(written).toEqual([]);
    createLog("p", undefined, transport).error("setting is missing");
    expect(written).toEqual([expect.stringMatching(/something happened.*\n.*setting is missing.*\n$/)]);
    await step();
    expect(written).toHaveLength(1);
  });
});

describe("LogFields", () => {
  it("has the closed vocabulary and no more", () => {
    const source = readFileSync(join(root, "functions/runtime/log.ts"), "utf8");
    const [, body = ""] = /interface LogFields \{([^]*?)\n\}/.exec(source) ?? [];
    expect([...body.matchAll(/^ {2}(\w+)\?:/gm)].map(([, name]) => name)).toEqual(VOCABULARY);
  });
});

describe("hashOrderingKey", () => {
  it("is the same for one person, another for another and under another key, and names nobody", () => {
    const hash = hashOrderingKey("ada@example.com", "key");
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    expect(hashOrderingKey("ada@example.com", "key")).toBe(hash);
    expect(hashOrderingKey("eda@example.com", "key")).not.toBe(hash);
    expect(hashOrderingKey("ada@example.com", "another")).not.toBe(hash);
  });
});
