import type { Delivery } from "../state/lane.ts";
import type { Message } from "../state/messages.ts";
import type { StatusError } from "../api/status.ts";

/** A message handed to somebody who pulls. */
export interface ReceivedMessage {
  readonly ackId: string;
  readonly message: Message;
  /** Only where the subscription has a dead-letter policy. */
  readonly deliveryAttempt?: number;
}

/** Somebody a subscription hands messages to. */
export interface Consumer {
  /** At most so many of one ordering key at once. */
  readonly perKey: number;
  /** How many more messages it takes now. */
  room(): number;
  accept(deliveries: readonly Delivery[]): void;
  /** Tells it that there will be no more. */
  end?(reason: StatusError): void;
}

/** Turns a delivery into what a puller sees; onEnd is called when its acknowledgement id is void. */
export type Grant = (delivery: Delivery, onEnd: () => void) => ReceivedMessage;

/** One unary pull that waits for its first message. */
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

  /** Answers without a message. */
  giveUp(): void {
    this.accept([]);
  }

  end(reason: StatusError): void {
    this.#room = 0;
    this.#settlers.reject(reason);
  }
}

export interface StreamSettings {
  /** How many unanswered messages it may hold at once. */
  readonly maxOutstandingMessages: number;
  readonly onMessages: (messages: readonly ReceivedMessage[]) => void;
  readonly onEnd: (reason: StatusError) => void;
}

/** One streaming pull: takes messages as they come, up to its flow control's count of them. Bytes are not counted. */
export class Stream implements Consumer {
  readonly perKey = Number.POSITIVE_INFINITY;
  readonly #grant: Grant;
  readonly #settings: StreamSettings;
  readonly #onRoom: () => void;
  #outstanding = 0;

  constructor(settings: StreamSettings, grant: Grant, onRoom: () => void) {
    this.#settings = settings;
    this.#grant = grant;
    this.#onRoom = onRoom;
  }

  room(): number {
    return this.#settings.maxOutstandingMessages - this.#outstanding;
  }

  accept(deliveries: readonly Delivery[]): void {
    this.#outstanding += deliveries.length;
    const messages = deliveries.map((delivery) => this.#grant(delivery, () => this.#release()));
    this.#settings.onMessages(messages);
  }

  end(reason: StatusError): void {
    this.#settings.onEnd(reason);
  }

  #release(): void {
    this.#outstanding -= 1;
    this.#onRoom();
  }
}
