import type { Clock } from "../../core/clock.ts";
import { systemClock } from "../../core/clock.ts";
import type { Message, MessageJson, NewMessage } from "../state/messages.ts";
import { deadLetter } from "../state/dead-letter.ts";
import { checkPublish, checkRange, messageJson } from "../state/messages.ts";
import type { ReceivedMessage } from "../delivery/pull.ts";
import type { DeliveryRecord, Push } from "../delivery/push.ts";
import type { SubscriptionConfig, Topic } from "../state/resources.ts";
import { checkName, readSubscription } from "../state/resources.ts";
import { StatusError, alreadyExists, invalid, invalidAckIds, notFound } from "../state/status.ts";
import { Snapshots } from "./snapshots.ts";
import type { PullOptions, SubscriptionSettings } from "../delivery/subscription.ts";
import { Subscription } from "../delivery/subscription.ts";
import { Topics } from "./topics.ts";
import { updatedSubscription } from "../state/update.ts";

interface BrokerSettings {
  readonly clock?: Clock;
  /** From 0 up to but not including 1, like Math.random. */
  readonly random?: () => number;
  readonly push: Push;
  /** Delay until a changed push configuration applies: up to minutes in Google's service. Default 0. */
  readonly pushConfigDelaySeconds?: number;
}

/** What a console or a test inspects. */
interface BrokerState {
  readonly topics: readonly string[];
  readonly subscriptions: readonly { readonly name: string; readonly topic: string; readonly undelivered: number }[];
  /** A subscription's unacknowledged messages, oldest first; reading has no effect on them. */
  messages(subscription: string): readonly MessageJson[];
}

const DELETED_TOPIC = "_deleted-topic_";
const MAX_PULLED = 1000;

/**
 * Pub/Sub's topics, subscriptions and messages, independent of an API. Resources are read in Google's JSON format;
 * names are full (projects/P/topics/T). Throws a StatusError for whatever the real service refuses.
 */
export class Broker {
  readonly snapshots: Snapshots;
  readonly #clock: Clock;
  readonly #topics: Topics;
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #onPublish = new Set<(topic: string, messages: readonly Message[]) => void>();
  readonly #onDelivery = new Set<(record: DeliveryRecord) => void>();
  readonly #onUpdate = new Set<(name: string) => void>();
  readonly #subscriptionSettings: SubscriptionSettings;
  #isPaused = false;

