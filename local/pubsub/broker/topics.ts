import { alreadyExists, notFound } from "../state/status.ts";
import { History } from "../state/history.ts";
import { type Message, messageSize, type NewMessage } from "../state/messages.ts";
import { checkName, readTopic, type Topic } from "../state/resources.ts";
import type { Subscription } from "../delivery/subscription.ts";

export interface TopicEntry {
  readonly topic: Topic;
  /** Of a topic that retains its messages. */
  readonly history: History;
  readonly subscriptions: Set<Subscription>;
}

export interface TopicsSettings {
  /** At least 0 and less than 1, as Math.random. */
  readonly random: () => number;
  /** Told of what is published, before it is delivered. */
  readonly onPublish: (topic: string, messages: readonly Message[]) => void;
}

/** Topics by their full names, and what goes through them. */
export class Topics {
  readonly #entries = new Map<string, TopicEntry>();
  readonly #onPublish: TopicsSettings["onPublish"];
  #lastMessageId: number;

  constructor({ random, onPublish }: TopicsSettings) {
    this.#onPublish = onPublish;
    // Sixteen digits, as real ones; those of two brokers hardly ever meet.
    this.#lastMessageId = 1e15 + Math.floor(random() * 8e15);
  }

  create(resource: unknown): Topic {
    const topic = readTopic(resource);
    if (this.#entries.has(topic.name)) throw alreadyExists(topic.name);
    this.#entries.set(topic.name, { topic, history: new History(), subscriptions: new Set() });
    return topic;
  }

  /** @throws StatusError where there is none */
  get(name: string): TopicEntry {
    checkName("topics", name);
    const entry = this.find(name);
    if (entry === undefined) throw notFound(name);
    return entry;
  }

  find(name: string): TopicEntry | undefined {
    return this.#entries.get(name);
  }

  list(): Topic[] {
    return [...this.#entries.values()].map(({ topic }) => topic);
  }

  delete(name: string): void {
    this.#entries.delete(name);
  }

  clear(): void {
    this.#entries.clear();
  }

  /** Returns the message ids. */
  publish(
    { topic, history, subscriptions }: TopicEntry,
    messages: readonly NewMessage[],
    publishTime: number,
  ): string[] {
    const published = messages.map((message): Message => ({
      ...message,
      id: String((this.#lastMessageId += 1)),
      publishTime,
      size: messageSize(message),
    }));
    if (topic.retentionMs !== undefined) history.add(published, publishTime - topic.retentionMs);
    this.#onPublish(topic.name, published);
    for (const subscription of subscriptions) subscription.publish(published);
    return published.map(({ id }) => id);
  }
}
