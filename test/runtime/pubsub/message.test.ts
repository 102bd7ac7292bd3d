import { describe, expect, it } from "@jest/globals";
import type { Event } from "../../../functions/runtime/define/handler.ts";
import { decodeEvent, decodePush, encodeEvent, subjectOf } from "../../../functions/runtime/pubsub/message.ts";
import { trace } from "../../harness/captured-log.ts";
import { eventSamples, readEvent } from "../../harness/fixtures.ts";

/** A push as https://cloud.google.com/pubsub/docs/push shows it: both spellings of ids, data in base64. */
const push = {
  deliveryAttempt: 5,
  message: {
    attributes: { key: "value" },
    data: "SGVsbG8gQ2xvdWQgUHViL1N1YiEgSGVyZSBpcyBteSBtZXNzYWdlIQ==",
    messageId: "2070443601311540",
    message_id: "2070443601311540",
    orderingKey: "key",
    publishTime: "2021-02-26T19:13:55.749Z",
    publish_time: "2021-02-26T19:13:55.749Z",
  },
  subscription: "projects/myproject/subscriptions/mysubscription",
};

const decoded = (envelope: unknown) => decodePush(Buffer.from(JSON.stringify(envelope)));
const { message } = push;

describe("decodePush", () => {
  it("decodes the documented envelope", () => {
    expect(decoded(push)).toEqual({
      attempt: 5,
      messageId: "2070443601311540",
      publishedAt: Date.parse("2021-02-26T19:13:55.749Z"),
      message: {
        data: Buffer.from("Hello Cloud Pub/Sub! Here is my message!"),
        attributes: { key: "value" },
        orderingKey: "key",
      },
    });
  });

  it.each([
    ["left out", undefined],
    ["0, as without a dead-letter policy", 0],
    ["a text", "5"],
    ["null", null],
  ])("knows no attempt when it is %s", (_what, deliveryAttempt) => {
    expect(decoded({ ...push, deliveryAttempt })).not.toHaveProperty("attempt");
  });

  it("knows no ordering key when it is empty or left out", () => {
    for (const orderingKey of ["", undefined])
      expect(decoded({ message: { ...message, orderingKey } })?.message).not.toHaveProperty("orderingKey");
  });

  it("takes a message of attributes alone, or of data alone", () => {
    expect(decoded({ message: { ...message, data: undefined } })?.message).toMatchObject({
      data: Buffer.alloc(0),
      attributes: { key: "value" },
    });
    expect(decoded({ message: { ...message, data: "" } })?.message.data).toEqual(Buffer.alloc(0));
    expect(decoded({ message: { ...message, attributes: undefined } })?.message.attributes).toEqual({});
  });

  it("takes null for what is left out", () => {
    const nulls = { ...message, data: null, attributes: null, orderingKey: null, publishTime: null };
    const decodedNulls = decoded({ message: nulls, deliveryAttempt: null });
    expect(decodedNulls?.message).toEqual({ data: Buffer.alloc(0), attributes: {} });
    expect(decoded({ message: { ...message, attributes: { a: null, b: "1" } } })?.message.attributes).toEqual({
      b: "1",
    });
  });

  it("takes a push after a byte-order mark, and one with white space", () => {
    expect(decodePush(Buffer.from(`\ufeff${JSON.stringify(push, null, 2)}\n`))).toEqual(decoded(push));
  });

  it.each([
    ["no JSON", Buffer.from("hello")],
    ["nothing", Buffer.alloc(0)],
    ...[
      null,
      [],
      "text",
      {},
      { message: null },
      { message: [] },
      { message: { ...message, messageId: undefined } },
      { message: { ...message, data: 7 } },
      { message: { ...message, attributes: "a" } },
      { message: { ...message, attributes: [] } },
    ].map((envelope): [string, Buffer] => [
      JSON.stringify(envelope).slice(0, 40),
      Buffer.from(JSON.stringify(envelope)),
    ]),
  ])("takes %s for nothing that Pub/Sub sends", (_what, body) => {
    expect(decodePush(body)).toBeUndefined();
  });
});

it("subjectOf reads the attribute, or else the ordering key", () => {
  const subjects = [{ "ce-subject": "ada" }, {}].map((attributes) =>
    subjectOf({ data: Buffer.alloc(0), attributes, orderingKey: "key" }),
  );
  expect(subjects).toEqual(["ada", "key"]);
});

describe("encodeEvent and decodeEvent", () => {
  it.each(eventSamples())("give the event %s %s back as it was", (type, name) => {
    const { specversion: _, ...sample } = readEvent(type, name);
    const event = sample as unknown as Event; // its schema's own test passes it
    const { data, ...rest } = event;
    const encoded = encodeEvent(event, trace.traceparent);
    expect(decodeEvent(encoded)).toEqual(rest);
    expect(JSON.parse(encoded.data.toString())).toEqual(data);
    expect(encoded.orderingKey).toBe(event.subject);
    expect(encoded.attributes).toMatchObject({
      "content-type": "application/json",
      "ce-specversion": "1.0",
      "ce-dataschema": `/schemas/${event.type}.json`,
      traceparent: trace.traceparent,
    });
  });

  it.each(["ce-id", "ce-source", "ce-type", "ce-subject", "ce-time"])(
    "miss %s when it is left out or empty",
    (name) => {
      const { specversion: _, ...sample } = readEvent("form.submitted", "full");
      const { attributes, data } = encodeEvent(sample as unknown as Event, trace.traceparent);
      const { [name]: _dropped, ...others } = attributes;
      expect(decodeEvent({ data, attributes: others })).toEqual({ missing: name });
      expect(decodeEvent({ data, attributes: { ...others, [name]: "" } })).toEqual({ missing: name });
    },
  );
});
