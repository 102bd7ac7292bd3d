import { describe, expect, it } from "@jest/globals";
import { Webhook } from "standardwebhooks";
import { eventTypes } from "../../schemas/types.ts";
import { createRadar, UNKNOWN_SHAPE } from "../../functions/runtime/receive/radar.ts";
import { readBody } from "../../functions/runtime/receive/body.ts";
import { readItems } from "../../functions/runtime/receive/items.ts";
import { decodeRejected } from "../../functions/runtime/receive/quarantine.ts";
import { staticHeader } from "../../functions/runtime/signatures/schemes.ts";
import app from "../../functions/sources/app.ts";
import { readWebhook, webhookWith } from "../harness/fixtures.ts";
import { sourceUnit } from "../harness/units.ts";
import { NOW, receive, SECRET, signedRequest } from "../harness/webhook.ts";

const unit = sourceUnit(app);
const body = readWebhook("app", "form.submitted");

describe("the source app", () => {
  it("accepts what the standardwebhooks library signs", async () => {
    const at = new Date(NOW);
    const headers = {
      "content-type": "application/json",
      "webhook-id": "msg_1",
      "webhook-timestamp": String(Math.floor(NOW / 1000)),
      "webhook-signature": new Webhook(SECRET).sign("msg_1", at, body.toString()),
    };
    const { answer } = await receive(unit, { method: "POST", url: "", headers, body });
    expect(answer.body).toEqual({ outcome: "published", events: ["msg_1"] });
  });

  it("maps form.submitted onto the event of that name, data and all", async () => {
    const { topics } = await receive(unit, signedRequest(app, body));
    const [message] = topics.on("form.submitted");
    expect(JSON.parse(String(message?.data))).toEqual(JSON.parse(body.toString()).data);
    expect(message?.attributes).toMatchObject({ "ce-source": "/sources/app", "ce-time": "2026-11-02T09:30:00.000Z" });
  });

  it("normalises the e-mail in the data as in the subject", async () => {
    const sample = JSON.parse(body.toString());
    const { topics } = await receive(
      unit,
      signedRequest(
        app,
        webhookWith("app", "form.submitted", { data: { ...sample.data, email: " O'Brien+X@Example.COM " } }),
      ),
    );
    const [message] = topics.on("form.submitted");
    expect(JSON.parse(String(message?.data))).toMatchObject({ email: "o'brien+x@example.com" });
    expect(message?.orderingKey).toBe("o'brien+x@example.com");
  });

  it("keeps fields that the schema does not know: an event type only grows", async () => {
    const sample = JSON.parse(body.toString());
    const { topics } = await receive(
      unit,
      signedRequest(app, webhookWith("app", "form.submitted", { data: { ...sample.data, budget: 7 } })),
    );
    expect(JSON.parse(String(topics.all()[0]?.data))).toMatchObject({ budget: 7 });
  });

  it("tells once of what the event's schema does not know", async () => {
    const { data } = JSON.parse(body.toString());
    const { title: jobTitle, ...others } = data;
    const odd = webhookWith("app", "form.submitted", {
      data: { ...others, jobTitle, budget: 7, utm: { source: "x" } },
    });
    const radar = createRadar();
    const { lines } = await receive(unit, signedRequest(app, odd), { radar });
    expect(
      lines().flatMap(({ message, field, reason }) => (message === UNKNOWN_SHAPE ? [[reason, field]] : [])),
    ).toEqual([
      ["event form.submitted string", "/jobTitle"],
      ["event form.submitted number", "/budget"],
      ["event form.submitted object", "/utm"],
      ["event form.submitted string", "/utm/source"],
    ]);
  });

  const { timestamp, data, ...around } = JSON.parse(body.toString());
  const cloudEvent = { specversion: "1.0", id: "1", source: "/app", datacontenttype: "application/json", ...around };
  const dataBase64 = Buffer.from(JSON.stringify(data)).toString("base64");
  const sns = (message: string) => ({
    Type: "Notification",
    MessageId: "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
    TopicArn: "arn:aws:sns:eu-central-1:123456789012:forms",
    Message: message,
    Timestamp: "2026-11-02T09:31:00.000Z",
  });

  it.each<[string, unknown]>([
    ["a CloudEvent", { ...cloudEvent, time: timestamp, data }],
    ["a CloudEvent whose data is in base64", { ...cloudEvent, time: timestamp, data_base64: dataBase64 }],
    [
      "a CloudEvent with null for what it lacks",
      { ...cloudEvent, time: timestamp, data_base64: dataBase64, data: null },
    ],
    ["a CloudEvent in a batch of one", [{ ...cloudEvent, time: timestamp, data }]],
    ["a CloudEvent with a timestamp of its own", { ...cloudEvent, time: "2026-11-02T09:00:00Z", timestamp, data }],
    ["a notification of Amazon SNS", sns(body.toString())],
    ["a notification in a batch of one", [sns(body.toString())]],
    ["a notification that holds a CloudEvent", sns(JSON.stringify({ ...cloudEvent, time: timestamp, data }))],
  ])("takes %s for the same event", async (_what, payload) => {
    const plain = await receive(unit, signedRequest(app, body));
    const { topics } = await receive(unit, signedRequest(app, Buffer.from(JSON.stringify(payload))));
    expect(topics.all()).toEqual(plain.topics.all());
  });

  const binary = (more: Readonly<Record<string, string>> = {}) => ({
    headers: {
      "ce-specversion": "1.0",
      "ce-id": "1",
      "ce-source": "/app",
      "ce-type": "form.submitted",
      "ce-time": timestamp,
      "webhook-id": "msg_1",
      ...more,
    },
  });

  const withToken = { ...app, signature: staticHeader({ name: "Token", header: "x-token" }) };

  it("takes a CloudEvent in binary mode for the same event, where the secret itself is sent", async () => {
    const all = sourceUnit(withToken);
    const plain = await receive(all, signedRequest(withToken, body, binary()));
    const { topics } = await receive(all, signedRequest(withToken, Buffer.from(JSON.stringify(data)), binary()));
    expect(topics.on("form.submitted")).toHaveLength(1);
    expect(topics.all()).toEqual(plain.topics.all());
  });

  it("reads no CloudEvent in binary mode where the body is signed, and its headers are not", async () => {
    const { answer } = await receive(unit, signedRequest(app, Buffer.from(JSON.stringify(data)), binary()));
    expect(answer.body).toMatchObject({ outcome: "quarantined", reason: "/type is missing" });
  });

  it("takes a signed type, and not one in a header that nobody signs", async () => {
    const others = binary({ "ce-type": "registration.changed", "ce-time": "2026-11-02T09:00:00Z" });
    const plain = await receive(unit, signedRequest(app, body));
    const { topics } = await receive(unit, signedRequest(app, body, others));
    expect(topics.all()).toEqual(plain.topics.all());
  });

  it("keeps what a CloudEvent in binary mode is called by where it is quarantined", async () => {
    const nobodys = Buffer.from(JSON.stringify({ ...data, email: "nobody" }));
    const all = sourceUnit(withToken);
    const { topics } = await receive(all, signedRequest(withToken, nobodys, binary()));
    const { webhook } = decodeRejected(topics.on("webhook.rejected")[0] ?? { data: Buffer.alloc(0), attributes: {} });
    expect(webhook.headers).toMatchObject(binary().headers);
    expect(() => readItems(all, readBody(all, webhook), webhook)).toThrow("/data/email must match format");
  });

  it.each([false, true])("answers Azure Event Grid's question, alone or in a list: %s", async (isListed) => {
    const question = {
      eventType: "Microsoft.EventGrid.SubscriptionValidationEvent",
      data: { validationCode: "512d38b6-c7b8-40c8-89fe-f46f9e9622b6", validationUrl: "https://eventgrid.example" },
    };
    const asked = Buffer.from(JSON.stringify(isListed ? [question] : question));
    const { answer, topics } = await receive(unit, signedRequest(app, asked));
    expect(answer).toMatchObject({
      status: 200,
      text: '{"validationResponse":"512d38b6-c7b8-40c8-89fe-f46f9e9622b6"}',
    });
    expect(topics.all()).toEqual([]);
    const { answer: unsigned } = await receive(unit, { method: "POST", url: "", headers: {}, body: asked });
    expect(unsigned.status).toBe(401);
  });

  it.each<[string, object]>([
    ["no notification of Amazon SNS", { type: "message.posted", Message: JSON.parse(body.toString()) }],
    ["a notification without its topic", { ...sns(body.toString()), TopicArn: undefined }],
  ])("ignores what a Message holds in %s", async (_what, payload) => {
    const { answer, topics } = await receive(unit, signedRequest(app, Buffer.from(JSON.stringify(payload))));
    expect([answer.body, topics.all()]).toEqual([expect.objectContaining({ outcome: "ignored" }), []]);
  });

  it.each<[string, unknown, object]>([
    [
      "several CloudEvents at once",
      [1, 2].map((id) => ({ ...cloudEvent, id: String(id), time: timestamp, data })),
      { reason: "/ must be object: this is a list of 2, and functions/sources/app.ts has no items" },
    ],
    ["a CloudEvent without a time", { ...cloudEvent, data }, { reason: "/timestamp is missing" }],
    ["a CloudEvent without data", { ...cloudEvent, time: timestamp }, { reason: "/data is missing" }],
    [
      "a notification of what it does not take",
      sns('{"type":"contact.unsubscribed"}'),
      { reason: "/ is a contact.unsubscribed, which functions/sources/app.ts does not take" },
    ],
    [
      "a notification of a form without data",
      sns('{"type":"form.submitted","timestamp":1}'),
      { reason: "/data is missing" },
    ],
  ])("quarantines %s", async (_what, payload, refusal) => {
    const { answer } = await receive(unit, signedRequest(app, Buffer.from(JSON.stringify(payload))));
    expect(answer.body).toEqual({ outcome: "quarantined", ...refusal });
  });

  it("ignores a notification of a text", async () => {
    const { answer } = await receive(unit, signedRequest(app, Buffer.from(JSON.stringify(sns("The disk is full.")))));
    expect(answer.body).toEqual({ outcome: "ignored", reason: "Notification is nothing to ycat" });
  });

  it.each(["Form.Submitted", "FORM_SUBMITTED", " form.submitted"])("takes %j for form.submitted", async (type) => {
    const { answer } = await receive(unit, signedRequest(app, webhookWith("app", "form.submitted", { type })));
    expect(answer.body.outcome).toBe("published");
  });

  it.each(["form.opened", "formsubmitted", "constructor", "__proto__"])("ignores %j", async (type) => {
    const { answer, topics } = await receive(unit, signedRequest(app, webhookWith("app", "form.submitted", { type })));
    expect(answer.body).toEqual({ outcome: "ignored", reason: `${type} is nothing to ycat` });
    expect(topics.all()).toEqual([]);
  });

  const notTaken = eventTypes.filter((type) => !Object.hasOwn(app.kinds, type));
  it.each([...notTaken, "Contact_Unsubscribed", "contact.unsubscribed.v2", "form.submitted.v2", "FormSubmittedV2"])(
    "keeps %s, which is an event type and none that it takes",
    async (type) => {
      const { answer, topics } = await receive(
        unit,
        signedRequest(app, webhookWith("app", "form.submitted", { type })),
      );
      const reason = `/ is a ${type}, which functions/sources/app.ts does not take`;
      expect(answer).toEqual({ status: 201, body: { outcome: "quarantined", reason } });
      expect(topics.all()).toHaveLength(1);
    },
  );
});
