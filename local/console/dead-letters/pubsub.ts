import type { protos, v1 } from "@google-cloud/pubsub";
import type { SubscriptionState } from "../../../functions/runtime/pubsub/subscriptions.ts";
import type { Message } from "../../../functions/runtime/pubsub/message.ts";
import type { Place } from "./place.ts";
import { missingCredentials } from "../../core/credentials.ts";
import { CommandError, NotRunYetError } from "../../core/problems.ts";

/** A pulled message. */
export interface Pulled {
  readonly ackId: string;
  readonly messageId: string;
  /** Unix milliseconds. */
  readonly publishedAt: number;
  readonly message: Message;
}

/** The calls that dead letters need. Names have no project and prefix; failures throw a CommandError. */
export interface Pubsub {
  /**
   * Pulls up to this many available messages without waiting: a waiting pull would have to be aborted, and messages
   * sent at that moment would be leased to nobody until the lease ends.
   */
  pull(subscription: string, maxMessages: number): Promise<readonly Pulled[]>;
  acknowledge(subscription: string, ackIds: readonly string[]): Promise<void>;
  /** 0 releases the messages. */
  setAckDeadline(subscription: string, ackIds: readonly string[], seconds: number): Promise<void>;
  /**
   * Resolves when Pub/Sub has stored the message.
   * @returns its message id
   */
  publish(topic: string, message: Message): Promise<string>;
  /** Shows whether it is paused. Undefined without permission. */
  subscription(name: string): Promise<SubscriptionState | undefined>;
  /** The subscriptions that Terraform made with this prefix, by its label (terraform/names.tf). None at npm start. */
  deployed(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const TIMEOUT_MS = 15_000;
const [INVALID_ARGUMENT, DEADLINE_EXCEEDED, NOT_FOUND, PERMISSION_DENIED, UNAVAILABLE, UNAUTHENTICATED] = [
  3, 4, 5, 7, 14, 16,
];

/**
 * Uses the official client's unary calls: they report for each message whether it was stored or acknowledged, and a
 * failed publish does not pause an ordering key.
 * @throws CommandError without credentials.
 */
export async function connectPubsub(place: Place, timeoutMs = TIMEOUT_MS): Promise<Pubsub> {
  const { project, prefix } = place;
  const { subscriber, publisher } = await openClients(place);
  const subscriptionPath = (name: string) => `projects/${project}/subscriptions/${prefix}${name}`;
  const topicPath = (name: string) => `projects/${project}/topics/${prefix}${name}`;

  return {
    async pull(name, maxMessages) {
      const subscription = subscriptionPath(name);
      const request = { subscription, maxMessages, returnImmediately: true };
      const [{ receivedMessages }] = await told(subscriber.pull(request, { timeout: timeoutMs }), subscription, place);
      return (receivedMessages ?? []).map(readPulled);
    },
    async acknowledge(name, ackIds) {
      const subscription = subscriptionPath(name);
      await told(
        subscriber.acknowledge({ subscription, ackIds: [...ackIds] }, { timeout: timeoutMs }),
        subscription,
        place,
      );
    },
    async setAckDeadline(name, ackIds, ackDeadlineSeconds) {
      const subscription = subscriptionPath(name);
      await told(
        subscriber.modifyAckDeadline({ subscription, ackIds: [...ackIds], ackDeadlineSeconds }, { timeout: timeoutMs }),
        subscription,
        place,
      );
    },
    async publish(name, { data, attributes, orderingKey = "" }) {
      const topic = topicPath(name);
      const [{ messageIds }] = await told(
        publisher.publish(
          { topic, messages: [{ data, attributes: { ...attributes }, orderingKey }] },
          { timeout: timeoutMs },
        ),
        topic,
        place,
      );
      return messageIds?.[0] ?? "";
    },
    subscription: (name) => stateOf(subscriber, subscriptionPath(name), timeoutMs),
    deployed: () => deployedAt(subscriber, place, timeoutMs),
    close: async () => void (await Promise.all([subscriber.close(), publisher.close()])),
  };
}

/** The library takes half a second to load, and npm start does without it. */
async function openClients(place: Place) {
  const { PubSub, v1 } = await import("@google-cloud/pubsub");
  const { project, host } = place;
  const config = (await new PubSub({
    projectId: project,
    ...(host !== undefined && emulator(host)),
  }).getClientConfig()) as ClientOptions;
  const subscriber = new v1.SubscriberClient(config);
  const publisher = new v1.PublisherClient(config);
  // Credentials are checked here: if a call finds none, the library leaves an unhandled rejection that ends the
  // process.
  await told(Promise.all([subscriber.initialize(), publisher.initialize()]), `project ${project}`, place);
  return { subscriber, publisher };
}

async function stateOf(
  subscriber: InstanceType<typeof v1.SubscriberClient>,
  subscription: string,
  timeout: number,
): Promise<SubscriptionState | undefined> {
  const [found] = await subscriber.getSubscription({ subscription }, { timeout }).catch(() => [undefined]);
  if (found === undefined) return undefined;
  return { pushConfig: { pushEndpoint: found.pushConfig?.pushEndpoint ?? "" }, labels: found.labels ?? {} };
}

async function deployedAt(
  subscriber: InstanceType<typeof v1.SubscriberClient>,
  place: Place,
  timeout: number,
): Promise<string[]> {
  const { project, prefix } = place;
  const path = `projects/${project}`;
  const [all] = await told(subscriber.listSubscriptions({ project: path }, { timeout }), path, place); // all pages
  const start = `${path}/subscriptions/${prefix}`;
  const label = prefix === "" ? "main" : prefix.replace(/-$/, "");
  const own = all.filter(({ name, labels }) => labels?.["ycat"] === label && name?.startsWith(start));
  return own.map(({ name }) => (name ?? "").slice(start.length));
}

/** Without the universe's name the library looks for credentials, even on the network, only to ask for it. */
function emulator(host: string) {
  return { apiEndpoint: host, "grpc.enable_http_proxy": 0, clientOptions: { universeDomain: "googleapis.com" } };
}

/** The library declares the port as string or number in one place, as number in the other. */
type ClientOptions = ConstructorParameters<typeof v1.SubscriberClient>[0];

function readPulled({ ackId, message }: protos.google.pubsub.v1.IReceivedMessage): Pulled {
  const { messageId, publishTime, data, attributes, orderingKey } = message ?? {};
  return {
    ackId: ackId ?? "",
    messageId: messageId ?? "",
    publishedAt: Number(publishTime?.seconds ?? 0) * 1000 + Math.floor((publishTime?.nanos ?? 0) / 1e6),
    message: {
      data: typeof data === "string" ? Buffer.from(data, "base64") : Buffer.from(data ?? []),
      attributes: attributes ?? {},
      ...(orderingKey ? { orderingKey } : {}),
    },
  };
}

async function told<Answer>(call: Promise<Answer>, resource: string, place: Place): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    if (place.runner !== undefined && codeOf(error) === NOT_FOUND)
      throw new NotRunYetError(notRunYet(resource), { cause: error });
    throw new CommandError(sentenceFor(error, resource, place), { cause: error });
  }
}

