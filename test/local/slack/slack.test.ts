import { beforeEach, describe, expect, it } from "@jest/globals";
import { VirtualClock } from "../../../local/core/clock.ts";
import { createSlack } from "../../../local/slack/slack.ts";
import type { Slack } from "../../../local/slack/slack.ts";

const TOKEN = "xoxb-local";
const CHANNEL = "C0SALES0001";

let clock: VirtualClock;
let slack: Slack;

beforeEach(() => {
  clock = new VirtualClock(Date.parse("2026-01-01T12:00:00Z"));
  slack = createSlack({ clock, token: TOKEN });
  slack.seed({ channels: [{ id: CHANNEL, name: "sales" }] });
});

/** What the stand-in answers, as far as these tests look into it. */
interface Body {
  readonly ok: boolean;
  readonly ts?: string;
  readonly messages: readonly { readonly text: string }[];
  readonly response_metadata: { readonly next_cursor: string };
}

async function call(method: string, given: object = {}, headers: Record<string, string> = {}) {
  const response = await slack.fetch(
    new Request(`https://slack.test/api/${method}`, {
      method: "POST",
      headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json", ...headers },
      body: JSON.stringify(given),
    }),
  );
  return { status: response.status, headers: response.headers, body: await bodyOf(response) };
}

async function get(method: string, query: Record<string, string>): Promise<Body> {
  const url = `https://slack.test/api/${method}?${new URLSearchParams(query).toString()}`;
  const response = await slack.fetch(new Request(url, { headers: { authorization: `Bearer ${TOKEN}` } }));
  return bodyOf(response);
}

async function bodyOf(response: Response): Promise<Body> {
  return JSON.parse(await response.text());
}

describe("the Web API", () => {
  it.each([
    ["without a token", { authorization: "" }, "invalid_auth"],
    ["with another's token", { authorization: "Bearer xoxb-other" }, "invalid_auth"],
    ["with a body of no known kind", { "content-type": "text/plain" }, "invalid_post_type"],
  ])("refuses a call %s, with 200", async (_, headers, error) => {
    expect(await call("auth.test", {}, headers)).toMatchObject({ status: 200, body: { ok: false, error } });
  });

  it("knows who the app is", async () => {
    expect((await call("auth.test")).body).toMatchObject({ ok: true, user: "ycat", bot_id: expect.any(String) });
  });

  it("refuses what is not built", async () => {
    expect((await call("chat.update")).body).toEqual({ ok: false, error: "unknown_method", req_method: "chat.update" });
  });
});

describe("chat.postMessage", () => {
  const metadata = { event_type: "form_submitted", event_payload: { id: "evt_1" } };

  it("keeps text and metadata, and tells the message's ts", async () => {
    const { body } = await call("chat.postMessage", { channel: CHANNEL, text: "Ada", metadata });
    expect(body).toMatchObject({
      ok: true,
      channel: CHANNEL,
      ts: "1767268800.000000",
      message: { text: "Ada", metadata },
    });
    expect(slack.state().messages).toMatchObject([{ channel: CHANNEL, ts: body.ts, text: "Ada", metadata }]);
  });

  it("takes a channel's name, and a form", async () => {
    const body = new URLSearchParams({ channel: "#sales", text: "Ada", metadata: JSON.stringify(metadata) });
    const request = new Request("https://slack.test/api/chat.postMessage", {
      method: "POST",
      headers: { authorization: `Bearer ${TOKEN}` },
      body,
    });
    await slack.fetch(request);
    expect(slack.state().messages).toMatchObject([{ channel: CHANNEL, metadata }]);
  });

  it.each([
    ["no channel", { channel: undefined }, "channel_not_found"],
    ["an unknown channel", { channel: "C0NOBODY001" }, "channel_not_found"],
    ["an archived channel", { channel: "C0ARCHIVED1" }, "is_archived"],
    ["a channel without the app", { channel: "C0PRIVATE01" }, "not_in_channel"],
    ["no text", { text: "" }, "no_text"],
    ["a text that is too long", { text: "x".repeat(40_001) }, "msg_too_long"],
    ["metadata without a type", { metadata: { event_payload: {} } }, "invalid_metadata_format"],
    [
      "too much metadata",
      { metadata: { event_type: "a", event_payload: { x: "x".repeat(8000) } } },
      "metadata_too_large",
    ],
  ])("refuses %s", async (_, change, error) => {
    slack.seed({
      channels: [
        { id: "C0ARCHIVED1", is_archived: true },
        { id: "C0PRIVATE01", is_member: false },
      ],
    });
    const { status, body } = await call("chat.postMessage", { channel: CHANNEL, text: "Ada", ...change });
    expect({ status, ...body }).toEqual({ status: 200, ok: false, error });
    expect(slack.state().messages).toEqual([]);
  });

  it("takes one message a second in each channel", async () => {
    slack.seed({ channels: [{ id: "C0OTHER0001" }] });
    const post = (channel: string) => call("chat.postMessage", { channel, text: "Ada" });
    await post(CHANNEL);
    await clock.advance(999);
    const limited = await post(CHANNEL);
    expect(limited).toMatchObject({ status: 429, body: { ok: false, error: "ratelimited" } });
    expect(limited.headers.get("retry-after")).toBe("1");
    expect((await post("C0OTHER0001")).body).toMatchObject({ ok: true });
    await clock.advance(1);
    expect((await post(CHANNEL)).body).toMatchObject({ ok: true });
  });
});

