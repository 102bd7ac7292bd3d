import { alreadyExists, notFound } from "../state/status.ts";
import { History } from "../state/history.ts";
import { type Message, messageSize, type NewMessage } from "../state/messages.ts";
import { checkName, readTopic, type Topic } from "../state/resources.ts";
import type { Subscription } from "../delivery/subscription.ts";

interface TopicEntry {
  readonly topic: Topic;
  /** For topics that retain messages. */
  readonly history: History;
  readonly subscriptions: Set<Subscription>;
}

interface TopicsSettings {
  /** From 0 up to but not including 1, like Math.random. */
  readonly random: () => number;
  /** Called with what is published, before delivery. */
  readonly onPublish: (topic: string, messages: readonly Message[]) => void;
}

/** Topics by full name, and publishing to them. */
export class Topics {
  readonly #entries = new Map<string, TopicEntry>();
  readonly #onPublish: TopicsSettings["onPublish"];
  #lastMessageId: number;

  constructor({ random, onPublish }: TopicsSettings) {
    this.#onPublish = onPublish;
    // Sixteen digits, like real ids; those of two brokers hardly ever collide.
    this.#lastMessageId = 1e15 + Math.floor(random() * 8e15);
  }

  create(resource: unknown): Topic {
    const topic = readTopic(resource);
    if (this.#entries.has(topic.name)) throw alreadyExists(topic.name);
    this.#entries.set(topic.name, { topic, history: new History(), subscriptions: new Set() });
    return topic;
  }

  /** @throws StatusError if it does not exist */
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
