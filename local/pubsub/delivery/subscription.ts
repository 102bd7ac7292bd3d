import type { Clock } from "../../core/clock.ts";
import { Backlog } from "./backlog.ts";
import type { Delivery } from "./lane.ts";
import { type Filter, readFilter } from "../state/filter.ts";
import { History } from "../state/history.ts";
import { Leases } from "./leases.ts";
import type { Message } from "../state/messages.ts";
import type { ReceivedMessage, StreamSettings } from "./pull.ts";
import { Stream, Waiter } from "./pull.ts";
import type { DeliveryRecord, Push } from "./push.ts";
import { Pusher, recordOf } from "./push.ts";
import { Turns } from "./turns.ts";
import type { SubscriptionConfig } from "../state/resources.ts";
import { retryDelayMs } from "../state/retry.ts";
import type { StatusError } from "../state/status.ts";

export interface SubscriptionSettings {
  readonly clock: Clock;
  readonly push: Push;
  readonly pushConfigDelayMs?: number;
  readonly newAckId: () => string;
  readonly report: (record: DeliveryRecord) => void;
  /** Publishes to the dead-letter topic; returns false if that was deleted. */
  readonly deadLetter: (config: SubscriptionConfig, message: Message, attempts: number) => boolean;
}

export interface PullOptions {
  readonly returnImmediately?: boolean;
  /** Aborts when the puller leaves. */
  readonly signal?: AbortSignal;
}

/** A streaming pull as an API uses it. */
export interface OpenStream {
  /** For messages delivered from now on. */
  setAckDeadline(seconds: number): void;
  /** Accepts no more messages; leases it holds run until their deadlines. */
  close(): void;
}

// About when the real service ends a pull that finds nothing.
const LONGEST_PULL_MS = 90_000;

/** A subscription: delivers messages and settles them. */
export class Subscription {
  readonly #settings: SubscriptionSettings;
  readonly #backlog: Backlog;
  readonly #leases: Leases;
  readonly #pusher: Pusher;
  readonly #turns: Turns;
  readonly #isFor: Filter;
  readonly #history = new History();
  #config: SubscriptionConfig;
  /** The effective push configuration, which lags behind the config's. */
  #pushConfig: SubscriptionConfig["pushConfig"];
  #cancelChange = () => {};

