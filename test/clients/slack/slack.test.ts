import { afterEach, describe, expect, it } from "@jest/globals";
import client from "../../../functions/clients/slack/client.ts";
import type { Message } from "../../../functions/clients/slack/slack.ts";
import { VirtualClock } from "../../../local/core/clock.ts";
import { inProcessFetch } from "../../../local/core/in-process.ts";
import { APP } from "../../../local/slack/state/workspace.ts";
import { keepLines, rejection } from "../connect.ts";
import { CHANNEL, closeAll, NOON, startWorkspace } from "./workspace.ts";

afterEach(closeAll);

const event = { source: "/sources/app", id: "evt_1", time: "2026-01-01T11:59:00Z" };
const message: Message = { name: "form_submitted", lines: ["Ada <ada@example.com>"] };
const metadata = { event_type: "form_submitted", event_payload: { source: "/sources/app", id: "evt_1" } };

describe("slack.post", () => {
  it("posts a message that names the event", async () => {
    const { slack, workspace, lines } = await startWorkspace();
    await slack.post(event, CHANNEL, message);
    expect(workspace.state().messages).toEqual([
      { channel: CHANNEL, ...APP, text: "Ada &lt;ada@example.com&gt;", metadata, ts: "1767268800.000000" },
    ]);
    expect(lines).toMatchObject([
      { level: "info", system: "slack", operation: "GET /conversations.history", status: 200 },
      { level: "info", system: "slack", operation: "POST /chat.postMessage", status: 200 },
      { level: "info", message: "record written", records: [`${CHANNEL}/1767268800.000000`], fields: ["text"] },
    ]);
  });

  it("links nothing, calls nobody, makes nothing bold and shows no preview", async () => {
    let body: unknown;
    const query: string[] = [];
    const { slack } = await startWorkspace(async (request) => {
      if (request.method === "POST") body = await request.json();
      else query.push(...new URL(request.url).searchParams.keys());
      return Response.json({ ok: true, messages: [], ts: "1767225600.000000" });
    });
    await slack.post(event, CHANNEL, message);
    expect(body).toMatchObject({
      mrkdwn: false,
      parse: "none",
      link_names: false,
      unfurl_links: false,
      unfurl_media: false,
    });
    expect(query).toEqual(["channel", "oldest", "include_all_metadata", "limit"]); // no cursor yet
  });

  it.each([
    ["the same event", {}, {}, 1],
    ["another event", { id: "evt_2" }, {}, 2],
    ["another source's event", { source: "/sources/typeform" }, {}, 2],
    ["another message about it", {}, { name: "form_doubted" }, 2],
  ])("posts once per event and name: %s", async (_, otherEvent, otherMessage, count) => {
    const { slack, workspace, clock } = await startWorkspace();
    await slack.post(event, CHANNEL, message);
    await clock.advance(7 * 24 * 3600_000);
    await slack.post({ ...event, ...otherEvent }, CHANNEL, { ...message, ...otherMessage });
    expect(workspace.state().messages).toHaveLength(count);
  });

  it.each([5, 6])("looks for the message through all pages of the history: after %i others", async (length) => {
    const { slack, workspace, operations } = await startWorkspace();
    workspace.limitPages(2);
    workspace.seed({ messages: [{ channel: CHANNEL, text: "Ada", metadata }] });
    workspace.seed({ messages: Array.from({ length }, () => ({ channel: CHANNEL, text: "chatter" })) });
    await slack.post(event, CHANNEL, message);
    expect(operations).toEqual(Array(length - 2).fill("GET /api/conversations.history"));
  });

  it("reads two hundred messages in a call, for the calls of a minute are few", async () => {
    const { slack, workspace, operations } = await startWorkspace();
    workspace.seed({ messages: Array.from({ length: 200 }, () => ({ channel: CHANNEL, text: "chatter" })) });
    await slack.post(event, CHANNEL, message);
    expect(operations).toEqual(["GET /api/conversations.history", "POST /api/chat.postMessage"]);
  });

  it("finds what was posted by a clock that is behind the sender's", async () => {
    const { slack, workspace } = await startWorkspace();
    const ahead = { ...event, time: new Date(NOON + 15 * 60_000).toISOString() };
    await slack.post(ahead, CHANNEL, message);
    await slack.post(ahead, CHANNEL, message);
    expect(workspace.state().messages).toHaveLength(1);
  });

  it("asks for messages of the event's time alone", async () => {
    const { slack, workspace, operations } = await startWorkspace();
    workspace.limitPages(1);
    const ts = `${NOON / 1000 - 7200}.000000`;
    workspace.seed({ messages: Array.from({ length: 9 }, () => ({ channel: CHANNEL, text: "before", ts })) });
    await slack.post(event, CHANNEL, message);
    expect(operations).toHaveLength(2);
  });

  it("looks through fifteen pages", async () => {
    const { slack, workspace } = await startWorkspace();
    workspace.limitPages(1);
    workspace.seed({ messages: Array.from({ length: 15 }, () => ({ channel: CHANNEL, text: "chatter" })) });
    await slack.post(event, CHANNEL, message);
    expect(workspace.state().messages).toHaveLength(16);
  });

  it("posts nothing where the look would have no end, and says so", async () => {
    const { slack, workspace } = await startWorkspace();
    workspace.limitPages(1);
    workspace.seed({ messages: Array.from({ length: 16 }, () => ({ channel: CHANNEL, text: "chatter" })) });
    expect(await rejection(slack.post(event, CHANNEL, message))).toMatchObject({
      name: "PermanentError",
      message: expect.stringContaining(" 3000 messages"),
      reason: { code: "HISTORY_TOO_LONG", system: "slack", operation: "GET /conversations.history" },
    });
    expect(workspace.state().messages).toHaveLength(16);
  });

  it("posts no faster than its setting says", async () => {
    const clock = new VirtualClock(NOON);
    const times: number[] = [];
    const fetch = inProcessFetch(async ({ method }) => {
      if (method === "POST") times.push(clock.now() - NOON);
      return Response.json({ ok: true, messages: [], ts: "1767225600.000000" });
    });
    const settings = { SLACK_URL: "http://127.0.0.1:1", SLACK_BOT_TOKEN: "xoxb-local", SLACK_POSTS_PER_SECOND: "0.5" };
    const { signal } = new AbortController();
    const forEvent = client.connect({ settings, fetch, clock });
    const call = { signal, log: keepLines().log, handler: "h" };
    const all = [1, 2, 3].map(() => forEvent(call).post(event, CHANNEL, message));
    await clock.advance(10_000);
    await Promise.all(all);
    expect(times).toEqual([0, 2000, 4000]);
  });

  it("waits for its turn no longer than until the event's deadline", async () => {
    const clock = new VirtualClock(NOON);
    const fetch = inProcessFetch(async () => Response.json({ ok: true, messages: [], ts: "1767225600.000000" }));
    const settings = { SLACK_URL: "http://127.0.0.1:1", SLACK_BOT_TOKEN: "xoxb-local", SLACK_POSTS_PER_SECOND: "0.5" };
    const deadline = new AbortController();
    const call = { signal: deadline.signal, log: keepLines().log, handler: "h" };
    const slack = client.connect({ settings, fetch, clock })(call);
    await slack.post(event, CHANNEL, message);
    const late = slack.post(event, CHANNEL, message);
    deadline.abort(new Error("the deadline"));
    await expect(late).rejects.toThrow("the deadline");
  });

  it("is put off where the channel had a message within the second, and posts after it", async () => {
    const { slack, workspace, clock } = await startWorkspace();
    await slack.post(event, CHANNEL, message);
    const second = () => slack.post({ ...event, id: "evt_2" }, CHANNEL, message);
    expect(await rejection(second())).toMatchObject({
      name: "UnavailableError",
      reason: { code: "RATELIMITED", status: 429 },
    });
    await clock.advance(1000);
    await second();
    expect(workspace.state().messages).toHaveLength(2);
  });
});

