import { describe, expect, it } from "@jest/globals";
import { brotliCompressSync } from "node:zlib";
import { RefusedPayloadError } from "../../../functions/runtime/define/errors.ts";
import { defineSource, type EventDraft, type Source } from "../../../functions/runtime/define/source.ts";
import type { Publish } from "../../../functions/runtime/pubsub/publish.ts";
import { decodeRejected } from "../../../functions/runtime/receive/quarantine.ts";
import { readBody } from "../../../functions/runtime/receive/body.ts";
import { readItems } from "../../../functions/runtime/receive/items.ts";
import { gitHub } from "../../../functions/runtime/signatures/senders.ts";
import app from "../../../functions/sources/app.ts";
import customerio from "../../../functions/sources/customerio.ts";
import { readWebhook, webhookWith } from "../../harness/fixtures.ts";
import { publishFails } from "../../harness/published.ts";
import { sourceUnit, validatorOf } from "../../harness/units.ts";
import { NOW, receive, signedRequest } from "../../harness/webhook.ts";

const sample = JSON.parse(readWebhook("app", "form.submitted").toString());

/** The sample with some of its data replaced. */
function form(data: Record<string, unknown>): Buffer {
  return webhookWith("app", "form.submitted", { data: { ...sample.data, ...data } });
}

async function quarantined(body: Buffer, source: Source = app) {
  const { answer, topics, lines } = await receive(sourceUnit(source), signedRequest(source, body));
  const [message] = topics.on("webhook.rejected");
  expect(answer.status).toBe(201);
  expect(answer.body.outcome).toBe("quarantined");
  expect(topics.all()).toEqual([message]);
  if (message === undefined) throw new Error("nothing is quarantined");
  return { message, answer, line: lines().at(-1) };
}