  constructor({ clock = systemClock, random = Math.random, push, pushConfigDelaySeconds = 0 }: BrokerSettings) {
    this.#clock = clock;
    this.snapshots = new Snapshots(clock);
    this.#topics = new Topics({ random, onPublish: (...published) => this.#published(...published) });
    const ackIdPrefix = Math.floor(random() * 2 ** 48).toString(36);
    let lastAckId = 0;
    this.#subscriptionSettings = {
      clock,
      push,
      pushConfigDelayMs: pushConfigDelaySeconds * 1000,
      newAckId: () => `${ackIdPrefix}-${(lastAckId += 1)}`,
      report: (record) => this.#onDelivery.forEach((callback) => callback(record)),
      deadLetter: (...dead) => this.#deadLetter(...dead),
    };
  }

  createTopic(resource: unknown): Topic {
    return this.#topics.create(resource);
  }

  getTopic(name: string): Topic {
    return this.#topics.get(name).topic;
  }

  /** The topics of projects/P. */
  listTopics(project: string): Topic[] {
    return this.#topics.list().filter(({ name }) => name.startsWith(`${project}/`));
  }

  listTopicSubscriptions(name: string): string[] {
    return [...this.#topics.get(name).subscriptions].map(({ config }) => config.name);
  }

  /** Keeps its subscriptions with their messages. */
  deleteTopic(name: string): void {
    const { subscriptions } = this.#topics.get(name);
    for (const subscription of subscriptions) subscription.configure({ ...subscription.config, topic: DELETED_TOPIC });
    this.#topics.delete(name);
  }

  /** Returns the message ids. */
  publish(topic: string, messages: readonly NewMessage[]): string[] {
    if (this.#isPaused)
      throw new StatusError("UNAVAILABLE", "The service was unable to fulfill your request. Please try again.");
    const entry = this.#topics.get(topic);
    checkPublish(messages);
    return this.#topics.publish(entry, messages, this.#clock.now());
  }

  createSubscription(resource: unknown): SubscriptionConfig {
    const config = readSubscription(resource);
    if (this.#subscriptions.has(config.name)) throw alreadyExists(config.name);
    const { subscriptions } = this.#topics.get(config.topic);
    this.#checkDeadLetterTopic(config);
    const subscription = new Subscription(config, this.#subscriptionSettings);
    subscriptions.add(subscription);
    this.#subscriptions.set(config.name, subscription);
    return config;
  }

  getSubscription(name: string): SubscriptionConfig {
    return this.subscription(name).config;
  }

  /** The subscriptions of projects/P. */
  listSubscriptions(project: string): SubscriptionConfig[] {
    return [...this.#subscriptions.values()]
      .map(({ config }) => config)
      .filter(({ name }) => name.startsWith(`${project}/`));
  }

  /** Copies the named fields from the resource. */
  updateSubscription(name: string, resource: unknown, fields: readonly string[]): SubscriptionConfig {
    const subscription = this.subscription(name);
    const config = updatedSubscription(subscription.config, resource, fields);
    this.#checkDeadLetterTopic(config);
    subscription.configure(config);
    for (const callback of this.#onUpdate) callback(name);
    return config;
  }

  /** An empty push configuration turns it into a pull subscription. */
  modifyPushConfig(name: string, pushConfig: unknown): void {
    this.updateSubscription(name, { pushConfig }, ["pushConfig"]);
  }

  deleteSubscription(name: string): void {
    const subscription = this.subscription(name);
    this.#topics.find(subscription.config.topic)?.subscriptions.delete(subscription);
    this.#subscriptions.delete(name);
    subscription.close(notFound(name));
  }

  listTopicSnapshots(topic: string): string[] {
    this.#topics.get(topic);
    return this.snapshots.namesOf(topic);
  }

  /** Moves a subscription to a time in Unix milliseconds, or to a snapshot of its topic. */
  seek(name: string, to: { readonly time: number } | { readonly snapshot: string }): void {
    const subscription = this.subscription(name);
    const { topic } = subscription.config;
    if ("snapshot" in to) {
      if (this.snapshots.get(to.snapshot).topic !== topic)
        throw invalid("The snapshot is of another topic than the subscription's.");
      subscription.seek(this.snapshots.messages(to.snapshot));
      return;
    }
    const { topic: { retentionMs } = {}, history } = this.#topics.find(topic) ?? {};
    const retained = retentionMs === undefined ? undefined : history?.since(to.time);
    subscription.seek(retained ?? subscription.messagesSince(to.time));
  }

  /** The subscription itself, for streaming. */
  subscription(name: string): Subscription {
    checkName("subscriptions", name);
    const subscription = this.#subscriptions.get(name);
    if (subscription === undefined) throw notFound(name);
    return subscription;
  }

  /** Waits up to 90 s for a message, unless told to return at once. May return fewer than available. */
  async pull(name: string, maxMessages: number, options: PullOptions = {}): Promise<readonly ReceivedMessage[]> {
    const subscription = this.subscription(name);
    checkRange("max_messages", maxMessages, 1, Number.MAX_SAFE_INTEGER);
    return subscription.pull(Math.min(maxMessages, MAX_PULLED), options);
  }

  acknowledge(name: string, ackIds: readonly string[]): void {
    const subscription = this.subscription(name);
    checkAckIds(ackIds);
    reportInvalid(subscription, subscription.acknowledge(ackIds));
  }

  /** 0 returns the messages; up to 600 seconds restarts their deadlines. */
  modifyAckDeadline(name: string, ackIds: readonly string[], seconds: number): void {
    const subscription = this.subscription(name);
    checkAckIds(ackIds);
    checkRange("ack_deadline_seconds", seconds, 0, 600);
    reportInvalid(subscription, subscription.modifyAckDeadline(ackIds, seconds));
  }

  /** Calls back after every push request. Returns a function that unsubscribes. */
  onDelivery(callback: (record: DeliveryRecord) => void): () => void {
    this.#onDelivery.add(callback);
    return () => this.#onDelivery.delete(callback);
  }

  /** Calls back with what is published, before delivery. */
  onPublish(callback: (topic: string, messages: readonly Message[]) => void): void {
    this.#onPublish.add(callback);
  }

  /** Calls back with the name of a changed subscription. */
  onUpdate(callback: (name: string) => void): void {
    this.#onUpdate.add(callback);
  }

  /** An outage for publishers, who get UNAVAILABLE until resume(). Deliveries continue. */
  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
  }

  clearMessages(): void {
    for (const subscription of this.#subscriptions.values()) subscription.clear();
  }

  /** Deletes everything and ends whatever is under way. */
  deleteAll(): void {
    for (const name of this.#subscriptions.keys()) this.deleteSubscription(name);
    this.#topics.clear();
    this.snapshots.clear();
  }

  state(): BrokerState {
    const subscriptions = [...this.#subscriptions.values()];
    return {
      topics: this.#topics.list().map(({ name }) => name),
      subscriptions: subscriptions.map(({ config: { name, topic }, undelivered }) => ({ name, topic, undelivered })),
      messages: (subscription) => this.subscription(subscription).messages().map(messageJson),
    };
  }

  #published(topic: string, messages: readonly Message[]): void {
    this.snapshots.publish(topic, messages);
    for (const callback of this.#onPublish) callback(topic, messages);
  }

  #checkDeadLetterTopic({ deadLetterPolicy, topic }: SubscriptionConfig): void {
    if (deadLetterPolicy === undefined) return;
    if (deadLetterPolicy.deadLetterTopic === topic)
      throw invalid("The dead-letter topic must not be the subscription's own topic.");
    this.#topics.get(deadLetterPolicy.deadLetterTopic);
  }

  #deadLetter({ name, deadLetterPolicy }: SubscriptionConfig, message: Message, attempts: number): boolean {
    const entry = this.#topics.find(deadLetterPolicy?.deadLetterTopic ?? "");
    if (entry === undefined) return false;
    this.#topics.publish(entry, [deadLetter(name, message, attempts)], this.#clock.now());
    return true;
  }
}

/** Without exactly-once delivery, invalid ids are ignored: messages may be redelivered anyway. */
function reportInvalid({ config }: Subscription, ackIds: readonly string[]): void {
  if (config.enableExactlyOnceDelivery && ackIds.length > 0) throw invalidAckIds(ackIds);
}

function checkAckIds(ackIds: readonly string[]): void {
  if (ackIds.length === 0) throw invalid("No ack ids specified.");
  const strange = ackIds.find((ackId) => !/^[a-z0-9]+-\d+$/.test(ackId));
  if (strange !== undefined) throw invalid(`You have passed an invalid ack ID to the service (ack_id=${strange}).`);
}
