import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import type { DeliveryRecord } from "../../../local/pubsub/delivery/push.ts";
import { CALLS } from "./calls.ts";
import { type FastLane, ONCE, startFastLane, tracesOf } from "./fast-lane.ts";
import { poll } from "./history.ts";
import { formFill, freshId, signForApp } from "./webhooks.ts";

const [LOGIN] = CALLS;

let lane: FastLane;
beforeAll(async () => {
  lane = await startFastLane();
});
// Opens a session, so that calls are counted from the search on.
beforeEach(() => lane.submitForm("somebody@example.com"));
afterEach(() => lane.reset());
afterAll(() => lane.close());

async function kill(name: string): Promise<void> {
  const pid = lane.runner.functions.get(name)?.pid();
  if (pid === undefined) throw new Error(`${name} does not run`);
  process.kill(pid, "SIGKILL");
  await poll(() => lane.runner.functions.get(name)?.pid() !== pid, `the end of ${name}`);
}

describe("a handler killed by -9", () => {
  const stages = CALLS.flatMap(({ name, ...call }) => [
    { ...call, stage: `before ${name}`, fault: "stall-headers" },
    { ...call, stage: `after ${name}`, fault: "slow", milliseconds: 60_000 },
  ]);

  it.each(stages)("$stage is started again, and the person ends up right, once", async ({ stage: _, ...rule }) => {
    if (rule.match === LOGIN.match) await lane.reset(); // which logs everybody out
    const id = freshId();
    await lane.fault(rule);
    await lane.send("app", formFill({ email: "ada@example.com" }), id);
    await lane.struck(1);
    await kill("form-submitted");
    const isCut = ({ attributes, outcome }: DeliveryRecord) => attributes["ce-id"] === id && outcome === "unreachable";
    expect(await lane.deliveries.first(isCut, "the end of the first attempt")).toMatchObject({ attempt: 1 });
    expect(await lane.handled(id)).toMatchObject({ attempt: 2 });
    expect(tracesOf(await lane.settled(), "ada@example.com")).toEqual(ONCE);
  });

  it("says so in one line", async () => {
    await lane.submitForm("ada@example.com");
    await kill("form-submitted");
    await lane.lines.first(
      ({ name, text }) => name === "form-submitted" && text.includes("ended with SIGKILL"),
      "the line",
    );
  });
});

describe("a source killed by -9", () => {
  it("while it publishes has published or not: its sender gets no 2xx, sends again, and the person ends up right, once", async () => {
    const { broker } = lane.runner.world.pubsub;
    const publish = broker.publish.bind(broker);
    await lane.ask("POST", "/webhooks/app");
    for (const isPublished of [false, true]) {
      const email = `published-${isPublished}@example.com`;
      const id = freshId();
      const webhook = signForApp(formFill({ email }), { id, secret: lane.secretOf("app") });
      const pid = lane.runner.functions.get("app")?.pid() ?? 0;
      const spy = jest.spyOn(broker, "publish").mockImplementation((topic, messages) => {
        process.kill(pid, "SIGKILL");
        if (!isPublished) throw new Error("the connection is gone");
        return publish(topic, messages);
      });
      expect(await lane.post("app", webhook)).toMatchObject({
        status: 502,
        body: { outcome: "failed", reason: "the function ended in mid-request" },
      });
      spy.mockRestore();
      if (isPublished) await lane.handled(id);
      lane.deliveries.clear();
      await poll(() => lane.runner.functions.get("app")?.pid() !== pid, "the end of the source");
      expect(await lane.post("app", webhook)).toMatchObject({ status: 201, body: { events: [id] } });
      await lane.handled(id);
      expect(tracesOf(await lane.settled(), email)).toEqual(ONCE);
    }
  });

  it("before it publishes has published nothing", async () => {
    await lane.ask("POST", "/webhooks/app");
    const { headers, body } = signForApp(formFill({ email: "ada@example.com" }), { secret: lane.secretOf("app") });
    let cut = () => {};
    const halfABody = new ReadableStream({
      start: (controller) => {
        controller.enqueue(body.subarray(0, 50));
        cut = () => controller.close();
      },
    });
    const answer = fetch(`${lane.runner.url}/webhooks/app`, {
      method: "POST",
      headers,
      body: halfABody,
      duplex: "half",
    });
    await kill("app");
    cut();
    expect((await answer).status).toBe(502);
    expect((await lane.state()).pubsub.subscriptions).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: "form-submitted", undelivered: 0 })]),
    );
  });
});

describe("Pub/Sub that is down", () => {
  it("makes a source answer 503 with Retry-After and publish nothing; the sender's next try succeeds", async () => {
    const { broker } = lane.runner.world.pubsub;
    const id = freshId();
    const webhook = signForApp(formFill({ email: "ada@example.com" }), { id, secret: lane.secretOf("app") });
    broker.pause();
    const { status, headers, body } = await lane.post("app", webhook);
    broker.resume();
    expect({ status, retryAfter: headers.get("retry-after"), outcome: body.outcome }).toEqual({
      status: 503,
      retryAfter: "10",
      outcome: "unpublished",
    });
    expect(tracesOf(await lane.settled(), "ada@example.com")).toMatchObject({ leads: 0 });
    expect((await lane.post("app", webhook)).status).toBe(201);
    await lane.handled(id);
    expect(tracesOf(await lane.settled(), "ada@example.com")).toEqual(ONCE);
  });

  it("makes a handler that can't dead-letter fail, so that the message is delivered again", async () => {
    const { broker } = lane.runner.world.pubsub;
    const publish = broker.publish.bind(broker);
    const id = freshId();
    const attempts = () => lane.deliveries.items.filter(({ attributes }) => attributes["ce-id"] === id);
    const spy = jest.spyOn(broker, "publish").mockImplementation((topic, messages) => {
      if (topic.endsWith(".dead-letter") && attempts().length === 0) throw new Error("out of order");
      return publish(topic, messages);
    });
    await lane.fault({
      system: "salesforce",
      match: "POST /sobjects/Lead",
      fault: "reject-before",
      status: 400,
      body: [{ errorCode: "REQUIRED_FIELD_MISSING", message: "no" }],
      times: 0,
    });
    await lane.send("app", formFill({ email: "ada@example.com" }), id);
    await lane.handled(id);
    spy.mockRestore();
    expect(attempts().map(({ status }) => status)).toEqual([503, 204]);
    expect((await lane.state()).pubsub.deadLetters).toHaveLength(1);
  });
});