describe("quarantine", () => {
  const depth = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
  it.each([
    [
      "an e-mail that is null",
      form({ email: null }),
      "SCHEMA",
      "/data/email",
      "/data/email is missing: functions/sources/app.ts finds none in a form.submitted",
    ],
    [
      "an e-mail of 300 characters",
      form({ email: `${"a".repeat(288)}@example.com` }),
      "SCHEMA",
      "/data/email",
      "/data/email must NOT have more than 80 characters",
    ],
    [
      "an e-mail that is none",
      form({ email: "a\\' OR Name != '" }),
      "SCHEMA",
      "/data/email",
      '/data/email must match format "email": it has no @',
    ],
    [
      "an e-mail left out",
      webhookWith("app", "form.submitted", { data: {} }),
      "SCHEMA",
      "/data/formId",
      "/data/formId is missing",
    ],
    ["no data", webhookWith("app", "form.submitted", { data: undefined }), "SCHEMA", "/data", "/data is missing"],
    [
      "no time",
      webhookWith("app", "form.submitted", { timestamp: "yesterday" }),
      "SCHEMA",
      "/timestamp",
      '/timestamp must match format "date-time"',
    ],
    [
      "a leap second, which JavaScript does not know",
      webhookWith("app", "form.submitted", { timestamp: "2016-12-31T23:59:60Z" }),
      "SCHEMA",
      "/timestamp",
      '/timestamp must match format "date-time"',
    ],
    [
      "a time before the Web",
      webhookWith("app", "form.submitted", { timestamp: "1969-01-01T00:00:00Z" }),
      "SCHEMA",
      "/time",
      "/time must be a time of this century, with its zone",
    ],
    [
      "a time a year ahead",
      webhookWith("app", "form.submitted", { timestamp: "2027-11-02T09:30:00Z" }),
      "SCHEMA",
      "/time",
      "/time is later than the webhook was signed",
    ],
    ["another thing than an object", Buffer.from('"a text"'), "SCHEMA", "/", "/ must be object"],
    ["null", Buffer.from("null"), "SCHEMA", "/", "/ must be object"],
    ["no JSON", Buffer.from('{"type":'), "NOT_JSON", undefined, "the body is not JSON"],
    ["nothing", Buffer.alloc(0), "EMPTY", undefined, "the body is empty"],
    [
      "no UTF-8",
      Buffer.concat([Buffer.from('{"type":"'), Buffer.from([0xff, 0xfe, 0x00]), Buffer.from('"}')]),
      "NOT_UTF8",
      undefined,
      "the body is not UTF-8",
    ],
    ["10,000 levels", Buffer.from(depth(10_000)), "TOO_DEEP", undefined, "the body is nested deeper than 64 levels"],
    [
      "a megabyte of brackets",
      Buffer.alloc(1_000_000, "["),
      "TOO_DEEP",
      undefined,
      "the body is nested deeper than 64 levels",
    ],
  ])("keeps a genuine webhook with %s, byte by byte, and says why", async (_what, body, code, field, reason) => {
    const { message, answer, line } = await quarantined(body);
    expect(message.data.equals(body)).toBe(true);
    expect(message.attributes).toEqual({
      source: "app",
      "header-content-type": "application/json",
      "header-webhook-id": "msg_2xJ9QpZ4mVfH7tKcW1sYbN",
      "rejected-code": code,
      "rejected-reason": reason,
      ...(field === undefined ? {} : { "rejected-field": field }),
      ...(/ is missing(?::|$)/.test(reason) && { "rejected-missing": "true" }),
      "rejected-time": "2026-11-02T09:30:05.000Z",
      "signed-time": "2026-11-02T09:30:05.000Z",
      traceparent: expect.any(String),
    });
    expect(answer.body).toEqual({ outcome: "quarantined", reason });
    expect(line).toMatchObject({ severity: "ERROR", outcome: "quarantined", reason, status: 201 });
  });

  it("keeps no signature, no cookie and no header that the source does not read", async () => {
    const source = { ...app, headers: ["webhook-id", "webhook-signature", "cookie", "x-kept", "x-absent"] };
    const request = signedRequest(source, Buffer.from("not JSON"));
    const headers = {
      ...request.headers,
      cookie: "session=secret",
      authorization: "Bearer secret",
      "x-kept": "kept",
      "x-other": "other",
    };
    const { topics } = await receive(sourceUnit(source), { ...request, headers });
    const { attributes = {} } = topics.on("webhook.rejected")[0] ?? {};
    expect(Object.keys(attributes).filter((name) => name.startsWith("header-"))).toEqual([
      "header-content-type",
      "header-webhook-id",
      "header-x-kept",
    ]);
    expect(JSON.stringify(attributes)).not.toMatch(/secret|v1,/);
  });

  it("cuts what is longer than an attribute may be", async () => {
    const source = { ...app, headers: ["x-long"] };
    const request = signedRequest(source, Buffer.from("not JSON"));
    const { topics } = await receive(sourceUnit(source), {
      ...request,
      headers: { ...request.headers, "x-long": "ÿ".repeat(5000) },
    });
    expect(Buffer.byteLength(topics.all()[0]?.attributes["header-x-long"] ?? "")).toBe(1024);
  });

  it("cuts a long reason, and a long field's path", async () => {
    const refuse = (): never => {
      throw new RefusedPayloadError("r".repeat(300), { code: "X", system: "schema", field: "f".repeat(300) });
    };
    const { attributes } = (await quarantined(form({}), { ...app, kind: refuse })).message;
    expect(attributes).toMatchObject({ "rejected-reason": "r".repeat(256), "rejected-field": "f".repeat(256) });
  });

  it("keeps how its body is compressed, and takes nothing else for a header", async () => {
    const request = signedRequest(app, brotliCompressSync(form({ email: null })));
    const headers = { ...request.headers, "content-encoding": "br" };
    const { topics } = await receive(sourceUnit(app), { ...request, headers });
    const [{ webhook } = {}] = topics.on("webhook.rejected").map(decodeRejected);
    expect(webhook?.headers).toEqual({
      "content-type": "application/json",
      "content-encoding": "br",
      "webhook-id": "msg_2xJ9QpZ4mVfH7tKcW1sYbN",
    });
    expect(webhook && readBody(sourceUnit(app), webhook)).toMatchObject({ type: "form.submitted" });
  });

  it("keeps when it was signed, which may be before it was received", async () => {
    const signedAt = NOW - 60_000;
    const { topics } = await receive(sourceUnit(app), signedRequest(app, form({ email: null }), { now: signedAt }));
    expect(topics.all().map((message) => decodeRejected(message).webhook.signedAt)).toEqual([signedAt]);
  });

  it("can be turned into events again once what was wrong is mended", async () => {
    const { message } = await quarantined(form({ email: null }));
    const { source, webhook, isItem } = decodeRejected({ ...message, data: readWebhook("app", "form.submitted") });
    expect({ source, isItem }).toEqual({ source: "app", isItem: false });
    expect(readItems(sourceUnit(app), readBody(sourceUnit(app), webhook), webhook)).toMatchObject([
      { events: [{ id: "msg_2xJ9QpZ4mVfH7tKcW1sYbN", subject: "ada@example.com" }] },
    ]);
  });

  it("is held to its signature's time on every replay, and gives that to what never waits", async () => {
    const ahead = webhookWith("app", "form.submitted", { timestamp: "2027-11-02T09:30:00Z" });
    const rejected = (await quarantined(ahead)).message;
    const { "signed-time": _, ...before } = rejected.attributes; // before these were kept
    for (const { webhook } of [rejected, { ...rejected, attributes: before }].map(decodeRejected)) {
      const unit = sourceUnit(app);
      expect(() => readItems(unit, readBody(unit, webhook), webhook)).toThrow("/time is later than");
    }
    const optOut = webhookWith("customerio", "email.unsubscribed", { timestamp: "abc", event_id: "" });
    const { message } = await quarantined(optOut, customerio);
    const body = webhookWith("customerio", "email.unsubscribed", { timestamp: "abc" });
    const replayed = decodeRejected({ ...message, data: body }).webhook;
    const units = sourceUnit(customerio);
    expect(readItems(units, readBody(units, replayed), replayed)).toMatchObject([
      { events: [{ time: "2026-11-02T09:30:05.000Z" }] },
    ]);
  });
});

