import { PubSub, v1 } from "@google-cloud/pubsub";
import { ChannelCredentials } from "@grpc/grpc-js";
import type { Answer, Endpoint } from "./receiver.ts";
import { startReceiver } from "./receiver.ts";

export interface RestAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Received {
  readonly ackId: string;
  readonly deliveryAttempt?: number;
  readonly message: {
    readonly data?: string;
    readonly attributes?: Readonly<Record<string, string>>;
    readonly messageId: string;
    readonly publishTime: string;
    readonly orderingKey?: string;
  };
}

/** A Pub/Sub under test, by its two surfaces. Names are new ones, so that cases do not meet. */
export interface Target {
  readonly project: string;
  readonly client: PubSub;
  readonly subscriber: v1.SubscriberClient;
  /** A request of the REST API; path begins behind /v1/. */
  rest(method: string, path: string, body?: object | string, signal?: AbortSignal): Promise<RestAnswer>;
  newName(kind: "topics" | "subscriptions" | "snapshots"): string;
  topic(): Promise<string>;
  subscription(topic: string, settings?: object): Promise<string>;
  publish(topic: string, ...messages: readonly object[]): Promise<string[]>;
  pull(subscription: string, maxMessages?: number): Promise<readonly Received[]>;
  /** Pulls, waiting, until it has so many; rejects if they have not come within so many milliseconds. */
  pullAll(subscription: string, count: number, withinMs?: number): Promise<readonly Received[]>;
  endpoint(answer: Answer): Endpoint;
  close(): Promise<void>;
}

const PROJECT = "projects/conformance";

/** Each case is named by the fact that it holds. */
export type Cases = Readonly<Record<string, (pubsub: Target) => Promise<void>>>;

export const text = (value: string) => ({ data: Buffer.from(value).toString("base64") });

export const textOf = ({ message }: Received) => Buffer.from(message.data ?? "", "base64").toString();

/** Connects to what serves Pub/Sub at "HOST:PORT". */
export async function connect(host: string): Promise<Target> {
  const receiver = await startReceiver();
  const client = emulatedClient(host);
  const [servicePath = "", port] = host.split(":");
  const subscriber = new v1.SubscriberClient({
    servicePath,
    port: Number(port),
    projectId: "conformance",
    sslCreds: ChannelCredentials.createInsecure(),
  });
  let last = 0;
  const newName = (kind: string) => `${PROJECT}/${kind}/${kind}-${(last += 1)}`;
  const rest: Target["rest"] = async (method, path, body, signal) => {
    const sent = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
    const answer = await fetch(`http://${host}/v1/${path}`, {
      method,
      headers: { "content-type": "application/json" },
      signal: signal ?? null,
      ...sent,
    });
    return { status: answer.status, body: (await answer.json()) as RestAnswer["body"] };
  };
  return {
    project: PROJECT,
    client,
    subscriber,
    rest,
    newName,
    ...shortcuts(rest, newName),
    endpoint: (answer) => receiver.endpoint(answer),
    async close() {
      await client.close();
      await subscriber.close();
      await receiver.close();
    },
  };
}

function emulatedClient(host: string): PubSub {
  // The clients would look for credentials on Google's metadata server.
  process.env["METADATA_SERVER_DETECTION"] = "none";
  const before = process.env["PUBSUB_EMULATOR_HOST"];
  process.env["PUBSUB_EMULATOR_HOST"] = host;
  const client = new PubSub({ projectId: "conformance" });
  if (before === undefined) delete process.env["PUBSUB_EMULATOR_HOST"];
  else process.env["PUBSUB_EMULATOR_HOST"] = before;
  return client;
}

/** The requests that most cases begin with, which must succeed. */
function shortcuts(rest: Target["rest"], newName: Target["newName"]) {
  const succeed = async (method: string, path: string, body: object, signal?: AbortSignal) => {
    const answer = await rest(method, path, body, signal);
    if (answer.status !== 200)
      throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const pullOnce = async (subscription: string, settings: object, signal?: AbortSignal) => {
    const { receivedMessages = [] } = await succeed("POST", `${subscription}:pull`, settings, signal);
    return receivedMessages as readonly Received[];
  };
  return {
    async topic() {
      const name = newName("topics");
      await succeed("PUT", name, {});
      return name;
    },
    async subscription(topic: string, settings: object = {}) {
      const name = newName("subscriptions");
      await succeed("PUT", name, { topic, ...settings });
      return name;
    },
    async publish(topic: string, ...messages: readonly object[]) {
      const { messageIds } = await succeed("POST", `${topic}:publish`, { messages });
      return messageIds as string[];
    },
    pull: (subscription: string, maxMessages = 100) => pullOnce(subscription, { maxMessages, returnImmediately: true }),
    async pullAll(subscription: string, count: number, withinMs = 10_000) {
      const signal = AbortSignal.timeout(withinMs);
      const all: Received[] = [];
      while (all.length < count)
        all.push(...(await pullOnce(subscription, { maxMessages: count - all.length }, signal)));
      return all;
    },
  };
}
