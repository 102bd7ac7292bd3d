import { createHmac } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import configured from "../../functions/configuration/segment.json" with { type: "json" };
import segment from "../../functions/sources/segment.ts";
import { readWebhook, SENT } from "../harness/fixtures.ts";
import { sourceUnit } from "../harness/units.ts";
import { receive, SECRET, signedRequest } from "../harness/webhook.ts";

const unit = sourceUnit(segment);
const sample = JSON.parse(readWebhook("segment", "track").toString());
const { context } = sample;
const receiveCall = async (changes: object) => {
  const body = Buffer.from(JSON.stringify({ ...sample, ...changes }));
  const { answer, topics } = await receive(unit, signedRequest(segment, body));
  const [message] = topics.all();
  return { ...answer.body, topics, message, data: message === undefined ? {} : JSON.parse(message.data.toString()) };
};

describe("the source segment", () => {
  it("takes what is signed as Segment documents it", async () => {
    const body = readWebhook("segment", "track");
    const headers = { "x-signature": createHmac("sha1", SECRET).update(body).digest("hex") };
    const { answer } = await receive(unit, { method: "POST", url: "", headers, body });
    expect(answer.body).toEqual({ outcome: "published", events: [SENT.id] });
  });

  it("maps a configured event onto form.submitted, at Segment's corrected time", async () => {
    const { message, data } = await receiveCall({ originalTimestamp: "2031-01-01T00:00:00Z" });
    expect(message?.attributes).toMatchObject({ "ce-id": SENT.id, "ce-time": "2026-11-02T09:30:00.000Z" });
    expect(data).toEqual({
      formId: configured.forms["Form Submitted"],
      email: "ada@example.com",
      firstName: "Ada",
      lastName: "Lovelace",
      company: "Analytical Engines",
      phone: "+442079460000",
      country: "United Kingdom",
      message: "Can your engine weave algebraical patterns?",
      pageUrl: "https://example.com/contact",
    });
  });

  it.each([
    ["the event", { properties: { email: "Grace@example.com" } }, "grace@example.com"],
    ["what Segment knows", { properties: {} }, "ada@example.com"],
    ["the user's id", { properties: null, context: {}, userId: "grace@example.com" }, "grace@example.com"],
  ])("takes the person from %s", async (_what, changes, person) => {
    expect((await receiveCall(changes)).message?.orderingKey).toBe(person);
  });

  it.each([
    ["names of their own", { firstName: "Grace", last_name: "Hopper" }, { firstName: "Grace", lastName: "Hopper" }],
    ["a name in one", { name: "Grace Brewster Hopper" }, { firstName: "Grace Brewster", lastName: "Hopper" }],
    ["an addressed first name twice", { firstName: "Dr Grace", name: "Dr Grace" }, { firstName: "Dr Grace" }],
    ["a name of one word", { name: "Grace" }, { lastName: "Grace" }],
    [
      "a first name and all of it",
      { firstName: "Grace", name: "Grace Hopper" },
      { firstName: "Grace", lastName: "Hopper" },
    ],
    [
      "a company as Segment's spec has it",
      { company: { id: "7", name: "Navy", employee_count: 12 } },
      { company: "Navy" },
    ],
    ["a company without a name", { company: { id: "7" } }, {}],
    ["a country in an address", { address: { city: "London", country: "UK" } }, { country: "UK" }],
  ])("takes from what Segment knows %s", async (_what, traits, told) => {
    const { data } = await receiveCall({ properties: { email: "g@example.com" }, context: { traits } });
    expect(data).toEqual({ formId: "contact-sales", email: "g@example.com", ...told });
  });

  it.each([
    ...configured.unsubscribed.map((event) => [event, "contact.unsubscribed"]),
    ...configured.subscribed.map((event) => [event, "contact.subscribed"]),
  ])("maps %s onto %s", async (event, type) => {
    const { topics } = await receiveCall({ event });
    const told = topics.on(type).map(({ orderingKey, attributes }) => [orderingKey, attributes["ce-id"]]);
    expect(told).toEqual([["ada@example.com", SENT.id]]);
  });

  it.each([
    ["2026-11-02T09:35:00.000Z", "2026-11-02T09:35:00.000Z"],
    ["2026-11-02T09:35:00.001Z", "2026-11-02T09:30:00.000Z"],
  ])("believes a clock that is five minutes ahead, and no more: %s", async (timestamp, time) => {
    const { message } = await receiveCall({ timestamp, receivedAt: "2026-11-02T09:30:00.000Z" });
    expect(message?.attributes["ce-time"]).toBe(time);
  });

  it("lets no opt-out wait for its time, and no opt-in go without", async () => {
    const [out, back] = [
      await receiveCall({ event: "Unsubscribed", timestamp: "yesterday" }),
      await receiveCall({ event: "Subscribed", timestamp: "yesterday" }),
    ];
    expect([out.outcome, back.outcome]).toEqual(["published", "quarantined"]);
    expect(out.message?.attributes["ce-time"]).toBe("2026-11-02T09:30:05.000Z");
  });

  it.each([
    [
      "nobody",
      { properties: {}, context: {} },
      "/data/email is missing: functions/sources/segment.ts finds none in a track",
    ],
    ["a call without id", { messageId: null }, "/messageId is missing"],
    ["no time", { timestamp: undefined }, "/time must be a time of this century, with its zone"],
  ])("keeps in quarantine a form of %s", async (_what, changes, reason) => {
    expect(await receiveCall(changes)).toMatchObject({ outcome: "quarantined", reason });
  });

  it.each([
    ["an event that is not configured, by its name", { event: "Order Completed" }, "track.Order Completed"],
    ["a track of nothing", { event: undefined }, "track."],
    ["what every object has", { event: "constructor" }, "track.constructor"],
    ["an identify", { type: "identify", event: undefined }, "identify"],
    ["a page", { type: "page", event: undefined, context }, "page"],
  ])("ignores %s", async (_what, changes, kind) => {
    expect(await receiveCall(changes)).toMatchObject({ outcome: "ignored", reason: `${kind} is nothing to ycat` });
  });
});
