import type { Clock } from "../../core/clock.ts";
import { readObject, readText, readTextMap } from "../state/fields.ts";
import { StatusError, alreadyExists, notFound } from "../state/status.ts";
import type { Message } from "../state/messages.ts";
import { checkName, filled } from "../state/resources.ts";
import type { Subscription } from "../delivery/subscription.ts";

export interface Snapshot {
  readonly name: string;
  readonly topic: string;
  /** Unix milliseconds. */
  readonly expireTime: number;
  readonly labels: Readonly<Record<string, string>>;
}

interface Entry {
  readonly snapshot: Snapshot;
  /** The subscription's unacknowledged messages, and everything published since. */
  readonly messages: Message[];
}

const HOUR_MS = 3600 * 1000;
const LONGEST_MS = 7 * 24 * HOUR_MS;

/** Subscriptions' unacknowledged messages at some time: https://cloud.google.com/pubsub/docs/replay-overview */
export class Snapshots {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Captures the subscription's unacknowledged messages for a later seek. Expires when its oldest message is seven days
   * old; refused if that is within an hour.
   */
  create(resource: unknown, subscription: Subscription): Snapshot {
    const now = this.#clock.now();
    const fields = readObject(resource, "snapshot", ["name", "subscription", "labels"]);
    const name = readText(fields, "name");
    checkName("snapshots", name);
    if (this.#find(name) !== undefined) throw alreadyExists(name);
    const messages = subscription.messages();
    const expireTime = (messages[0]?.publishTime ?? now) + LONGEST_MS;
    if (expireTime < now + HOUR_MS)
      throw new StatusError(
        "FAILED_PRECONDITION",
        "The operation could not be completed because the subscription's backlog is too old.",
      );
    const snapshot = { name, topic: subscription.config.topic, expireTime, labels: readTextMap(fields, "labels") };
    this.#entries.set(name, { snapshot, messages });
    return snapshot;
  }

  get(name: string): Snapshot {
    checkName("snapshots", name);
    return this.#entry(name).snapshot;
  }

  messages(name: string): readonly Message[] {
    return this.#entry(name).messages;
  }

  /** The snapshots of projects/P. */
  list(project: string): Snapshot[] {
    return this.#all().filter(({ name }) => name.startsWith(`${project}/`));
  }

  namesOf(topic: string): string[] {
    return this.#all().flatMap((snapshot) => (snapshot.topic === topic ? snapshot.name : []));
  }

  delete(name: string): void {
    this.#entry(name);
    this.#entries.delete(name);
  }

  /** Must be called for everything published to a topic. */
  publish(topic: string, messages: readonly Message[]): void {
    for (const name of this.#entries.keys()) {
      const entry = this.#find(name);
      if (entry?.snapshot.topic === topic) entry.messages.push(...messages);
    }
  }

  clear(): void {
    this.#entries.clear();
  }

  #all(): Snapshot[] {
    return [...this.#entries.keys()].flatMap((name) => this.#find(name)?.snapshot ?? []);
  }

  #entry(name: string): Entry {
    return this.#find(name) ?? fail(notFound(name));
  }

  #find(name: string): Entry | undefined {
    const entry = this.#entries.get(name);
    if (entry === undefined || entry.snapshot.expireTime > this.#clock.now()) return entry;
    this.#entries.delete(name);
    return undefined;
  }
}

function fail(error: StatusError): never {
  throw error;
}

/** The snapshot in an API's format. */
export function snapshotJson({ name, topic, expireTime, labels }: Snapshot, time: (at: number) => unknown) {
  return { name, topic, expireTime: time(expireTime), ...(filled(labels) ? { labels } : {}) };
}
