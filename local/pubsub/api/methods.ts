import type { Broker } from "../broker/broker.ts";
import { snapshotJson } from "../broker/snapshots.ts";
import type { ReceivedMessage } from "../delivery/pull.ts";
import {
  type Fields,
  readBoolean,
  readInteger,
  readList,
  readObject,
  readText,
  readTextList,
  readTimestamp,
  type WriteDuration,
} from "../state/fields.ts";
import { readMessage } from "../state/messages.ts";
import { subscriptionJson, topicJson } from "../state/resources.ts";
import { invalid } from "../state/status.ts";

/** What a call acts on, and how its API writes what JSON and gRPC write differently. */
interface Context {
  readonly broker: Broker;
  /** Aborts when the caller leaves. */
  readonly signal: AbortSignal;
  readonly duration: WriteDuration;
  readonly time: (at: number) => unknown;
  readonly received: (message: ReceivedMessage) => object;
}

/** Answers a request of google.pubsub.v1, with names in camelCase. Throws a StatusError for any other answer. */
export type Method = (request: Fields, context: Context) => object | Promise<object>;

/** Google answers what has no result with an empty object. */
const done = (_: void) => ({});

/** Publisher's and Subscriber's methods, for both APIs. */
export const methods = {
  createTopic: (request, { broker, duration }) => topicJson(broker.createTopic(request), duration),
  getTopic: (request, { broker, duration }) => topicJson(broker.getTopic(readText(request, "topic")), duration),
  listTopics: (request, { broker, duration }) =>
    page(request, "topics", broker.listTopics(readText(request, "project")), (topic) => topicJson(topic, duration)),
  listTopicSnapshots: (request, { broker }) =>
    page(request, "snapshots", broker.listTopicSnapshots(readText(request, "topic"))),
  listTopicSubscriptions: (request, { broker }) =>
    page(request, "subscriptions", broker.listTopicSubscriptions(readText(request, "topic"))),
  deleteTopic: (request, { broker }) => done(broker.deleteTopic(readText(request, "topic"))),
  publish(request, { broker }) {
    const messages = readList(request, "messages").map(readMessage);
    return { messageIds: broker.publish(readText(request, "topic"), messages) };
  },

  createSubscription: (request, { broker, duration }) => subscriptionJson(broker.createSubscription(request), duration),
  getSubscription: (request, { broker, duration }) =>
    subscriptionJson(broker.getSubscription(readText(request, "subscription")), duration),
  /** REST has the name in the path, gRPC in the resource. */
  updateSubscription({ name: inPath, subscription, updateMask }, { broker, duration }) {
    const { name } = { name: "", ...Object(subscription), ...(inPath !== undefined && { name: inPath }) };
    return subscriptionJson(broker.updateSubscription(String(name), subscription, readMask(updateMask)), duration);
  },
  listSubscriptions: (request, { broker, duration }) =>
    page(request, "subscriptions", broker.listSubscriptions(readText(request, "project")), (config) =>
      subscriptionJson(config, duration),
    ),
  deleteSubscription: (request, { broker }) => done(broker.deleteSubscription(readText(request, "subscription"))),
  modifyPushConfig: (request, { broker }) =>
    done(broker.modifyPushConfig(readText(request, "subscription"), request["pushConfig"])),
  seek(request, { broker }) {
    const time = readTimestamp(request, "time");
    const snapshot = readText(request, "snapshot");
    if (time === undefined && snapshot === "") throw invalid("The SeekRequest must have a time or a snapshot.");
    return done(broker.seek(readText(request, "subscription"), time === undefined ? { snapshot } : { time }));
  },

  createSnapshot({ name, labels, ...request }, { broker, time }) {
    const subscription = broker.subscription(readText(request, "subscription"));
    return snapshotJson(broker.snapshots.create({ name, labels }, subscription), time);
  },
  getSnapshot: (request, { broker, time }) => snapshotJson(broker.snapshots.get(readText(request, "snapshot")), time),
  listSnapshots: (request, { broker, time }) =>
    page(request, "snapshots", broker.snapshots.list(readText(request, "project")), (snapshot) =>
      snapshotJson(snapshot, time),
    ),
  deleteSnapshot: (request, { broker }) => done(broker.snapshots.delete(readText(request, "snapshot"))),

  async pull(request, { broker, signal, received }) {
    const options = { returnImmediately: readBoolean(request, "returnImmediately"), signal };
    const maxMessages = readInteger(request, "maxMessages");
    const messages = await broker.pull(readText(request, "subscription"), maxMessages, options);
    return messages.length === 0 ? {} : { receivedMessages: messages.map(received) };
  },
  acknowledge: (request, { broker }) =>
    done(broker.acknowledge(readText(request, "subscription"), readTextList(request, "ackIds"))),
  modifyAckDeadline(request, { broker }) {
    const [ackIds, seconds] = [readTextList(request, "ackIds"), readInteger(request, "ackDeadlineSeconds")];
    return done(broker.modifyAckDeadline(readText(request, "subscription"), ackIds, seconds));
  },
} satisfies Readonly<Record<string, Method>>;

/** A field mask: "a,b" in JSON, {paths} in gRPC. */
function readMask(mask: unknown): readonly string[] {
  if (typeof mask === "string") return mask.split(",").filter((path) => path !== "");
  return readTextList(readObject(mask, "updateMask", ["paths"]), "paths");
}

const DEFAULT_SIZE = 100;
const LARGEST_SIZE = 1000;

/** A page of a list; the token is the index of the next one. */
function page<Item>(
  request: Fields,
  name: string,
  items: readonly Item[],
  toJson: (item: Item) => unknown = (item) => item,
): object {
  const [size, start] = [readInteger(request, "pageSize"), Number(readText(request, "pageToken"))];
  const isValid = [size, start].every((number) => Number.isSafeInteger(number) && number >= 0);
  if (!isValid) throw invalid("Invalid page size or page token.");
  const end = start + Math.min(size || DEFAULT_SIZE, LARGEST_SIZE);
  return {
    [name]: items.slice(start, end).map(toJson),
    ...(end < items.length && { nextPageToken: String(end) }),
  };
}