describe("slack's refusals", () => {
  it.each([
    ["msg_too_long", "PermanentError"],
    ["channel_not_found", "UnavailableError"],
    ["not_in_channel", "UnavailableError"],
    ["is_archived", "UnavailableError"],
    ["restricted_action", "UnavailableError"],
    ["invalid_auth", "UnavailableError"],
    ["token_revoked", "UnavailableError"],
    ["account_inactive", "UnavailableError"],
    ["missing_scope", "UnavailableError"],
    ["ratelimited", "UnavailableError"],
    ["internal_error", "UnavailableError"],
    ["service_unavailable", "UnavailableError"],
    ["fatal_error", "UnavailableError"],
  ])("%s is a %s, and no second message comes of it", async (fault, name) => {
    const { slack, workspace, faults, clock, lines } = await startWorkspace();
    faults.add({ system: "slack", fault });
    expect(await rejection(slack.post(event, CHANNEL, message))).toMatchObject({
      name,
      reason: { code: fault.toUpperCase(), system: "slack", operation: "POST /chat.postMessage", status: 200 },
    });
    expect(lines.at(-1)).toMatchObject({ level: "warning", reason: fault.toUpperCase() });
    await clock.advance(1000);
    await slack.post(event, CHANNEL, message);
    expect(workspace.state().messages).toHaveLength(1);
  });

  it("has seen the whole history where it says that nothing follows", async () => {
    const { slack, operations } = await startWorkspace(async ({ method }) =>
      Response.json(
        method === "POST"
          ? { ok: true, channel: CHANNEL, ts: "1767268800.000100" }
          : { ok: true, messages: [], response_metadata: { next_cursor: "" } },
      ),
    );
    await slack.post(event, CHANNEL, message);
    expect(operations).toEqual(["GET /api/conversations.history", "POST /api/chat.postMessage"]);
  });

  it.each([
    ["invalid_metadata_format", "PermanentError"],
    ["token_expired", "UnavailableError"],
    ["something_new", "UnexpectedRefusalError"],
    ["constructor", "UnexpectedRefusalError"],
  ])("%s is a %s", async (code, name) => {
    const { slack } = await startWorkspace(async () => Response.json({ ok: false, error: code }));
    expect(await rejection(slack.post(event, CHANNEL, message))).toMatchObject({ name });
  });

  it.each([
    [302, "UnavailableError"],
    [400, "UnexpectedRefusalError"],
    [403, "UnavailableError"],
    [404, "UnavailableError"],
    [429, "UnavailableError"],
    [503, "UnavailableError"],
  ])("HTTP %s without Slack's own words is an %s", async (status, name) => {
    const { slack } = await startWorkspace(async () => new Response("<html>", { status }));
    expect(await rejection(slack.post(event, CHANNEL, message))).toMatchObject({
      name,
      reason: { code: `HTTP_${status}`, status },
    });
  });

  it("tells whoever has to act what to do", async () => {
    const { slack, faults } = await startWorkspace();
    faults.add({ system: "slack", fault: "missing_scope" });
    expect(await rejection(slack.post(event, CHANNEL, message))).toMatchObject({
      message: expect.stringContaining("chat:write, channels:history"),
    });
  });

  it.each([{ ok: true }, { ok: true, messages: {} }, { messages: [] }, [], {}])(
    "takes %j for no history",
    async (body) => {
      const { slack, operations } = await startWorkspace(async () => Response.json(body));
      expect(await rejection(slack.post(event, CHANNEL, message))).toMatchObject({
        name: "UnavailableError",
        reason: { code: "MALFORMED_ANSWER" },
      });
      expect(operations).toHaveLength(1);
    },
  );
});