  constructor(config: SubscriptionConfig, settings: SubscriptionSettings) {
    const { clock, newAckId, push, report } = settings;
    const settle = this.#settle.bind(this);
    this.#settings = settings;
    this.#config = config;
    this.#isFor = readFilter(config.filter);
    this.#backlog = new Backlog({
      clock,
      isOrdered: config.enableMessageOrdering,
      retentionMs: () => this.#config.retentionMs,
      retryDelayMs: (failures) => retryDelayMs(this.#config.retryPolicy, failures),
      onReady: () => this.#turns.dispatch(),
    });
    this.#turns = new Turns(this.#backlog);
    this.#leases = new Leases(clock, newAckId, settle);
    this.#pusher = new Pusher({ clock, push, settle, report, target: () => this.#pushTarget() });
    this.#pushBy(config.pushConfig);
  }

  get config(): SubscriptionConfig {
    return this.#config;
  }

  get undelivered(): number {
    return this.#backlog.size;
  }

  /** The unacknowledged messages; reading has no effect on them. */
  messages(): Message[] {
    return this.#backlog.list().map(({ message }) => message);
  }

  configure(config: SubscriptionConfig): void {
    const { clock, pushConfigDelayMs = 0 } = this.#settings;
    const { pushConfig } = config;
    this.#config = config;
    this.#cancelChange();
    if (pushConfigDelayMs === 0 || pushConfig?.pushEndpoint === this.#pushConfig?.pushEndpoint)
      this.#pushBy(pushConfig);
    else this.#cancelChange = clock.after(pushConfigDelayMs, () => this.#pushBy(pushConfig));
  }

  #pushBy(pushConfig: SubscriptionConfig["pushConfig"]): void {
    this.#pushConfig = pushConfig;
    if (pushConfig === undefined) this.#turns.leave(this.#pusher);
    else this.#turns.join(this.#pusher);
  }

  publish(messages: readonly Message[]): void {
    const { retainAckedMessages, retentionMs } = this.#config;
    if (retainAckedMessages) this.#history.add(messages, this.#settings.clock.now() - retentionMs);
    this.#add(messages);
  }

  /** The stored messages since that time, including acknowledged ones if they are retained. */
  messagesSince(time: number): Message[] {
    if (this.#config.retainAckedMessages) return this.#history.since(time);
    return this.messages().filter(({ publishTime }) => publishTime >= time);
  }

  /** Replaces the unacknowledged messages. */
  seek(messages: readonly Message[]): void {
    this.clear();
    this.#add(messages);
  }

  async pull(
    maxMessages: number,
    { returnImmediately = false, signal }: PullOptions = {},
  ): Promise<readonly ReceivedMessage[]> {
    const waiter = new Waiter(maxMessages, (delivery, onEnd) =>
      this.#grant(delivery, this.#config.ackDeadlineSeconds, onEnd),
    );
    this.#turns.join(waiter);
    const giveUp = () => waiter.giveUp();
    if (returnImmediately || signal?.aborted === true) giveUp();
    const cancelWait = this.#settings.clock.after(LONGEST_PULL_MS, giveUp);
    signal?.addEventListener("abort", giveUp);
    try {
      return await waiter.messages;
    } finally {
      cancelWait();
      signal?.removeEventListener("abort", giveUp);
      this.#turns.leave(waiter);
    }
  }

  openStream(ackDeadlineSeconds: number, settings: StreamSettings): OpenStream {
    let seconds = ackDeadlineSeconds;
    const stream = new Stream(
      settings,
      (delivery, onEnd) => this.#grant(delivery, seconds, onEnd),
      () => this.#turns.dispatch(),
    );
    this.#turns.join(stream);
    return {
      setAckDeadline: (newSeconds) => {
        seconds = newSeconds;
      },
      close: () => this.#turns.leave(stream),
    };
  }

  /** Returns the invalid ids, which only exactly-once delivery reports. */
  acknowledge(ackIds: readonly string[]): readonly string[] {
    return this.#turns.holding(() => ackIds.filter((ackId) => !this.#leases.acknowledge(ackId)));
  }

  /** Returns the invalid ids, like acknowledge(). */
  modifyAckDeadline(ackIds: readonly string[], seconds: number): readonly string[] {
    return this.#turns.holding(() => ackIds.filter((ackId) => !this.#leases.modifyDeadline(ackId, seconds * 1000)));
  }

  /** Redelivers at once what a vanished receiver holds, as after its leases expire. */
  expireLeases(): void {
    this.#turns.holding(() => this.#leases.expire());
  }

  /** Forgets every message; pulls and streams continue. */
  clear(): void {
    this.#turns.holding(() => {
      this.#backlog.clear();
      this.#leases.clear();
      this.#pusher.clear();
    });
  }

  /** Ends everything; the object can't be used afterwards. */
  close(reason: StatusError): void {
    const consumers = this.#turns.dismiss();
    this.#cancelChange();
    this.clear();
    for (const consumer of consumers) consumer.end?.(reason);
  }

  #add(messages: readonly Message[]): void {
    this.#turns.holding(() => {
      for (const message of messages) if (this.#isFor(message.attributes)) this.#backlog.add(message);
    });
  }

  #grant(delivery: Delivery, ackDeadlineSeconds: number, onEnd: () => void): ReceivedMessage {
    const { clock, report } = this.#settings;
    const { name, deadLetterPolicy } = this.#config;
    const { message } = delivery;
    const [number, startedAt] = [delivery.failures + 1, clock.now()];
    const ackId = this.#leases.grant(delivery, ackDeadlineSeconds * 1000, (outcome) => {
      onEnd();
      // Dead letters and quarantine have no such policy: people reading them are no deliveries.
      if (outcome !== undefined && deadLetterPolicy !== undefined)
        report(recordOf(name, message, { number, startedAt, endedAt: clock.now(), outcome }));
    });
    return { ackId, message, ...(deadLetterPolicy === undefined ? {} : { deliveryAttempt: number }) };
  }

  #settle(delivery: Delivery, generation: number, isAcknowledged: boolean): void {
    if (delivery.generation === generation) {
      if (isAcknowledged || this.#deadLetter(delivery)) this.#backlog.acknowledge(delivery);
      else this.#backlog.fail(delivery);
    }
    this.#turns.dispatch();
  }

  /** Forwards a message after its last attempt. */
  #deadLetter({ failures, message }: Delivery): boolean {
    const policy = this.#config.deadLetterPolicy;
    const attempts = failures + 1;
    if (policy === undefined || attempts < policy.maxDeliveryAttempts) return false;
    return this.#settings.deadLetter(this.#config, message, attempts);
  }

  #pushTarget() {
    const { name, ackDeadlineSeconds, deadLetterPolicy } = this.#config;
    return {
      subscription: name,
      endpoint: this.#pushConfig?.pushEndpoint ?? "",
      ackDeadlineMs: ackDeadlineSeconds * 1000,
      hasDeadLetterPolicy: deadLetterPolicy !== undefined,
    };
  }
}