describe("quarantine, of many at once", () => {
  const source = { ...app, maxBodyBytes: 2_000_000 };

  it.each([
    ["large ones one after another", 1_500_000, 1],
    ["others together", 1000, 3],
  ])("publishes %s, and goes on after a failure", async (_, length, together) => {
    const request = signedRequest(source, Buffer.alloc(length, "x"));
    let [underWay, most, published] = [0, 0, 0];
    const counts: number[] = [];
    const publish: Publish = async (...call) => {
      counts.push(call[1].length);
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise(setImmediate);
      underWay -= 1;
      published += 1;
      if (published === 1) await publishFails(...call);
    };
    const received = await Promise.all([1, 2, 3].map(() => receive(sourceUnit(source), request, { publish })));
    expect(received.map(({ answer }) => answer.status)).toEqual([503, 201, 201]);
    expect([most, counts]).toEqual([together, [1, 1, 1]]);
  });
});

describe("quarantine, when the mapping is at fault", () => {
  const signature = gitHub();
  const working = defineSource({
    name: "app",
    signature,
    kind: ({ type }) => type,
    kinds: { "form.submitted": () => [] },
  });
  const throwing = (): never => {
    throw new TypeError("Cannot read properties of ada@example.com");
  };

  const failure = /^the mapping of source app failed: TypeError at quarantine\.test\.ts:\d+$/;
  it.each<[string, Source, RegExp]>([
    ["its mapping throws", { ...working, kinds: { "form.submitted": throwing } }, failure],
    ["kind throws", { ...working, kind: throwing }, failure],
    [
      "it makes an event of a type that none of its samples becomes",
      {
        ...working,
        kinds: {
          "form.submitted": () => [
            { type: "contact.unsubscribed", person: "a@example.com", time: "2026-01-01T00:00:00Z", data: {} },
          ],
        },
      },
      /^the last whole build knows of no sample of source app that becomes contact\.unsubscribed: add one, or mend what npm run build says of those that are there$/,
    ],
  ])("keeps the webhook when %s, and repeats no error's text", async (_when, source, reason) => {
    const { topics, answer, lines } = await receive(
      { ...sourceUnit(source), validateEvent: { "form.submitted": validatorOf("form.submitted") } },
      signedRequest(source, readWebhook("app", "form.submitted")),
    );
    expect(answer).toEqual({ status: 201, body: { outcome: "quarantined", reason: expect.stringMatching(reason) } });
    expect(topics.on("webhook.rejected")[0]?.attributes).toMatchObject({
      "rejected-code": "MAPPING",
      "rejected-reason": expect.stringMatching(reason),
    });
    expect(lines().at(-1)).toMatchObject({ outcome: "quarantined", reason: expect.stringMatching(reason) });
  });
});

