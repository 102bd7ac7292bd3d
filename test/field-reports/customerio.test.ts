// needs functions/sources/customerio.ts
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import type { FastLane } from "../local/runner/fast-lane.ts";
import { freshId, json } from "../local/runner/webhooks.ts";
import { startReports } from "./reports.ts";

let lane: FastLane;
beforeAll(async () => {
  lane = await startReports();
});
afterEach(() => lane.reset());
afterAll(() => lane.close());

const GRACE = { customer_id: "7", identifiers: { id: "7", email: "grace@example.com", cio_id: "d9c106000001" } };
const now = () => Math.floor(Date.now() / 1000);

interface Report {
  readonly object_type?: string;
  readonly metric?: string;
  readonly timestamp?: number;
  readonly data?: unknown;
}

/** Sends a report, and waits until its handler is done where it was published. */
async function report({ object_type = "email", metric = "unsubscribed", timestamp = now(), data }: Report) {
  const id = freshId();
  const body = json({ event_id: id, object_type, metric, timestamp, data });
  const answer = await lane.send("customerio", body);
  await Promise.all((answer.body.events ?? []).map((event) => lane.handled(event)));
  return answer.body.outcome;
}

async function seed(records: Record<string, object[]>) {
  expect(await lane.ask("POST", "/api/state", { salesforce: records })).toMatchObject({ status: 200 });
}
/** Who of Salesforce's is opted out, by e-mail. */
async function optedOut() {
  const { salesforce, pubsub } = await lane.state();
  expect(pubsub.deadLetters).toEqual([]);
  const records = [...(salesforce["Lead"] ?? []), ...(salesforce["Contact"] ?? [])];
  return records.filter((record) => record["HasOptedOutOfEmail"] === true).map((record) => record["Email"]);
}
const contact = (email: string) => ({ Email: email, LastName: "Hopper" });
const lead = (email: string) => ({ ...contact(email), Company: "Navy" });

describe("9: whose opt-out it is", () => {
  it.each([
    ["grace's, and the old address's that she was written to", { recipient: "old@example.com" }, ["grace", "old"]],
    ["grace's where there is no recipient", { recipient: "" }, ["grace"]],
    ["grace's where it is null", { recipient: null }, ["grace"]],
    ["grace's, with her name before the address", { recipient: "Grace Hopper <grace@example.com>" }, ["grace"]],
    ["both, with a name", { recipient: '"Hopper, G." <old@example.com>' }, ["grace", "old"]],
    ["grace's, in capitals", { recipient: "  GRACE@example.com " }, ["grace"]],
    ["the recipient's, of whom no more is known", { recipient: "old@example.com", identifiers: null }, ["old"]],
    ["grace's, whose recipient is a phone", { recipient: "+12125550100" }, ["grace"]],
  ])("%s", async (_what, data, names) => {
    await seed({ Lead: [lead("old@example.com"), lead("other@example.com")], Contact: [contact("grace@example.com")] });
    expect(await report({ data: { ...GRACE, ...data } })).toBe("published");
    expect(new Set(await optedOut())).toEqual(new Set(names.map((name) => `${name}@example.com`)));
  });
});

describe("10: nobody to opt out of e-mail", () => {
  it.each<[string, Report]>([
    ["an id alone", { data: { customer_id: "7", identifiers: { id: "7", email: null } } }],
    ["no identifiers", { data: { customer_id: "7", identifiers: null } }],
    ["neither", { data: {} }],
    ["an empty e-mail", { data: { identifiers: { id: "7", email: "" }, recipient: "" } }],
    ["a kind that is nothing to us, without data", { metric: "opened", data: null }],
    ["a push, without anything", { object_type: "push", data: null }],
    ["a kind that there is not yet", { object_type: "hologram", data: [1] }],
    ["a customer's, with an id alone", { object_type: "customer", data: { identifiers: { id: "7" } } }],
  ])("is ignored: %s", async (_what, what) => {
    expect(await report(what)).toBe("ignored");
    expect((await lane.state()).pubsub.rejected).toEqual([]);
  });
});

describe("11: opt-out and opt-in", () => {
  const unsubscribed = (timestamp: number) => report({ timestamp, data: { ...GRACE, recipient: "grace@example.com" } });
  const subscribed = (timestamp: number) =>
    report({
      object_type: "customer",
      metric: "subscribed",
      timestamp,
      data: { ...GRACE, email_address: "grace@example.com" },
    });
  it.each<[string, ((timestamp: number) => Promise<unknown>)[], boolean]>([
    ["in their order", [unsubscribed, subscribed], false],
    ["in the other", [subscribed, unsubscribed], true],
    ["out, in, and out again", [unsubscribed, subscribed, unsubscribed], true],
  ])("the later one's time decides: %s, as they happened and the last one first", async (_what, reports, isOut) => {
    for (const order of ["as they happened", "the last one first"]) {
      await lane.reset();
      await seed({ Lead: [lead("grace@example.com")], Contact: [contact("grace@example.com")] });
      const timed = reports.map((send, index) => () => send(now() - 7200 + index * 3600));
      for (const send of order === "as they happened" ? timed : timed.toReversed()) await send();
      expect({ order, optedOut: (await optedOut()).length }).toEqual({ order, optedOut: isOut ? 2 : 0 });
    }
  });
});

describe("12: no more e-mail, said otherwise", () => {
  const changed = (content: unknown): Report => ({
    object_type: "customer",
    metric: "cio_subscription_preferences_changed",
    data: { ...GRACE, email_address: "grace@example.com", content },
  });
  it.each<[string, Report, string, boolean]>([
    ["the channel switched off", changed('{"channels":{"email":false}}'), "published", true],
    ["it and others", changed('{"channels":{"sms":true,"email":false},"topics":{"topic_1":true}}'), "published", true],
    ["marked as spam", { metric: "spammed", data: { ...GRACE, recipient: "grace@example.com" } }, "published", true],
    ["a topic alone", changed('{"topics":{"topic_1":false}}'), "ignored", false],
    ["another channel", changed('{"channels":{"sms":false}}'), "ignored", false],
    ["no JSON, which might be one", changed("{channels"), "quarantined", false],
    ["JSON of another shape", changed('{"channels":[false]}'), "ignored", false],
  ])("%s", async (_what, what, outcome, isOut) => {
    await seed({ Lead: [lead("grace@example.com")] });
    expect(await report(what)).toBe(outcome);
    expect(await optedOut()).toEqual(isOut ? ["grace@example.com"] : []);
  });
});

describe("13: a mail's whole body", () => {
  it.each([
    ["1.15 MB", 1.15],
    ["3 MB", 3],
    ["6.5 MB", 6.5],
  ])("of %s is ignored with 201, whoever is behind it in the queue", async (_what, megabytes) => {
    const body = "<p>Dear Grace</p>".repeat((megabytes * 1024 * 1024) / 17);
    expect(await report({ metric: "sent", data: { ...GRACE, recipient: "grace@example.com", body } })).toBe("ignored");
  });
});

describe("14: a newsletter", () => {
  it("to 300 is taken as fast as it comes, and each opt-out among it counts", async () => {
    await seed({ Lead: [lead("grace@example.com")] });
    const opens = Array.from({ length: 300 }, () => report({ metric: "opened", data: GRACE }));
    const outcomes = await Promise.all([...opens, report({ data: { ...GRACE, recipient: "grace@example.com" } })]);
    expect([new Set(outcomes.slice(0, 300)), outcomes.at(-1)]).toEqual([new Set(["ignored"]), "published"]);
    expect(await optedOut()).toEqual(["grace@example.com"]);
  });
});
