import { expect } from "@jest/globals";
import type { Cases, RestAnswer, Target } from "./target.ts";
import { text } from "./target.ts";

function expectError(answer: RestAnswer, code: number, status: string): void {
  expect(answer).toMatchObject({ status: code, body: { error: { code, status, message: expect.any(String) } } });
}

const expectInvalid = (answer: RestAnswer) =>
  expect(answer).toMatchObject({ status: 400, body: { error: { code: 400 } } });

async function createSubscription(pubsub: Target, settings: (topic: string) => object): Promise<RestAnswer> {
  const topic = await pubsub.topic();
  return pubsub.rest("PUT", pubsub.newName("subscriptions"), { topic, ...settings(topic) });
}

const refusesSubscription = (settings: (topic: string) => object) => async (pubsub: Target) => {
  expectInvalid(await createSubscription(pubsub, settings));
};

const refusesMessage = (message: object) => async (pubsub: Target) => {
  const topic = await pubsub.topic();
  expectInvalid(await pubsub.rest("POST", `${topic}:publish`, { messages: [message] }));
};

const attributes = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, place) => [`name-${place}`, "value"]));

/** Topics, subscriptions and what publishing refuses, over REST. */
export const resourceCases: Cases = {
  "creates, shows, lists and deletes a topic": async (pubsub) => {
    const name = pubsub.newName("topics");
    expect(await pubsub.rest("PUT", name, { labels: { team: "growth" } })).toEqual({
      status: 200,
      body: { name, labels: { team: "growth" } },
    });
    expect(await pubsub.rest("GET", name)).toMatchObject({ status: 200, body: { name } });
    const { body } = await pubsub.rest("GET", `${pubsub.project}/topics?pageSize=1000`);
    expect(body["topics"]).toContainEqual({ name, labels: { team: "growth" } });
    expect(await pubsub.rest("DELETE", name)).toEqual({ status: 200, body: {} });
    expectError(await pubsub.rest("GET", name), 404, "NOT_FOUND");
  },

  "answers NOT_FOUND for what is not there": async (pubsub) => {
    const topic = pubsub.newName("topics");
    const subscription = pubsub.newName("subscriptions");
    expectError(await pubsub.rest("GET", topic), 404, "NOT_FOUND");
    expectError(await pubsub.rest("DELETE", topic), 404, "NOT_FOUND");
    expectError(await pubsub.rest("POST", `${topic}:publish`, { messages: [text("a")] }), 404, "NOT_FOUND");
    expectError(await pubsub.rest("PUT", subscription, { topic }), 404, "NOT_FOUND");
    expectError(await pubsub.rest("GET", subscription), 404, "NOT_FOUND");
    expectError(await pubsub.rest("POST", `${subscription}:pull`, { maxMessages: 1 }), 404, "NOT_FOUND");
  },

  "answers ALREADY_EXISTS for what is there": async (pubsub) => {
    const topic = await pubsub.topic();
    const subscription = await pubsub.subscription(topic);
    expectError(await pubsub.rest("PUT", topic), 409, "ALREADY_EXISTS");
    expectError(await pubsub.rest("PUT", subscription, { topic }), 409, "ALREADY_EXISTS");
  },

  "refuses names against the rules": async (pubsub) => {
    for (const id of ["ab", "1abc", "goog-abc", "a".repeat(256), "with space", "umläut"]) {
      expectError(
        await pubsub.rest("PUT", `${pubsub.project}/topics/${encodeURIComponent(id)}`),
        400,
        "INVALID_ARGUMENT",
      );
    }
    for (const id of ["abc", "A-1_2.3~4+5%", "a".repeat(255)]) {
      expect(await pubsub.rest("PUT", `${pubsub.project}/topics/${encodeURIComponent(id)}`)).toMatchObject({
        status: 200,
      });
    }
  },

  "fills in the defaults of a subscription": async (pubsub) => {
    const { body } = await createSubscription(pubsub, () => ({ retryPolicy: {} }));
    expect(body).toMatchObject({
      pushConfig: {},
      ackDeadlineSeconds: 10,
      messageRetentionDuration: "604800s",
      retryPolicy: { minimumBackoff: "10s", maximumBackoff: "600s" },
    });
  },

  "shows a subscription as it was made": async (pubsub) => {
    const deadLetterTopic = await pubsub.topic();
    const settings = {
      ackDeadlineSeconds: 130,
      enableMessageOrdering: true,
      messageRetentionDuration: "1200s",
      pushConfig: {
        pushEndpoint: "http://127.0.0.1:1/",
        oidcToken: { serviceAccountEmail: "push@p.iam.gserviceaccount.com", audience: "http://127.0.0.1:1" },
      },
      retryPolicy: { minimumBackoff: "10s", maximumBackoff: "599.500s" },
      deadLetterPolicy: { deadLetterTopic, maxDeliveryAttempts: 30 },
    };
    const { body } = await createSubscription(pubsub, () => settings);
    expect(body).toMatchObject({
      ...settings,
      retryPolicy: { minimumBackoff: "10s", maximumBackoff: expect.stringMatching(/^599\.50*s$/) },
    });
    expect((await pubsub.rest("GET", String(body["name"]))).body).toEqual(body);
  },

  "refuses an acknowledgement deadline above 600 s": refusesSubscription(() => ({ ackDeadlineSeconds: 601 })),
  "refuses an acknowledgement deadline below 10 s": refusesSubscription(() => ({ ackDeadlineSeconds: 9 })),
  "refuses a minimum backoff above the maximum": refusesSubscription(() => ({
    retryPolicy: { minimumBackoff: "20s", maximumBackoff: "10s" },
  })),
  "refuses a backoff above 600 s": refusesSubscription(() => ({
    retryPolicy: { minimumBackoff: "10s", maximumBackoff: "601s" },
  })),
  "refuses a push endpoint that is no URL": refusesSubscription(() => ({ pushConfig: { pushEndpoint: "nonsense" } })),
  "refuses fields that it does not know": refusesSubscription(() => ({ acknowledgementDeadline: 10 })),
  "refuses a retention below 10 minutes": refusesSubscription(() => ({ messageRetentionDuration: "599s" })),
  "refuses the subscription's own topic for its dead letters": refusesSubscription((topic) => ({
    deadLetterPolicy: { deadLetterTopic: topic },
  })),
  "refuses exactly-once delivery on push": refusesSubscription(() => ({
    enableExactlyOnceDelivery: true,
    pushConfig: { pushEndpoint: "http://127.0.0.1:1/" },
  })),

  "accepts a retention of 31 days": async (pubsub) => {
    expect(await createSubscription(pubsub, () => ({ messageRetentionDuration: "2678400s" }))).toMatchObject({
      status: 200,
    });
  },

  "refuses fewer than 5 or more than 100 delivery attempts": async (pubsub) => {
    const deadLetterTopic = await pubsub.topic();
    for (const maxDeliveryAttempts of [4, 101]) {
      expectInvalid(
        await createSubscription(pubsub, () => ({ deadLetterPolicy: { deadLetterTopic, maxDeliveryAttempts } })),
      );
    }
  },

  "refuses a dead-letter topic that is not there": async (pubsub) => {
    const deadLetterTopic = pubsub.newName("topics");
    expectError(await createSubscription(pubsub, () => ({ deadLetterPolicy: { deadLetterTopic } })), 404, "NOT_FOUND");
  },

  "lists in pages": async (pubsub) => {
    const topic = await pubsub.topic();
    const names = [
      await pubsub.subscription(topic),
      await pubsub.subscription(topic),
      await pubsub.subscription(topic),
    ];
    const first = await pubsub.rest("GET", `${topic}/subscriptions?pageSize=2`);
    const token = encodeURIComponent(String(first.body["nextPageToken"]));
    const second = await pubsub.rest("GET", `${topic}/subscriptions?pageSize=2&pageToken=${token}`);
    expect(second.body["nextPageToken"]).toBeUndefined();
    expect(new Set([first.body["subscriptions"], second.body["subscriptions"]].flat())).toEqual(new Set(names));
  },

  "changes the fields that an update mask names": async (pubsub) => {
    const name = await pubsub.subscription(await pubsub.topic(), { ackDeadlineSeconds: 20 });
    const subscription = { name, ackDeadlineSeconds: 30, retryPolicy: { minimumBackoff: "1s", maximumBackoff: "2s" } };
    const updated = await pubsub.rest("PATCH", name, { subscription, updateMask: "retryPolicy" });
    expect(updated).toMatchObject({
      status: 200,
      body: { ackDeadlineSeconds: 20, retryPolicy: { minimumBackoff: "1s", maximumBackoff: "2s" } },
    });
    expect((await pubsub.rest("GET", name)).body).toEqual(updated.body);
  },

  "refuses to change the ordering, or nothing at all": async (pubsub) => {
    const name = await pubsub.subscription(await pubsub.topic());
    expectError(
      await pubsub.rest("PATCH", name, {
        subscription: { name, enableMessageOrdering: true },
        updateMask: "enableMessageOrdering",
      }),
      400,
      "INVALID_ARGUMENT",
    );
    expectError(await pubsub.rest("PATCH", name, { subscription: { name }, updateMask: "" }), 400, "INVALID_ARGUMENT");
  },

  "keeps a subscription whose topic is deleted": async (pubsub) => {
    const topic = await pubsub.topic();
    const subscription = await pubsub.subscription(topic);
    await pubsub.rest("DELETE", topic);
    expect(await pubsub.rest("GET", subscription)).toMatchObject({ body: { topic: "_deleted-topic_" } });
  },

  "refuses a publish request without messages": async (pubsub) => {
    expectError(
      await pubsub.rest("POST", `${await pubsub.topic()}:publish`, { messages: [] }),
      400,
      "INVALID_ARGUMENT",
    );
  },

  "refuses more than 1000 messages in a request": async (pubsub) => {
    const messages = (count: number) => ({ messages: Array.from({ length: count }, () => text("a")) });
    const topic = await pubsub.topic();
    expectError(await pubsub.rest("POST", `${topic}:publish`, messages(1001)), 400, "INVALID_ARGUMENT");
    expect(await pubsub.rest("POST", `${topic}:publish`, messages(1000))).toMatchObject({ status: 200 });
  },

  "refuses a request that is not JSON": async (pubsub) => {
    expectError(await pubsub.rest("POST", `${await pubsub.topic()}:publish`, '{"messages":'), 400, "INVALID_ARGUMENT");
  },

  "refuses different ordering keys in one request": async (pubsub) => {
    const messages = [
      { ...text("a"), orderingKey: "a" },
      { ...text("b"), orderingKey: "b" },
    ];
    expectError(await pubsub.rest("POST", `${await pubsub.topic()}:publish`, { messages }), 400, "INVALID_ARGUMENT");
  },

  "refuses a message without data and attributes": refusesMessage({}),
  "refuses data that is not base64": refusesMessage({ data: "a*" }),
  "refuses a message above 10 MB": refusesMessage({ data: Buffer.alloc(10_000_001).toString("base64") }),
  "refuses more than 100 attributes": refusesMessage({ attributes: attributes(101) }),
  "refuses an attribute name above 256 bytes": refusesMessage({ attributes: { ["ä".repeat(129)]: "value" } }),
  "refuses an attribute value above 1024 bytes": refusesMessage({ attributes: { name: "ä".repeat(513) } }),
  "refuses an attribute name that begins with goog": refusesMessage({ attributes: { "goog-a": "value" } }),
  "refuses an ordering key above 1024 bytes": refusesMessage({ ...text("a"), orderingKey: "ä".repeat(513) }),

  "accepts a message at every limit": async (pubsub) => {
    const message = {
      data: Buffer.alloc(9_000_000).toString("base64"),
      attributes: { ...attributes(99), ["n".repeat(256)]: "v".repeat(1024) },
      orderingKey: "k".repeat(1024),
    };
    expect(await pubsub.publish(await pubsub.topic(), message)).toEqual([expect.any(String)]);
  },
};
