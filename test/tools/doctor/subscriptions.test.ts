import { describe, expect, it } from "@jest/globals";
import { PREFIX, subscription, topic } from "./google.ts";
import { answers, change, examine } from "./world.ts";

const deadLetters = `${subscription}.dead-letter`;

describe("each thing that is broken is found by its check", () => {
  it.each<[check: string, found: string, () => unknown]>([
    [
      "subscriptions",
      "loses data: subscription staging-form-submitted is not there",
      () => answers.delete(subscription),
    ],
    [
      "subscriptions",
      "loses data: subscription staging-form-submitted is detached",
      () => change(subscription, { detached: true }),
    ],
    [
      "subscriptions",
      "loses data: subscription staging-form-submitted is of _deleted-topic_",
      () => change(subscription, { topic: "_deleted-topic_" }),
    ],
    [
      "subscriptions",
      "loses data: subscription staging-form-submitted has a filter",
      () => change(subscription, { filter: "attributes.a" }),
    ],
    [
      "subscriptions",
      "will lose: subscription staging-form-submitted expires after 2678400s",
      () => change(subscription, { expirationPolicy: { ttl: "2678400s" } }),
    ],
    [
      "subscriptions",
      "will lose: subscription staging-form-submitted expires after 31 days",
      () => change(subscription, { expirationPolicy: undefined }),
    ],
    [
      "subscriptions",
      "will lose: subscription staging-form-submitted keeps what waits for 7 days",
      () => change(subscription, { messageRetentionDuration: "604800s" }),
    ],
    [
      "subscriptions",
      "will lose: subscription staging-form-submitted is in RESOURCE_ERROR",
      () => change(subscription, { state: "RESOURCE_ERROR" }),
    ],
    [
      "subscriptions",
      "will lose: subscription staging-form-submitted has no dead-letter policy",
      () => change(subscription, { deadLetterPolicy: undefined }),
    ],
    [
      "subscriptions",
      "will lose: subscription staging-form-submitted gives up to projects/p/topics/x",
      () =>
        change(subscription, {
          deadLetterPolicy: { deadLetterTopic: "projects/p/topics/x", maxDeliveryAttempts: 100 },
        }),
    ],
    [
      "subscriptions",
      "will lose: subscription staging-form-submitted is not ordered",
      () => change(subscription, { enableMessageOrdering: false }),
    ],
    [
      "subscriptions",
      "will lose: subscription staging-form-submitted pushes to https://else.test",
      () => push({ pushEndpoint: "https://else.test" }),
    ],
    [
      "subscriptions",
      "will lose: subscription staging-form-submitted pushes with a token for https://else.test",
      () => push({ oidcToken: { ...token(), audience: "https://else.test" } }),
    ],
    [
      "subscriptions",
      "will lose: subscription staging-form-submitted pushes as x@y",
      () => push({ oidcToken: { ...token(), serviceAccountEmail: "x@y" } }),
    ],
    [
      "subscriptions",
      "will lose: subscription staging-form-submitted pushes unwrapped payloads",
      () => push({ noWrapper: { writeMetadata: true } }),
    ],
    [
      "subscriptions",
      "worth knowing: subscription staging-form-submitted is delivered again after 60 s",
      () => change(subscription, { ackDeadlineSeconds: 60 }),
    ],
    [
      "subscriptions",
      "worth knowing: subscription staging-form-submitted gives up after 5 attempts",
      () =>
        change(subscription, {
          deadLetterPolicy: { deadLetterTopic: `x/topics/${PREFIX}form-submitted.dead-letter`, maxDeliveryAttempts: 5 },
        }),
    ],
    [
      "subscriptions",
      "worth knowing: subscription staging-form-submitted waits not at all",
      () => change(subscription, { retryPolicy: undefined }),
    ],
    [
      "dead letters",
      "loses data: subscription staging-form-submitted.dead-letter is not there",
      () => answers.delete(deadLetters),
    ],
    [
      "dead letters",
      "will lose: subscription staging-form-submitted.dead-letter expires",
      () => change(deadLetters, { expirationPolicy: { ttl: "2678400s" } }),
    ],
    [
      "dead letters",
      "will lose: subscription staging-form-submitted.dead-letter pushes to https://x.test",
      () => change(deadLetters, { pushConfig: { pushEndpoint: "https://x.test" } }),
    ],
    ["topics", "will lose: topic staging-form.submitted is not there", () => answers.delete(topic)],
    [
      "topics",
      "worth knowing: topic staging-form.submitted keeps events for 1 days",
      () => change(topic, { messageRetentionDuration: "86400s" }),
    ],
  ])("%s: %s", async (check, found, breaks) => {
    breaks();
    const examined = await examine(check);
    expect(examined.found).toContainEqual(expect.stringContaining(found));
    expect(examined.notAsked).toEqual([]);
  });
});

function push(members: object): void {
  change(subscription, { pushConfig: { ...pushConfig(), ...members } });
}

function pushConfig(): object {
  return Reflect.get(answers.get(subscription) ?? {}, "pushConfig") as object;
}

function token(): object {
  return Reflect.get(pushConfig(), "oidcToken") as object;
}
