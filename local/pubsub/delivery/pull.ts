import type { Delivery } from "./lane.ts";
import type { Message } from "../state/messages.ts";
import type { StatusError } from "../state/status.ts";

/** A pulled message. */
export interface ReceivedMessage {
  readonly ackId: string;
  readonly message: Message;
  /** Only if the subscription has a dead-letter policy. */
  readonly deliveryAttempt?: number;
}

/** A receiver of a subscription's messages. */
export interface Consumer {
  /** Maximum at once per ordering key. */
  readonly perKey: number;
  /** How many more messages it accepts now. */
  room(): number;
  /** How many more bytes; the message that exceeds them is still accepted. Default: unlimited. */
  roomBytes?(): number;
  accept(deliveries: readonly Delivery[]): void;
  /** Notifies it that no more messages will come. */
  end?(reason: StatusError): void;
}

/** Leases a delivery to a puller; onEnd is called when its acknowledgement id becomes invalid. */
type Grant = (delivery: Delivery, onEnd: () => void) => ReceivedMessage;

/** A unary pull that waits for its first message. */
export class Waiter implements Consumer {
  readonly perKey = Number.POSITIVE_INFINITY;
  readonly messages: Promise<readonly ReceivedMessage[]>;
  readonly #grant: Grant;
  readonly #settlers = Promise.withResolvers<readonly ReceivedMessage[]>();
  #room: number;

  constructor(maxMessages: number, grant: Grant) {
    this.#room = maxMessages;
    this.#grant = grant;
    this.messages = this.#settlers.promise;
  }

  room(): number {
    return this.#room;
  }

  accept(deliveries: readonly Delivery[]): void {
    this.#room = 0;
    this.#settlers.resolve(deliveries.map((delivery) => this.#grant(delivery, () => {})));
  }

  /** Answers without messages. */
  giveUp(): void {
    this.accept([]);
  }

  end(reason: StatusError): void {
    this.#room = 0;
    this.#settlers.reject(reason);
  }
}

export interface StreamSettings {
  /** Limit of unanswered messages. */
  readonly maxOutstandingMessages: number;
  /** Limit of their bytes. */
  readonly maxOutstandingBytes: number;
  readonly onMessages: (messages: readonly ReceivedMessage[]) => void;
  readonly onEnd: (reason: StatusError) => void;
}

/** A streaming pull: accepts messages as they come, within its flow control. */
export class Stream implements Consumer {
  readonly perKey = Number.POSITIVE_INFINITY;
  readonly #grant: Grant;
  readonly #settings: StreamSettings;
  readonly #onRoom: () => void;
  #outstanding = 0;
  #outstandingBytes = 0;

  constructor(settings: StreamSettings, grant: Grant, onRoom: () => void) {
    this.#settings = settings;
    this.#grant = grant;
    this.#onRoom = onRoom;
  }

  room(): number {
    return this.roomBytes() > 0 ? this.#settings.maxOutstandingMessages - this.#outstanding : 0;
  }

  roomBytes(): number {
    return this.#settings.maxOutstandingBytes - this.#outstandingBytes;
  }

  accept(deliveries: readonly Delivery[]): void {
    this.#hold(
      deliveries.length,
      deliveries.reduce((sum, { message }) => sum + message.size, 0),
    );
    const messages = deliveries.map((delivery) => this.#grant(delivery, () => this.#release(delivery)));
    this.#settings.onMessages(messages);
  }

  end(reason: StatusError): void {
    this.#settings.onEnd(reason);
  }

  #hold(count: number, bytes: number): void {
    this.#outstanding += count;
    this.#outstandingBytes += bytes;
  }

  #release({ message }: Delivery): void {
    this.#hold(-1, -message.size);
    this.#onRoom();
  }
}
