import { describe, expect, it } from "@jest/globals";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { PermanentError } from "../../../functions/runtime/define/errors.ts";
import type { Publish } from "../../../functions/runtime/pubsub/publish.ts";
import type { EventDraft } from "../../../functions/runtime/define/source.ts";
import app from "../../../functions/sources/app.ts";
import customerio from "../../../functions/sources/customerio.ts";
import { readWebhook, webhookWith } from "../../harness/fixtures.ts";
import { publishFails, topicsInMemory } from "../../harness/published.ts";
import { sourceUnit } from "../../harness/units.ts";
import { NOW, receive, SECRET, signedRequest } from "../../harness/webhook.ts";

const unit = sourceUnit(app);
const body = readWebhook("app", "form.submitted");
const genuine = signedRequest(app, body);
const REFUSED = { outcome: "refused", reason: "not verified" };

describe("receiveWebhook, of a genuine webhook", () => {
  it("publishes its event as a CloudEvent in Pub/Sub's binary mode", async () => {
    const { answer, topics } = await receive(unit, genuine);
    expect(answer).toEqual({ status: 201, body: { outcome: "published", events: ["msg_2xJ9QpZ4mVfH7tKcW1sYbN"] } });
    expect(topics.all()).toHaveLength(1);
    expect(topics.on("form.submitted")).toEqual([
      {
        data: expect.any(Buffer),
        orderingKey: "ada@example.com",
        attributes: {
          "content-type": "application/json",
          "ce-specversion": "1.0",
          "ce-id": "msg_2xJ9QpZ4mVfH7tKcW1sYbN",
          "ce-source": "/sources/app",
          "ce-type": "form.submitted",
          "ce-subject": "ada@example.com",
          "ce-time": "2026-11-02T09:30:00.000Z",
          "ce-dataschema": "/schemas/form.submitted.json",
          traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        },
      },
    ]);
    expect(JSON.parse(String(topics.on("form.submitted")[0]?.data))).toEqual(JSON.parse(body.toString()).data);
  });

  it("publishes the very same event when the sender tries again, later and with another attempt's timestamp", async () => {
    const first = await receive(unit, genuine);
    const later = NOW + 3_600_000;
    const second = await receive(unit, signedRequest(app, body, { now: later }), { now: () => later });
    expect(second.topics.all()).toEqual(first.topics.all());
  });

  it("logs the event's id and type, and nothing that is in it", async () => {
    const { lines, text } = await receive(unit, genuine);
    expect(lines()).toEqual([
      expect.objectContaining({
        severity: "INFO",
        message: "event published",
        outcome: "published",
        eventId: "msg_2xJ9QpZ4mVfH7tKcW1sYbN",
        eventType: "form.submitted",
        status: 201,
      }),
    ]);
    expect(text()).not.toMatch(/@|example\.com|Lovelace|Countess|\+44|webhook-signature|v1,/);
  });

  it.each([
    ["its schema has refused", { phone: "+4412" }, "phone", /^\/data\/phone must match pattern /],
    ["is a flag", { phone: true }, "phone", /from what is told$/],
    ["is a flag under another name", { phone: undefined, mobile: "yes, in 12" }, "phone", /from "mobile"$/],
    ["may be something else", { country: undefined, land: "in +4412" }, "country", /from "land"$/],
    [
      "may be a form's name beside a last one",
      { firstName: undefined, name: "Form 4412" },
      "firstName",
      /from "name"$/,
    ],
    ["may be a form's name", { lastName: undefined, name: "Form +4412" }, "lastName", /from "name"$/],
    [
      "is called as nobody may read it",
      { lastName: "", "Name <i id=4412>": "Form 4" },
      "lastName",
      /from what is told$/,
    ],
    ["is no text", { company: { size: "+4412" } }, "company", /from what is told$/],
    ["may be another person's", { lastName: ["Smith", "Form +4412"] }, "lastName", /from what is told$/],
    [
      "is spelled twice",
      { lastName: undefined, LASTNAME: "Smith", "last-name": "Form +4412" },
      "lastName",
      /from (?:"LASTNAME"|what is told)$/,
    ],
    [
      "may be a company's beside a last name",
      { firstName: undefined, Name: "Form Ltd", Surname: "Hopper", lastName: undefined },
      "firstName",
      /from "Name"$/,
    ],
  ])("logs of a gift that %s which it is, once, and not its value", async (_what, gifts, field, reason) => {
    const { data } = JSON.parse(body.toString());
    const told = webhookWith("app", "form.submitted", { data: { ...data, ...gifts } });
    const { answer, lines, text } = await receive(unit, signedRequest(app, told));
    expect(answer.body).toMatchObject({ outcome: "published" });
    expect(lines().filter(({ message }) => message !== "event published")).toEqual([
      expect.objectContaining({
        severity: "INFO",
        message: "value left out",
        field: `/data/${field}`,
        reason: expect.stringMatching(reason),
      }),
    ]);
    expect(text()).not.toContain("4412");
  });

  it.each([
    ["is given", {}],
    ["only fills a field", { company: "N/A", phone: "-", mobile: false, lastName: ".", name: "-" }],
    ["only asks", { company: { label: "Where you work", type: "text", value: "" }, title: {}, phone: { number: "" } }],
    ["is there under another name", { lastName: undefined, name: "Ada Lovelace", Vorname: "Ada" }],
  ])("logs no gift that %s", async (_what, gifts) => {
    const { data } = JSON.parse(body.toString());
    const told = webhookWith("app", "form.submitted", { data: { ...data, ...gifts } });
    const { lines } = await receive(unit, signedRequest(app, told));
    expect(lines().map(({ message }) => message)).toEqual(["event published"]);
  });

  it("shows the radar its payload and its event's data", async () => {
    const shown: unknown[] = [];
    await receive(unit, genuine, {
      radar: { note: (kind, shapes, payload) => void shown.push([kind, payload, shapes]) },
    });
    const payload = JSON.parse(body.toString());
    const { validateKind, validateEnvelope, validateEvent } = unit;
    expect(shown).toEqual([
      ["form.submitted", payload, [validateKind["form.submitted"]?.shape, validateEnvelope.shape]],
      ["event form.submitted", payload.data, [validateEvent["form.submitted"]?.shape]],
    ]);
  });

  it("ignores a type that it does not map, and logs it", async () => {
    const { answer, topics, lines } = await receive(
      unit,
      signedRequest(app, webhookWith("app", "form.submitted", { type: "invoice.voided" })),
    );
    expect(answer).toEqual({ status: 201, body: { outcome: "ignored", reason: "invoice.voided is nothing to ycat" } });
    expect(topics.all()).toEqual([]);
    expect(lines()).toEqual([expect.objectContaining({ outcome: "ignored", reason: "invoice.voided" })]);
  });

  it("keeps out of the log a type that does not look like one", async () => {
    const { lines, text } = await receive(
      unit,
      signedRequest(app, webhookWith("app", "form.submitted", { type: "ada@example.com registered" })),
    );
    expect(lines()).toEqual([expect.objectContaining({ outcome: "ignored", reason: "OTHER" })]);
    expect(text()).not.toContain("ada@");
  });

  it("quarantines a webhook whose event Pub/Sub refuses for ever", async () => {
    const { publish, on } = topicsInMemory();
    const refuses: Publish = (topic, messages) =>
      topic === "form.submitted"
        ? Promise.reject(
            new PermanentError("Pub/Sub refuses the message itself: HTTP_413", { code: "HTTP_413", system: "pubsub" }),
          )
        : publish(topic, messages);
    const { answer } = await receive(unit, genuine, { publish: refuses });
    expect(answer).toMatchObject({ status: 201, body: { outcome: "quarantined" } });
    expect(on("webhook.rejected")).toMatchObject([{ data: genuine.body, attributes: { "rejected-code": "HTTP_413" } }]);
  });

  it("takes a signature made with any of its secrets", async () => {
    const keys = [app.signature.key(`whsec_${Buffer.alloc(32).toString("base64")}`), app.signature.key(SECRET)];
    expect((await receive(unit, genuine, { keys })).answer.status).toBe(201);
  });

  it("answers 503 with Retry-After while Pub/Sub is down, and says so in the log", async () => {
    for (const request of [genuine, signedRequest(app, Buffer.from("not JSON"))]) {
      const { answer, lines } = await receive(unit, request, { publish: publishFails });
      expect(answer).toEqual({
        status: 503,
        headers: { "retry-after": "10" },
        body: { outcome: "unpublished", reason: "send it again later" },
      });
      expect(lines().at(-1)).toMatchObject({
        severity: "ERROR",
        outcome: "unpublished",
        reason: "HTTP_503",
        status: 503,
      });
    }
  });

  it("lets a mistake of its own escape, rather than answer as if the event were published", async () => {
    const publish = () => Promise.reject(new TypeError("a bug"));
    await expect(receive(unit, genuine, { publish })).rejects.toThrow("a bug");
  });
});

