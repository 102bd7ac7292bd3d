import { isObject } from "../../core/json.ts";
import type { Broker } from "../broker/broker.ts";
import {
  type Fields,
  readBoolean,
  readInteger,
  readList,
  readObject,
  readText,
  readTextList,
  timestampText,
} from "../state/fields.ts";
import { seek } from "./seek.ts";
import { messageJson, readMessage } from "../state/messages.ts";
import { page } from "./page.ts";
import type { ReceivedMessage } from "../delivery/pull.ts";
import { subscriptionJson, topicJson } from "../state/resources.ts";
import { snapshotJson } from "../broker/snapshots.ts";
import { StatusError, invalid } from "../state/status.ts";

interface RestRequest {
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Parsed JSON; undefined if there is none. */
  readonly body: unknown;
  /** Aborts when the caller leaves. */
  readonly signal: AbortSignal;
}

/** Returns a successful answer's body; throws a StatusError for any other. */
type Answer = (broker: Broker, name: string, request: RestRequest) => object | Promise<object>;

const PROJECT = "(projects/[^/]+)";
const TOPIC = "(projects/[^/]+/topics/[^/:]+)";
const SUBSCRIPTION = "(projects/[^/]+/subscriptions/[^/:]+)";
const SNAPSHOT = "(projects/[^/]+/snapshots/[^/:]+)";

// https://cloud.google.com/pubsub/docs/reference/rest
const ROUTES: readonly (readonly [method: string, path: string, answer: Answer])[] = [
  ["PUT", TOPIC, (broker, name, { body }) => topicJson(broker.createTopic({ ...asObject(body), name }))],
  ["GET", TOPIC, (broker, name) => topicJson(broker.getTopic(name))],
  ["DELETE", TOPIC, (broker, name) => done(() => broker.deleteTopic(name))],
  ["GET", `${PROJECT}/topics`, listTopics],
  ["POST", `${TOPIC}:publish`, publish],
  ["GET", `${TOPIC}/subscriptions`, listTopicSubscriptions],
  [
    "PUT",
    SUBSCRIPTION,
    (broker, name, { body }) => subscriptionJson(broker.createSubscription({ ...asObject(body), name })),
  ],
  ["GET", SUBSCRIPTION, (broker, name) => subscriptionJson(broker.getSubscription(name))],
  ["PATCH", SUBSCRIPTION, updateSubscription],
  ["DELETE", SUBSCRIPTION, (broker, name) => done(() => broker.deleteSubscription(name))],
  ["GET", `${PROJECT}/subscriptions`, listSubscriptions],
  ["POST", `${SUBSCRIPTION}:pull`, pull],
  ["POST", `${SUBSCRIPTION}:acknowledge`, acknowledge],
  ["POST", `${SUBSCRIPTION}:modifyAckDeadline`, modifyAckDeadline],
  ["POST", `${SUBSCRIPTION}:modifyPushConfig`, modifyPushConfig],
  ["POST", `${SUBSCRIPTION}:seek`, (broker, name, { body }) => done(() => seek(broker, name, body))],
  ["PUT", SNAPSHOT, createSnapshot],
  ["GET", SNAPSHOT, (broker, name) => snapshotJson(broker.snapshots.get(name), timestampText)],
  ["DELETE", SNAPSHOT, (broker, name) => done(() => broker.snapshots.delete(name))],
  ["GET", `${PROJECT}/snapshots`, listSnapshots],
  ["GET", `${TOPIC}/snapshots`, listTopicSnapshots],
];

const PATTERNS = [
  ...ROUTES.map(([method, path, answer]) => ({ method, pattern: new RegExp(`^/v1/${path}$`), answer })),
  { method: "GET", pattern: new RegExp(`^/v3/${PROJECT}/timeSeries$`), answer: listTimeSeries },
];

/** Answers a request to Pub/Sub's REST API v1, or to the supported part of Monitoring's. */
export async function answerRest(broker: Broker, request: RestRequest): Promise<object> {
  for (const { method, pattern, answer } of PATTERNS) {
    const name = method === request.method ? pattern.exec(request.path)?.[1] : undefined;
    if (name !== undefined) return answer(broker, name, request);
  }
  throw new StatusError("UNIMPLEMENTED", `The embedded Pub/Sub has no ${request.method} ${request.path}.`);
}

function done(work: () => void): object {
  work();
  return {};
}

function asObject(body: unknown): object {
  if (body === undefined) return {};
  if (!isObject(body)) throw invalid("The request must be a JSON object.");
  return body;
}

const readBody = ({ body }: RestRequest, ...names: string[]): Fields => readObject(body, "request", names);

function publish(broker: Broker, topic: string, request: RestRequest): object {
  const messages = readList(readBody(request, "messages"), "messages").map(readMessage);
  return { messageIds: broker.publish(topic, messages) };
}

