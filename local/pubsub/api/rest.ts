import { isObject } from "../../core/json.ts";
import type { Broker } from "../broker/broker.ts";
import type { ReceivedMessage } from "../delivery/pull.ts";
import { durationText, readObject, timestampText } from "../state/fields.ts";
import { messageJson } from "../state/messages.ts";
import { StatusError, invalid } from "../state/status.ts";
import { methods } from "./methods.ts";
import { listTimeSeries } from "./monitoring.ts";

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

const PROJECT = "(projects/[^/]+)";
const TOPIC = "(projects/[^/]+/topics/[^/:]+)";
const SUBSCRIPTION = "(projects/[^/]+/subscriptions/[^/:]+)";
const SNAPSHOT = "(projects/[^/]+/snapshots/[^/:]+)";

/** HTTP method and path, google.pubsub.v1's method, its field for the name in the path, and the body's fields. */
type Route = readonly [
  http: string,
  path: string,
  method: keyof typeof methods,
  name: string,
  fields?: readonly string[],
];

// https://cloud.google.com/pubsub/docs/reference/rest
const ROUTES: readonly Route[] = [
  ["PUT", TOPIC, "createTopic", "name"],
  ["GET", TOPIC, "getTopic", "topic"],
  ["DELETE", TOPIC, "deleteTopic", "topic"],
  ["GET", `${PROJECT}/topics`, "listTopics", "project"],
  ["POST", `${TOPIC}:publish`, "publish", "topic", ["messages"]],
  ["GET", `${TOPIC}/subscriptions`, "listTopicSubscriptions", "topic"],
  ["GET", `${TOPIC}/snapshots`, "listTopicSnapshots", "topic"],
  ["PUT", SUBSCRIPTION, "createSubscription", "name"],
  ["GET", SUBSCRIPTION, "getSubscription", "subscription"],
  ["DELETE", SUBSCRIPTION, "deleteSubscription", "subscription"],
  ["GET", `${PROJECT}/subscriptions`, "listSubscriptions", "project"],
  ["POST", `${SUBSCRIPTION}:pull`, "pull", "subscription", ["maxMessages", "returnImmediately"]],
  ["POST", `${SUBSCRIPTION}:acknowledge`, "acknowledge", "subscription", ["ackIds"]],
  ["POST", `${SUBSCRIPTION}:modifyAckDeadline`, "modifyAckDeadline", "subscription", ["ackIds", "ackDeadlineSeconds"]],
  ["POST", `${SUBSCRIPTION}:modifyPushConfig`, "modifyPushConfig", "subscription", ["pushConfig"]],
  ["POST", `${SUBSCRIPTION}:seek`, "seek", "subscription", ["time", "snapshot"]],
  ["PATCH", SUBSCRIPTION, "updateSubscription", "name", ["subscription", "updateMask"]],
  ["PUT", SNAPSHOT, "createSnapshot", "name", ["subscription", "labels"]],
  ["GET", SNAPSHOT, "getSnapshot", "snapshot"],
  ["DELETE", SNAPSHOT, "deleteSnapshot", "snapshot"],
  ["GET", `${PROJECT}/snapshots`, "listSnapshots", "project"],
];

const PATTERNS = ROUTES.map(([http, path, ...route]) => ({ http, pattern: new RegExp(`^/v1/${path}$`), route }));
const TIME_SERIES = new RegExp(`^/v3/${PROJECT}/timeSeries$`);

/** Query parameters that belong to a request; others, such as `alt`, are for every API of Google's. */
const IN_QUERY = ["pageSize", "pageToken", "updateMask"];

/** Answers a request to Pub/Sub's REST API v1, or to the supported part of Monitoring's. */
export async function answerRest(broker: Broker, request: RestRequest): Promise<object> {
  const { method: http, path, query, body, signal } = request;
  for (const { http: known, pattern, route } of PATTERNS) {
    const name = known === http ? pattern.exec(path)?.[1] : undefined;
    if (name === undefined) continue;
    const [method, nameField, fields] = route;
    const asked = [...query].filter(([field]) => IN_QUERY.includes(field));
    const given = fields === undefined ? asObject(body) : readObject(body, "request", fields);
    const context = { broker, signal, duration: durationText, time: timestampText, received: receivedJson };
    return methods[method]({ ...Object.fromEntries(asked), ...given, [nameField]: name }, context);
  }
  const project = http === "GET" ? TIME_SERIES.exec(path)?.[1] : undefined;
  if (project !== undefined) return listTimeSeries(broker, project, query);
  throw new StatusError("UNIMPLEMENTED", `The embedded Pub/Sub has no ${http} ${path}.`);
}

function asObject(body: unknown): object {
  if (body === undefined) return {};
  if (!isObject(body)) throw invalid("The request must be a JSON object.");
  return body;
}

const receivedJson = ({ message, ...rest }: ReceivedMessage) => ({ ...rest, message: messageJson(message) });
