import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { mailings } from "../../../functions/configuration/mailings.ts";
import { encodeEvent } from "../../../functions/runtime/pubsub/message.ts";
import { subscriptionPath, topicPath } from "../../../local/runner/functions/topics.ts";
import { type FastLane, type Fields, startFastLane } from "./fast-lane.ts";
import { poll } from "./history.ts";
import { freshId, json } from "./webhooks.ts";

const HANDLER = "email-reported";
const NEWSLETTER = "customerio:newsletter:7";
/** Its campaign has none but Salesforce's own statuses. */
const BARE = "customerio:campaign:45";
const DAY_MS = 24 * 3600 * 1000;

let lane: FastLane;
beforeAll(async () => {
  lane = await startFastLane({ handlers: [HANDLER, "registration-changed"] });
});
afterEach(() => lane.reset());
afterAll(() => lane.close());

const subscription = () => lane.runner.world.pubsub.broker.subscription(subscriptionPath(HANDLER));
const emailOf = (index: number) => `reader-${index}@example.com`;

async function seedLeads(emails: readonly string[]): Promise<void> {
  const Lead = emails.map((Email) => ({ LastName: "Lovelace", Company: "Analytical Engines", Email }));
  expect((await lane.ask("POST", "/api/state", { salesforce: { Lead } })).status).toBe(200);
}

/** As many together as Pub/Sub takes, so that one call of the function finds them all. */
function publish(reports: readonly { readonly email: string; readonly status: string; readonly mailingId?: string }[]) {
  const time = new Date().toISOString();
  const messages = reports.map(({ mailingId = NEWSLETTER, ...report }) => {
    const id = freshId();
    const event = { id, source: "/sources/customerio", type: "email.reported", subject: report.email, time } as const;
    const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
    const { data, attributes } = encodeEvent({ ...event, data: { ...report, mailingId, deliveryId: id } }, traceparent);
    return { data: data.toString("base64"), attributes, orderingKey: "" };
  });
  for (let start = 0; start < messages.length; start += 1000)
    lane.runner.world.pubsub.broker.publish(topicPath("email.reported"), messages.slice(start, start + 1000));
}

const allHandled = () => poll(() => subscription().undelivered === 0, "the end of all messages");

async function statuses(mailing: string): Promise<readonly unknown[]> {
  const { CampaignMember = [] } = (await lane.state()).salesforce;
  return CampaignMember.filter(({ CampaignId }) => CampaignId === mailings.get(mailing)?.campaignId).map(
    ({ Status }) => Status,
  );
}

const letterCodes = async () =>
  (await lane.state()).pubsub.deadLetters.map(({ attributes }) => attributes["dead-letter-code"]);

describe("a batch", () => {
  // The same refusal of one after another is the org's matter: the first few are dead letters, the others wait for it to pass.
  it("of which half the rows are refused loses nobody, and doubles nobody", async () => {
    const emails = Array.from({ length: 200 }, (_, index) => emailOf(index));
    await seedLeads(emails);
    const body = { statusCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION" };
    const refusing = { match: "POST /composite/sobjects", fault: "partial", rows: 100, body };
    await lane.fault({ system: "salesforce", ...refusing });
    publish(emails.map((email) => ({ email, status: "sent" })));
    await allHandled();
    const [members, letters] = [await statuses(NEWSLETTER), await letterCodes()];
    expect([new Set(members), new Set(letters)]).toEqual([new Set(["Sent"]), new Set([body.statusCode])]);
    expect(members.length + letters.length).toBe(200);
  });

  it.each([200, 3_000])("of one person, %d times, gives them the best that is reported", async (count) => {
    await seedLeads([emailOf(0)]);
    const reported = Array.from({ length: count }, (_, index) => (index === 77 ? "clicked" : "sent"));
    publish(reported.map((status) => ({ email: emailOf(0), status })));
    await allHandled();
    expect([await statuses(NEWSLETTER), await letterCodes()]).toEqual([["Clicked"], []]);
  });

  const ifAsked = process.env["KILLS"] === undefined ? it.skip : it;
  // Half a minute of waits for the schedule: test/runtime/batch/invocation.test.ts plays the same on a virtual clock.
  ifAsked("in which a message has the function killed, again and again, keeps no other from its end", async () => {
    const others = Array.from({ length: 20 }, (_, index) => emailOf(index + 1));
    await seedLeads([emailOf(0), ...others]);
    // It comes first, and its campaign needs a status that none of the others' does.
    const killing = { match: "POST /sobjects/CampaignMemberStatus", fault: "stall-headers", times: 0 };
    await lane.fault({ system: "salesforce", ...killing });
    publish([
      { email: emailOf(0), status: "opened", mailingId: BARE },
      ...others.map((email) => ({ email, status: "sent" })),
    ]);
    const hits = () => lane.runner.world.faults.list().reduce((sum, rule) => sum + rule.hits, 0);
    let kills = 0;
    await poll(async () => {
      if (hits() > kills) {
        kills += 1;
        process.kill(lane.runner.functions.get(HANDLER)?.pid() ?? Number.NaN, "SIGKILL");
        subscription().expireLeases();
      }
      return (await statuses(NEWSLETTER)).length === others.length;
    }, "the end of the others");
    expect([kills > 0, await statuses(BARE)]).toEqual([true, []]);
    await lane.ask("DELETE", "/api/faults");
    await allHandled();
    expect([await statuses(BARE), await letterCodes()]).toEqual([["Opened"], []]);
  });
});

describe("a registration", () => {
  const person = "ada@example.com";

  /** Posts it as the application does, and waits for what the handler makes of it. */
  async function register(data: Fields, at = Date.now()) {
    const webhook = {
      type: "registration.changed",
      timestamp: new Date(at).toISOString(),
      data: { email: person, ...data },
    };
    const { body } = await lane.send("app", json(webhook));
    for (const id of body.events ?? []) await lane.handled(id, "registration-changed");
    const { salesforce, customerio, pubsub } = await lane.state();
    return {
      outcome: body.outcome,
      members: salesforce["CampaignMember"]?.map(({ Status }) => Status),
      events: customerio.events.map(({ name }) => name),
      letters: pubsub.deadLetters.map(({ attributes }) => attributes["dead-letter-code"]),
    };
  }

  it("for an unknown occasion is told to customer.io alone, with a warning", async () => {
    expect(await register({ occasionId: "app:nowhere", status: "registered" })).toEqual({
      outcome: "published",
      members: [],
      events: ["registration_registered"],
      letters: [],
    });
    await lane.lines.first(({ text }) => text.includes("OCCASION_WITHOUT_CAMPAIGN"), "the warning");
  });

  it.each([
    ["six minutes ahead is quarantined", 6 * 60_000, "quarantined", []],
    ["90 days ago is taken", -90 * DAY_MS, "published", ["Registered"]],
  ])("%s", async (_when, ahead, outcome, members) => {
    const told = await register({ occasionId: "app:engines-dinner", status: "registered" }, Date.now() + ahead);
    expect(told).toMatchObject({ outcome, members, letters: [] });
  });
});