describe("conversations.history", () => {
  const at = (second: number, text: string) => ({
    channel: CHANNEL,
    text,
    ts: `${second}.000000`,
    metadata: { event_type: "a", event_payload: {} },
  });
  const texts = (body: Body) => body.messages.map(({ text }) => text);

  beforeEach(() => slack.seed({ messages: [at(1, "first"), at(3, "third"), at(2, "second")] }));

  it("begins with the newest, and shows metadata to those who ask", async () => {
    const body = await get("conversations.history", { channel: CHANNEL });
    expect(texts(body)).toEqual(["third", "second", "first"]);
    expect(body.messages[0]).not.toHaveProperty("metadata");
    const whole = await get("conversations.history", { channel: CHANNEL, include_all_metadata: "true" });
    expect(whole.messages[0]).toMatchObject({ metadata: { event_type: "a" } });
  });

  it.each([
    [{ oldest: "1.000000" }, ["third", "second"]],
    [{ oldest: "1.000000", inclusive: "true" }, ["third", "second", "first"]],
    [{ latest: "3.000000" }, ["second", "first"]],
    [{ oldest: "1.5", latest: "2.5" }, ["second"]],
  ])("shows those between %j", async (query, expected) => {
    expect(texts(await get("conversations.history", { channel: CHANNEL, ...query }))).toEqual(expected);
  });

  it("goes on where a page has ended, whatever was posted since", async () => {
    const first = await get("conversations.history", { channel: CHANNEL, limit: "2" });
    expect(first).toMatchObject({ has_more: true, response_metadata: { next_cursor: expect.any(String) } });
    slack.seed({ messages: [at(4, "fourth")] });
    const cursor = first.response_metadata.next_cursor;
    const second = await get("conversations.history", { channel: CHANNEL, limit: "2", cursor });
    expect(texts(second)).toEqual(["first"]);
    expect(second).toMatchObject({ has_more: false });
    expect(second).not.toHaveProperty("response_metadata");
  });

  it.each([
    [{ channel: "#sales" }, "channel_not_found"],
    [{ channel: "C0PRIVATE01" }, "not_in_channel"],
    [{ limit: "1000" }, "invalid_limit"],
    [{ cursor: "nonsense" }, "invalid_cursor"],
  ])("refuses %j with %s", async (query, error) => {
    slack.seed({ channels: [{ id: "C0PRIVATE01", is_member: false }] });
    expect(await get("conversations.history", { channel: CHANNEL, ...query })).toEqual({ ok: false, error });
  });
});

describe("seeding", () => {
  it.each([
    ["another kind", { users: [{}] }, "not with users"],
    ["a channel by its name", { channels: [{ id: "#sales" }] }, "has an id like C0123456789"],
    ["a message in no channel", { messages: [{ channel: "C0NOBODY001", text: "a" }] }, "is in a channel that is there"],
    ["an unknown field", { messages: [{ channel: CHANNEL, text: "a", thread: 1 }] }, "has no thread"],
    ["half metadata", { messages: [{ channel: CHANNEL, text: "a", metadata: {} }] }, "event_type and event_payload"],
    ["a time of its own making", { messages: [{ channel: CHANNEL, text: "a", ts: "noon" }] }, "has a ts like"],
  ])("refuses %s with a sentence", (_, records: Record<string, object[]>, sentence) => {
    expect(() => slack.seed(records)).toThrow(sentence);
    expect(slack.state().messages).toEqual([]);
  });

  it("gives messages of one moment a ts each", () => {
    slack.seed({
      messages: [
        { channel: CHANNEL, text: "a" },
        { channel: CHANNEL, text: "b" },
      ],
    });
    expect(slack.state().messages.map(({ ts }) => ts)).toEqual(["1767268800.000000", "1767268800.000001"]);
  });
});
