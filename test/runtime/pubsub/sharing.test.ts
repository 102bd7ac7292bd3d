import { describe, expect, it } from "@jest/globals";
import type { Fetch } from "../../../functions/runtime/define/client.ts";
import type { Message } from "../../../functions/runtime/pubsub/message.ts";
import { createPublisher } from "../../../functions/runtime/pubsub/publish.ts";
import { VirtualClock } from "../../../local/core/clock.ts";
import { startPubsub } from "../../../local/pubsub/api/server.ts";

const TOPIC = "email.reported";

function messageOf(id: string, changes: Partial<Message> = {}): Message {
  return { data: Buffer.from("{}"), attributes: { "ce-id": id }, ...changes };
}

interface Request {
  readonly ids: readonly string[];
  answer(status: number): void;
}

/** Pub/Sub as one sees it who answers each request by hand. */
function openPublisher() {
  const clock = new VirtualClock();
  const requests: Request[] = [];
  const fetch: Fetch = (_url, { body = "", signal }) =>
    new Promise((resolve, reject) => {
      const { messages }: { messages: { attributes: Record<string, string> }[] } = JSON.parse(body);
      const ids = messages.map(({ attributes }) => attributes["ce-id"] ?? "");
      requests.push({ ids, answer: (status) => resolve(new Response(null, { status })) });
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  const publish = createPublisher({ projectId: "p", prefix: "", emulatorHost: "pubsub.test", clock, fetch });
  return {
    requests,
    /** What each request holds; once what can be sent now has been. */
    async sent() {
      await clock.advance(0); // an answer's turn
      await clock.advance(0); // and the one in which what follows is sent
      return requests.map(({ ids }) => ids);
    },
    advance: (milliseconds: number) => clock.advance(milliseconds),
    /** What is thrown by its name, or nothing. */
    publish: (messages: readonly Message[], topic = TOPIC) =>
      publish(topic, messages).then(
        () => "stored",
        (error: Error) => error.name,
      ),
  };
}

describe("createPublisher, of messages without an ordering key", () => {
  it("sends in one request what several publish in one turn, and tells all when it is stored", async () => {
    const { publish, sent, requests } = openPublisher();
    const outcomes = [publish([messageOf("1"), messageOf("2")]), publish([messageOf("3")])];
    expect(await sent()).toEqual([["1", "2", "3"]]);
    requests[0]?.answer(200);
    expect(await Promise.all(outcomes)).toEqual(["stored", "stored"]);
  });

  it("sends one that is alone at once", async () => {
    const { publish, sent } = openPublisher();
    void publish([messageOf("1")]);
    expect(await sent()).toEqual([["1"]]);
  });

  it("sends what comes while a request is out when that is answered", async () => {
    const { publish, sent, requests } = openPublisher();
    void publish([messageOf("1")]);
    await sent();
    void publish([messageOf("2")]);
    expect(await sent()).toEqual([["1"]]);
    void publish([messageOf("3")]);
    requests[0]?.answer(200);
    expect(await sent()).toEqual([["1"], ["2", "3"]]);
  });

  it("waits 10 ms at most for a request that is out", async () => {
    const { publish, sent, requests, advance } = openPublisher();
    void publish([messageOf("1")]);
    await sent();
    const outcome = publish([messageOf("2")]);
    await advance(9);
    expect(await sent()).toHaveLength(1);
    await advance(1);
    expect(await sent()).toEqual([["1"], ["2"]]);
    requests[1]?.answer(200);
    expect(await outcome).toBe("stored");
  });

  it("gives a request no longer than the first of those who share it has", async () => {
    const { publish, sent, requests, advance } = openPublisher();
    const outcomes: string[] = [];
    const tell = (outcome: string) => outcomes.push(outcome);
    void publish(Array.from({ length: 1001 }, (_, index) => messageOf(String(index)))).then(tell);
    await sent();
    await advance(1400); // the first try has timed out
    requests[1]?.answer(200);
    void publish([messageOf("late")]).then(tell);
    expect((await sent()).at(-1)).toEqual(["late", "1000"]);
    await advance(1099);
    expect(outcomes).toEqual([]);
    await advance(1);
    expect(outcomes).toEqual(["UnavailableError", "UnavailableError"]);
  });

  it("waits for no request to another topic, and shares none with a message that has a key", async () => {
    const { publish, sent } = openPublisher();
    void publish([messageOf("1")]);
    void publish([messageOf("2")], "webhook.rejected");
    void publish([messageOf("3", { orderingKey: "ada@example.com" })]);
    expect(new Set((await sent()).map(String))).toEqual(new Set(["1", "2", "3"]));
  });

  it("fails all that a request holds with it", async () => {
    const { publish, sent, requests } = openPublisher();
    const outcomes = [publish([messageOf("1")]), publish([messageOf("2")])];
    await sent();
    requests[0]?.answer(403);
    expect(await Promise.all(outcomes)).toEqual(["UnavailableError", "UnavailableError"]);
  });

  it("tries each apart where Pub/Sub refuses one of them: a poison message holds up no other", async () => {
    const { publish, sent, requests } = openPublisher();
    const outcomes = ["1", "poison", "3"].map((id) => publish([messageOf(id)]));
    await sent();
    requests[0]?.answer(400);
    expect(await sent()).toEqual([["1", "poison", "3"], ["1"], ["poison"], ["3"]]);
    for (const { ids, answer } of requests.slice(1)) answer(ids[0] === "poison" ? 400 : 200);
    expect(await Promise.all(outcomes)).toEqual(["stored", "PermanentError", "stored"]);
  });

  it.each([
    ["1,000 messages", 700, 1],
    ["a megabyte", 1, 500_000],
  ])("puts no more than %s into a request that is shared", async (_what, count, bytes) => {
    const { publish, sent } = openPublisher();
    const many = (id: string) => Array.from({ length: count }, () => messageOf(id, { data: Buffer.alloc(bytes) }));
    for (const id of ["1", "2"]) void publish(many(id));
    expect((await sent()).map((ids) => new Set(ids))).toEqual([new Set(["1"]), new Set(["2"])]);
  });

  it("lets nobody wait for another's megabytes", async () => {
    const { publish, sent } = openPublisher();
    void publish([messageOf("large", { data: Buffer.alloc(1_000_000) })]);
    void publish([messageOf("small")]);
    expect(await sent()).toEqual([["large"], ["small"]]);
  });

  it("has each stored once in Pub/Sub, however many come at once, and refuses the poison among them alone", async () => {
    const pubsub = await startPubsub();
    const clock = new VirtualClock(); // a machine that is slow is no outage
    try {
      pubsub.broker.createTopic({ name: `projects/p/topics/${TOPIC}` });
      const subscription = `projects/p/subscriptions/${TOPIC}`;
      pubsub.broker.createSubscription({ name: subscription, topic: `projects/p/topics/${TOPIC}` });
      const publish = createPublisher({ projectId: "p", prefix: "", emulatorHost: pubsub.host, clock });
      const ids = Array.from({ length: 100 }, (_, index) => String(index));
      const poison = messageOf("poison", { attributes: { "goog-a": "not allowed" } });
      const outcomes = await Promise.allSettled(
        [...ids.map((id) => messageOf(id)), poison].map((one) => publish(TOPIC, [one])),
      );
      expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(1);
      const stored = pubsub.broker.state().messages(subscription);
      expect(stored.map(({ attributes }) => Number(attributes?.["ce-id"])).toSorted((a, b) => a - b)).toEqual(
        ids.map(Number),
      );
    } finally {
      await pubsub.close();
    }
  });
});