describe("receiveWebhook, of a request that is not verified", () => {
  const other = readWebhook("customerio", "email.sent");
  it.each([
    ["no signature", { ...genuine, headers: { "content-type": "application/json" } }, NOW],
    ["another body's signature", { ...genuine, body: other }, NOW],
    ["one byte changed", { ...genuine, body: Buffer.from(body.toString().replace("Ada", "Eda")) }, NOW],
    ["a signature that has expired", genuine, NOW + 301_000],
    ["a signature from the future", genuine, NOW - 301_000],
    ["a signature that has expired and no JSON", signedRequest(app, Buffer.from("[[[[")), NOW + 301_000],
  ])("refuses %s with 401, no more said, nothing published", async (_what, request, now) => {
    const { answer, topics, lines } = await receive(unit, request, { now: () => now });
    expect(answer).toEqual({ status: 401, headers: { "www-authenticate": "Signature" }, body: REFUSED });
    expect(topics.all()).toEqual([]);
    expect(lines()).toEqual([expect.objectContaining({ severity: "WARNING", outcome: "refused", status: 401 })]);
  });

  it("tells a stale signature from a forged one in the log alone", async () => {
    const stale = await receive(unit, genuine, { now: () => NOW + 301_000 });
    const forged = await receive(unit, { ...genuine, body: other });
    expect(stale.answer).toEqual(forged.answer);
    expect([stale, forged].map(({ lines }) => lines()[0]?.["reason"])).toEqual(["SIGNATURE_STALE", "SIGNATURE"]);
  });

  it("refuses a secret that is rotated out", async () => {
    const keys = [app.signature.key(`whsec_${Buffer.alloc(32).toString("base64")}`)];
    expect((await receive(unit, genuine, { keys })).answer.body).toEqual(REFUSED);
  });
});