describe("a post that nobody answers", () => {
  it("is an outage where another method is answered", async () => {
    const { slack, workspace, faults } = await startWorkspace();
    const body = { ok: true, messages: [], has_more: false };
    faults.add({ system: "slack", match: "POST /chat.postMessage", fault: "other-200", body });
    expect(await rejection(slack.post(event, CHANNEL, message))).toMatchObject({
      name: "UnavailableError",
      reason: { code: "MALFORMED_ANSWER", operation: "POST /chat.postMessage" },
    });
    await slack.post(event, CHANNEL, message);
    expect(workspace.state().messages).toHaveLength(1);
  });

  it.each(["apply-then-drop", "reset-mid-body", "truncated-200", "empty-200", "reset-before-headers", "5xx-html"])(
    "is an outage, and made right by the next delivery: %s",
    async (fault) => {
      const { slack, workspace, faults } = await startWorkspace();
      faults.add({ system: "slack", fault });
      expect(await rejection(slack.post(event, CHANNEL, message))).toMatchObject({ name: "UnavailableError" });
      await slack.post(event, CHANNEL, message);
      expect(workspace.state().messages).toHaveLength(1);
    },
  );

  it("is waited for as long as it may take effect", async () => {
    const { slack, workspace, faults, clock, lines } = await startWorkspace();
    faults.add({ system: "slack", fault: "late-apply", milliseconds: 39_000 });
    const outcome = rejection(slack.post(event, CHANNEL, message));
    while (faults.list()[0]?.hits !== 1) await new Promise((resolve) => setTimeout(resolve, 5));
    await clock.advance(40_000);
    expect(await outcome).toMatchObject({ name: "UnavailableError", reason: { code: "TIMEOUT" } });
    expect(lines.at(-1)).toMatchObject({ message: "call failed", callMs: 40_000 });
    await slack.post(event, CHANNEL, message);
    expect(workspace.state().messages).toHaveLength(1);
  });
});

