import client from "../../../functions/clients/slack/client.ts";
import { createTransport } from "../../../functions/runtime/transport.ts";
import { VirtualClock } from "../../../local/core/clock.ts";
import { createFaults } from "../../../local/core/faults.ts";
import { serve } from "../../../local/core/serve.ts";
import type { Answer } from "../../../local/core/system.ts";
import { createSlack } from "../../../local/slack/slack.ts";
import standIn from "../../../local/slack/stand-in.ts";
import { keepLines } from "../connect.ts";

export const CHANNEL = "C0SALES0001";
export const NOON = Date.parse("2026-01-01T12:00:00Z");
const TOKEN = "xoxb-local";

const closing: (() => Promise<void>)[] = [];

/** Ends the servers that a test has started. */
export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0)) await close();
}

/** A stand-in workspace with one channel, or whatever answers in its place, and a client that reaches it over HTTP. */
export async function startWorkspace(answer?: Answer, settings: Readonly<Record<string, string>> = {}) {
  const clock = new VirtualClock(NOON);
  const faults = createFaults([standIn]);
  const workspace = createSlack({ clock, faults, token: TOKEN });
  workspace.seed({ channels: [{ id: CHANNEL, name: "sales" }] });
  const operations: string[] = [];
  const server = await serve(async (request) => {
    operations.push(`${request.method} ${new URL(request.url).pathname}`);
    return (answer ?? workspace.fetch)(request);
  });
  closing.push(() => server.close());
  const { log, lines } = keepLines();
  const environment = {
    settings: { SLACK_URL: server.url, SLACK_BOT_TOKEN: TOKEN, SLACK_POSTS_PER_SECOND: "0", ...settings },
    fetch: createTransport(clock),
    clock,
  };
  const [forEvent, probe] = [client.connect(environment), client.probe?.(environment)];
  const signal = new AbortController().signal;
  return {
    clock,
    faults,
    workspace,
    operations,
    lines,
    probe: async () => probe?.({ signal, log, handler: "form-submitted-slack" }),
    slack: forEvent({ signal, log, handler: "form-submitted-slack" }),
  };
}