describe("receiveWebhook, of a body that was compressed after it was signed", () => {
  const encoded = (encoding: string, bytes: Buffer, request = genuine) => ({
    ...request,
    headers: { ...request.headers, "content-encoding": encoding, "content-length": "1" },
    body: bytes,
  });
  const compressed = (bytes: Buffer, request = genuine) => encoded("gzip", gzipSync(bytes), request);

  /** A frame of Zstandard that claims to need so large a window, with one block as it is. */
  const zstdFrame = (windowLog: number) => {
    const block = Buffer.alloc(3);
    block.writeUIntLE(body.length * 8 + 1, 0, 3);
    return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, (windowLog - 10) * 8]), block, body]);
  };

  it.each([
    ["gzip", gzipSync(body)],
    ["x-gzip", gzipSync(body)],
    ["deflate", deflateSync(body)],
    ["deflate", deflateRawSync(body)],
    ["br", brotliCompressSync(body)],
    ["zstd", zstdCompressSync(body)],
    ["zstd", zstdFrame(23)],
    ["", gzipSync(body)], // named by nobody
    ["br", gzipSync(body)],
  ])("publishes what was signed: %s", async (encoding, bytes) => {
    const plain = await receive(unit, genuine);
    const { answer, topics } = await receive(unit, encoded(encoding, bytes));
    expect(answer.status).toBe(201);
    expect(topics.all()).toEqual(plain.topics.all());
  });

  it("keeps in quarantine what was signed, and not how it came", async () => {
    const broken = Buffer.from("{");
    const { topics } = await receive(unit, compressed(broken, signedRequest(app, broken)));
    const [letter] = topics.on("webhook.rejected");
    expect(letter?.data).toEqual(broken);
    expect(letter?.attributes).not.toHaveProperty("header-content-encoding");
  });

  it.each([
    ["another body", compressed(Buffer.from(`${body.toString()} `)), "SIGNATURE"],
    ["half of it", { ...compressed(body), body: gzipSync(body).subarray(0, 100) }, "SIGNATURE"],
    ["another body in Brotli", encoded("br", brotliCompressSync(Buffer.from("{}"))), "SIGNATURE"],
    ["half of it in Brotli", encoded("br", brotliCompressSync(body).subarray(0, 100)), "SIGNATURE"],
    ["what claims a window of 16 MiB", encoded("zstd", zstdFrame(24)), "SIGNATURE"],
    ["what is in no encoding known here", encoded("lzma", gzipSync(body).subarray(2)), "SIGNATURE"],
    ["what was compressed twice", { ...genuine, body: gzipSync(gzipSync(body)) }, "SIGNATURE"],
    [
      "what was compressed twice, by name",
      encoded("br, br", brotliCompressSync(brotliCompressSync(body))),
      "SIGNATURE",
    ],
    ["an hour ago", compressed(body, signedRequest(app, body, { now: NOW - 3_600_000 })), "SIGNATURE_STALE"],
  ])("refuses %s", async (_what, request, reason) => {
    const { answer, topics, lines } = await receive(unit, request);
    expect([answer.status, topics.all(), lines()]).toEqual([401, [], [expect.objectContaining({ reason })]]);
  });

  it.each([
    ["a mebibyte", { maxBodyBytes: 4_000_000 }, 1024 * 1024],
    ["what the source takes", { maxBodyBytes: 1000 }, 1000],
  ])("inflates no more than %s of what nobody has vouched for", async (_what, changes, most) => {
    const statuses = [most, most + 1].map(async (length) => {
      const bytes = Buffer.concat([body, Buffer.alloc(length - body.length, " ")]);
      const limited = { ...unit, source: { ...unit.source, ...changes } };
      const [gzip, br, zstd] = [gzipSync(bytes), brotliCompressSync(bytes), zstdCompressSync(bytes)];
      const answers = Object.entries({ gzip, br, zstd }).map(([encoding, one]) =>
        receive(limited, encoded(encoding, one, signedRequest(app, bytes))),
      );
      return (await Promise.all(answers)).map(({ answer }) => answer.status);
    });
    expect(await Promise.all(statuses)).toEqual([
      [201, 201, 201],
      [401, 401, 401],
    ]);
  });
});