describe("slack's probe", () => {
  it("asks whether the token is taken, and writes nothing", async () => {
    const { probe, operations, faults } = await startWorkspace();
    await probe();
    expect(operations).toEqual(["GET /api/auth.test"]);
    faults.add({ system: "slack", match: "GET /auth.test", fault: "invalid_auth" });
    expect(await rejection(probe())).toMatchObject({ name: "UnavailableError", reason: { code: "INVALID_AUTH" } });
  });
});

describe("a look that nobody answers", () => {
  it("is given up soon, for nothing comes of it", async () => {
    const { slack, faults, clock, lines } = await startWorkspace();
    faults.add({ system: "slack", match: "GET /conversations.history", fault: "slow", milliseconds: 39_000 });
    const outcome = rejection(slack.post(event, CHANNEL, message));
    while (faults.list()[0]?.hits !== 1) await new Promise((resolve) => setTimeout(resolve, 5));
    await clock.advance(40_000);
    expect(await outcome).toMatchObject({ name: "UnavailableError", reason: { code: "TIMEOUT" } });
    expect(lines.at(-1)).toMatchObject({ message: "call failed", callMs: 5_000 });
  });
});

describe("slack's settings", () => {
  it("may stand in quotes, with spaces around them and within", async () => {
    const { slack, workspace } = await startWorkspace(undefined, { SLACK_BOT_TOKEN: ' "xoxb-local " \n' });
    await slack.post(event, CHANNEL, message);
    expect(workspace.state().messages).toHaveLength(1);
  });

  it.each([
    ["SLACK_URL", "slack"],
    ["SLACK_URL", "https://slack.com/api"],
    ["SLACK_URL", "https://slack.com/?team=T1"],
    ["SLACK_URL", "https://slack.com/#api"],
    ["SLACK_URL", "https://user@slack.com"],
    ["SLACK_URL", "https://:secret@slack.com"],
    ["SLACK_URL", "ftp://localhost"],
    ["SLACK_URL", "http://localhost.example.com"],
    ["SLACK_URL", "http://127.0.0.1.example.com"],
    ["SLACK_BOT_TOKEN", ""],
    ["SLACK_BOT_TOKEN", "xoxb-1\nxoxb-2"],
    ["SLACK_BOT_TOKEN", "xoxp-1-2-3"],
    ["SLACK_BOT_TOKEN", "xapp-1-A0-2"],
    ["SLACK_BOT_TOKEN", "xoxe.xoxb-1"],
    ["SLACK_BOT_TOKEN", "https://hooks.example.com/services/T0/B0/x"],
    ["SLACK_BOT_TOKEN", "0123456789abcdef0123456789abcdef"],
    ["SLACK_BOT_TOKEN", "Bearer xoxb-1"],
    ["SLACK_BOT_TOKEN", "xoxb-..."],
  ])("name %s when it is %j", async (name, value) => {
    await expect(startWorkspace(undefined, { [name]: value })).rejects.toMatchObject({
      name: "SettingError",
      message: expect.stringContaining(name),
    });
  });
});