async function pull(broker: Broker, name: string, request: RestRequest): Promise<object> {
  const fields = readBody(request, "maxMessages", "returnImmediately");
  const options = { returnImmediately: readBoolean(fields, "returnImmediately"), signal: request.signal };
  const received = await broker.pull(name, readInteger(fields, "maxMessages"), options);
  return received.length === 0 ? {} : { receivedMessages: received.map(receivedJson) };
}

const receivedJson = ({ message, ...rest }: ReceivedMessage) => ({ ...rest, message: messageJson(message) });

function acknowledge(broker: Broker, name: string, request: RestRequest): object {
  const ackIds = readTextList(readBody(request, "ackIds"), "ackIds");
  broker.acknowledge(name, ackIds);
  return {};
}

function modifyAckDeadline(broker: Broker, name: string, request: RestRequest): object {
  const fields = readBody(request, "ackIds", "ackDeadlineSeconds");
  broker.modifyAckDeadline(name, readTextList(fields, "ackIds"), readInteger(fields, "ackDeadlineSeconds"));
  return {};
}

function modifyPushConfig(broker: Broker, name: string, request: RestRequest): object {
  broker.modifyPushConfig(name, readBody(request, "pushConfig")["pushConfig"]);
  return {};
}

function createSnapshot(broker: Broker, name: string, { body }: RestRequest): object {
  const fields = readObject(body, "request", ["subscription", "labels"]);
  const { labels } = fields;
  return snapshotJson(
    broker.snapshots.create({ name, labels }, broker.subscription(readText(fields, "subscription"))),
    timestampText,
  );
}

function updateSubscription(broker: Broker, name: string, request: RestRequest): object {
  const fields = readBody(request, "subscription", "updateMask");
  const mask = readText(fields, "updateMask") || (request.query.get("updateMask") ?? "");
  const names = mask.split(",").filter((path) => path !== "");
  return subscriptionJson(broker.updateSubscription(name, fields["subscription"], names));
}

function listTopics(broker: Broker, project: string, { query }: RestRequest): object {
  const { items, ...rest } = restPage(broker.listTopics(project), query);
  return { topics: items.map((topic) => topicJson(topic)), ...rest };
}

function listSubscriptions(broker: Broker, project: string, { query }: RestRequest): object {
  const { items, ...rest } = restPage(broker.listSubscriptions(project), query);
  return { subscriptions: items.map((config) => subscriptionJson(config)), ...rest };
}

function listTopicSubscriptions(broker: Broker, topic: string, { query }: RestRequest): object {
  const { items, ...rest } = restPage(broker.listTopicSubscriptions(topic), query);
  return { subscriptions: items, ...rest };
}

function listSnapshots(broker: Broker, project: string, { query }: RestRequest): object {
  const { items, ...rest } = restPage(broker.snapshots.list(project), query);
  return { snapshots: items.map((snapshot) => snapshotJson(snapshot, timestampText)), ...rest };
}

function listTopicSnapshots(broker: Broker, topic: string, { query }: RestRequest): object {
  const { items, ...rest } = restPage(broker.listTopicSnapshots(topic), query);
  return { snapshots: items, ...rest };
}

function restPage<T>(items: readonly T[], query: URLSearchParams) {
  return page(items, Number(query.get("pageSize") ?? 0), query.get("pageToken") ?? "");
}

const WAITING = "pubsub.googleapis.com/subscription/num_undelivered_messages";

/**
 * The part of Cloud Monitoring about Pub/Sub that Pub/Sub itself lacks: each subscription's backlog, as one current
 * point. https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.timeSeries/list
 */
function listTimeSeries(broker: Broker, project: string, { query }: { readonly query: URLSearchParams }): object {
  const filter = query.get("filter") ?? "";
  if (filter !== `metric.type="${WAITING}"`)
    throw new StatusError("UNIMPLEMENTED", `The embedded Monitoring knows of metric.type="${WAITING}" alone.`);
  const endTime = query.get("interval.endTime");
  if (endTime === null || Number.isNaN(Date.parse(endTime)))
    throw new StatusError("INVALID_ARGUMENT", "Field interval.endTime had an invalid value.");
  const ofProject = broker.state().subscriptions.filter(({ name }) => name.startsWith(`${project}/`));
  return {
    timeSeries: ofProject.map(({ name, undelivered }) => ({
      metric: { type: WAITING },
      resource: {
        type: "pubsub_subscription",
        labels: { project_id: project.slice("projects/".length), subscription_id: name.split("/").at(-1) },
      },
      metricKind: "GAUGE",
      valueType: "INT64",
      points: [{ interval: { startTime: endTime, endTime }, value: { int64Value: String(undelivered) } }],
    })),
    unit: "1",
  };
}