function notRunYet(resource: string): string {
  const name = resource.replace(/^.*\//, "").replace(/\.(dead-letter|rejected|discarded)$/, "");
  return `Restart npm start: it does not run ${name} yet.`;
}

function sentenceFor(error: unknown, resource: string, { project, host }: Place): string {
  const advice = missingCredentials(error, project);
  if (advice !== undefined) return advice;
  const message = error instanceof Error ? error.message : String(error);
  const service = host ?? "Pub/Sub";
  switch (codeOf(error)) {
    case NOT_FOUND:
      return `${resource} does not exist: deploy what this checkout declares, or give the PREFIX that it was deployed with.`;
    case PERMISSION_DENIED:
      if (resource === `projects/${project}`)
        return `You may not list the subscriptions of project ${project}: roles/pubsub.viewer is needed.`;
      return `You may not use ${resource}: roles/pubsub.subscriber on dead-letter subscriptions and roles/pubsub.publisher on event topics are needed.`;
    case UNAUTHENTICATED:
      return `${service} does not know you: run gcloud auth application-default login.`;
    case UNAVAILABLE:
    case DEADLINE_EXCEEDED:
      return `${service} does not answer for ${resource}: try again later.`;
    case INVALID_ARGUMENT:
      return `${service} refuses the call for ${resource}: ${message}.`;
    default:
      return `${resource}: ${message}`;
  }
}

/** Whether another message for the same topic may succeed. */
export function concernsThisMessageAlone({ cause }: CommandError): boolean {
  return codeOf(cause) === INVALID_ARGUMENT;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