describe("quarantine, when a mapping refuses the payload", () => {
  it("keeps its reason", async () => {
    const refuse = (): never => {
      throw new RefusedPayloadError("/at is no time", { code: "TIME", system: "schema", field: "/at" });
    };
    const source = defineSource({
      name: "app",
      signature: gitHub(),
      kind: ({ type }) => type,
      kinds: { "form.submitted": refuse },
    });
    const { message } = await quarantined(readWebhook("app", "form.submitted"), source);
    expect(message.attributes).toMatchObject({ "rejected-code": "TIME", "rejected-field": "/at" });
  });
});

describe("quarantine, when a mapping has put together an id of which a part is missing", () => {
  const from = (draft: object): Source =>
    defineSource({
      name: "app",
      signature: gitHub(),
      kind: ({ type }) => type,
      kinds: {
        "form.submitted": () => [{ type: "form.submitted", time: "2026-01-01T00:00:00Z", ...draft } as EventDraft],
      },
    });
  const comeOf = async (draft: object) => {
    const source = from(draft);
    const request = signedRequest(source, readWebhook("app", "form.submitted"));
    return (await receive(sourceUnit(source), request)).answer.body;
  };
  const nothing: { readonly webinar?: { readonly id: string } } = {};

  const person = "a@example.com";

  it.each<[string, string, object]>([
    ["/data/formId", "undefined", { person, data: { formId: `stagecast:${nothing.webinar?.id}` } }],
    ["/data/formId", "null", { person, data: { formId: "stagecast/null/7" } }],
    ["/data/formId", "undefined", { person, data: { formId: "stagecast-undefined" } }],
    ["/data/formId", "[object Object]", { person, data: { formId: "stagecast-[object Object]" } }],
    ["/id", "NaN", { id: "NaN:7", person, data: { formId: "demo" } }],
    ["/subject", "undefined", { subject: "undefined", data: { formId: "demo", email: person } }],
  ])("names %s, of which %s is a part", async (field, part, draft) => {
    expect(await comeOf(draft)).toEqual({
      outcome: "quarantined",
      reason: `${field} holds ${part} for a part: the webhook lacks what the mapping puts there; require it in its schema`,
    });
  });

  it.each(["null-hypothesis", "stunde-null", "undefined-behaviour", "nullable", "NaNs", "Annan:7"])(
    "leaves %s, which may be somebody's own word",
    async (formId) => {
      expect(await comeOf({ person, data: { formId, lastName: "Null", message: "a: null" } })).toMatchObject({
        outcome: "published",
      });
    },
  );
});
