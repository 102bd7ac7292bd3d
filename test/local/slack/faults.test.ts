import { describe, expect, it } from "@jest/globals";
import { VirtualClock } from "../../../local/core/clock.ts";
import { commonFaults, createFaults } from "../../../local/core/faults.ts";
import type { FaultFit } from "../../../local/core/fault-fit.ts";
import { createSlack } from "../../../local/slack/slack.ts";
import standIn from "../../../local/slack/stand-in.ts";

const CHANNEL = "C0SALES0001";
const URLS = {
  "GET /conversations.history": `https://slack.test/api/conversations.history?channel=${CHANNEL}`,
  "POST /chat.postMessage": "https://slack.test/api/chat.postMessage",
};
const known: Record<string, string> = { ...commonFaults, ...standIn.faults };

function open(operation: string, rule: FaultFit["rule"]) {
  const clock = new VirtualClock();
  const faults = createFaults([standIn]);
  const slack = createSlack({ clock, faults, token: "xoxb-local" });
  slack.seed({ channels: [{ id: CHANNEL }] });
  faults.add({ system: "slack", ...rule, match: operation });
  return { clock, faults, slack };
}

const cases = Object.entries(URLS).flatMap(([operation, url]) => {
  const [method = ""] = operation.split(" ");
  return standIn
    .faultsFor({ method, url: new URL(url) })
    .map(({ name, rule }) => ({ operation, method, url, name, rule }));
});

describe("the faults of Slack", () => {
  it("are all named for some operation", () => {
    expect([...new Set(cases.map(({ rule }) => rule.fault))].sort()).toEqual(Object.keys(known).sort());
  });

  it.each(cases)(
    "$operation under $name leaves what the description says",
    async ({ operation, method, url, rule }) => {
      const { fault } = rule;
      const { clock, faults, slack } = open(operation, rule);
      const caller = new AbortController();
      const request = new Request(url, {
        headers: { authorization: "Bearer xoxb-local", "content-type": "application/json" },
        signal: caller.signal,
        ...(method === "POST" ? { method, body: JSON.stringify({ channel: CHANNEL, text: "Ada" }) } : {}),
      });
      const answered = slack.fetch(request).then((response) => response.text());
      const settled = answered.catch(() => "failed");
      await clock.advance(120_000);
      caller.abort();
      const text = await settled;
      expect(faults.list()).toMatchObject([{ hits: 1 }]);
      if (Object.hasOwn(standIn.faults, fault)) expect(JSON.parse(text)).toEqual({ ok: false, error: fault });
      const isApplied = method === "POST" && /^Applied|late-apply/.test(`${known[fault]}${fault}`);
      expect(slack.state().messages).toHaveLength(isApplied ? 1 : 0);
    },
  );
});