describe("receiveWebhook, of a webhook that holds several events", () => {
  const sourceWith = (...drafts: EventDraft[]): typeof customerio => ({
    ...customerio,
    kinds: { "email.unsubscribed": () => drafts },
  });
  const draftOf = (person: string): EventDraft => ({
    id: "01K0Y4CT6YDC7Y5M7FE1GWWPQH",
    type: "contact.unsubscribed",
    person,
    time: "2026-11-02T09:30:00Z",
    data: {},
  });
  const [ada, grace] = [draftOf("ada@example.com"), draftOf("grace@example.com")];
  const source = sourceWith(ada, grace);
  const request = signedRequest(source, readWebhook("customerio", "email.unsubscribed"));

  it("publishes each under its own id and its own person's ordering key", async () => {
    const { answer, topics } = await receive(sourceUnit(source), request);
    expect(answer.body.events).toEqual(["01K0Y4CT6YDC7Y5M7FE1GWWPQH/1", "01K0Y4CT6YDC7Y5M7FE1GWWPQH/2"]);
    expect(
      topics.on("contact.unsubscribed").map(({ orderingKey, attributes }) => [attributes["ce-id"], orderingKey]),
    ).toEqual([
      ["01K0Y4CT6YDC7Y5M7FE1GWWPQH/1", "ada@example.com"],
      ["01K0Y4CT6YDC7Y5M7FE1GWWPQH/2", "grace@example.com"],
    ]);
  });

  it("publishes what no handler orders in one request, without a key", async () => {
    const requests: unknown[] = [];
    const publish: Publish = async (_topic, messages) =>
      void requests.push(messages.map(({ attributes, orderingKey }) => [attributes["ce-subject"], orderingKey]));
    await receive({ ...sourceUnit(source), unordered: ["contact.unsubscribed"] }, request, { publish });
    expect(requests).toEqual([
      [
        ["ada@example.com", undefined],
        ["grace@example.com", undefined],
      ],
    ]);
  });

  it("publishes one person's in one request, in their order", async () => {
    const requests: (string | undefined)[][] = [];
    const publish: Publish = async (_topic, messages) =>
      void requests.push(messages.map(({ attributes }) => attributes["ce-id"]?.split("/")[1]));
    await receive(sourceUnit(sourceWith(ada, ada, grace, grace)), request, { publish });
    expect(requests).toEqual([
      ["1", "2"],
      ["3", "4"],
    ]);
  });

  it("publishes each type on its own topic", async () => {
    const { topics } = await receive(sourceUnit(sourceWith(ada, { ...ada, type: "contact.subscribed" })), request);
    for (const type of ["contact.unsubscribed", "contact.subscribed"])
      expect(topics.on(type).map(({ attributes }) => attributes["ce-type"])).toEqual([type]);
  });

  it("acknowledges none unless all are published: the sender sends them again, under the same ids", async () => {
    const publish: Publish = (topic, messages) =>
      messages[0]?.orderingKey === "grace@example.com" ? publishFails(topic, messages) : Promise.resolve();
    expect((await receive(sourceUnit(source), request, { publish })).answer.status).toBe(503);
  });

  it("publishes none when one is refused: the webhook is kept whole", async () => {
    const wrong = sourceWith(ada, grace, { ...ada, time: "" });
    const { topics } = await receive(sourceUnit(wrong), request);
    expect([topics.on("contact.unsubscribed"), topics.on("webhook.rejected")]).toEqual([
      [],
      [expect.objectContaining({ data: request.body })],
    ]);
  });
});

describe("receiveWebhook, of customer.io's webhooks", () => {
  it("gives a person's events the person's ordering key, whatever the address looks like", async () => {
    const sent = webhookWith("customerio", "customer.unsubscribed", {
      data: { email_address: "  O'Brien+X@EXAMPLE.com " },
    });
    const { topics } = await receive(sourceUnit(customerio), signedRequest(customerio, sent));
    expect(topics.on("contact.unsubscribed")).toEqual([
      expect.objectContaining({ orderingKey: "o'brien+x@example.com" }),
    ]);
    expect(JSON.parse(String(topics.all()[0]?.data))).toEqual({ email: "o'brien+x@example.com" });
  });
});
