import type { Clock } from "../../core/clock.ts";
import type { Delivery } from "./lane.ts";
import type { Settle } from "./leases.ts";
import type { Message, MessageJson } from "../state/messages.ts";
import { messageJson } from "../state/messages.ts";

/** The body of a push request: https://cloud.google.com/pubsub/docs/push#receive_push */
export interface PushBody {
  /** Only if the subscription has a dead-letter policy. */
  readonly deliveryAttempt?: number;
  readonly message: MessageJson & { readonly message_id: string; readonly publish_time: string };
  readonly subscription: string;
}

/**
 * Posts the body and resolves with the HTTP status; rejects if there is no answer. Aborts with the signal, by a
 * TimeoutError at the ack deadline.
 */
export type Push = (endpoint: string, body: PushBody, signal: AbortSignal) => Promise<number>;

/** The outcome of a push request, or of a message that a handler has pulled. */
export interface DeliveryRecord {
  readonly subscription: string;
  readonly messageId: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly orderingKey?: string;
  /** 1 for the first. */
  readonly attempt: number;
  readonly outcome: "acknowledged" | "refused" | "timed out" | "unreachable";
  /** The HTTP status, if answered. */
  readonly status?: number;
  /** RFC 3339, like startedAt. */
  readonly publishTime: string;
  readonly startedAt: string;
  readonly latencyMs: number;
}

/** A push subscription's current settings. */
interface PushTarget {
  readonly subscription: string;
  readonly endpoint: string;
  readonly ackDeadlineMs: number;
  readonly hasDeadLetterPolicy: boolean;
}

interface PusherSettings {
  readonly clock: Clock;
  readonly push: Push;
  readonly target: () => PushTarget;
  readonly settle: Settle;
  readonly report: (record: DeliveryRecord) => void;
}

const ACKNOWLEDGING = new Set([102, 200, 201, 202, 204]);
const FIRST_WINDOW = 10;
const LARGEST_WINDOW = 1000;

/**
 * Pushes one message per request, with a window of concurrent requests: it starts small, grows by one with each
 * acknowledgement (so doubles per window) and halves with each failure down to one, like the real service's slow start.
 * The real one also pauses the whole subscription for 100 ms to 60 s after failures, independently of the retry policy.
 * That is left out, so that backoffs follow the policy.
 */
export class Pusher {
  readonly perKey = 1;
  readonly #settings: PusherSettings;
  readonly #underWay = new Set<AbortController>();
  #window = FIRST_WINDOW;

  constructor(settings: PusherSettings) {
    this.#settings = settings;
  }

  room(): number {
    return this.#window - this.#underWay.size;
  }

  accept(deliveries: readonly Delivery[]): void {
    for (const delivery of deliveries) this.#push(delivery);
  }

  /** Aborts all requests under way without settling anything. */
  clear(): void {
    const underWay = [...this.#underWay];
    this.#underWay.clear();
    for (const controller of underWay) controller.abort();
    this.#window = FIRST_WINDOW;
  }

  #push(delivery: Delivery): void {
    const { clock, push, target } = this.#settings;
    const { endpoint, ackDeadlineMs, ...envelope } = target();
    const { generation } = delivery;
    const attempt = { delivery, generation, number: delivery.failures + 1, startedAt: clock.now() };
    const controller = new AbortController();
    const finish = (outcome: DeliveryRecord["outcome"], status?: number) => {
      cancelDeadline();
      if (!this.#underWay.delete(controller)) return;
      this.#finish(attempt, outcome, status);
    };
    const cancelDeadline = clock.after(ackDeadlineMs, () => {
      finish("timed out");
      controller.abort(new DOMException("the ack deadline has passed", "TimeoutError"));
    });
    controller.signal.addEventListener("abort", cancelDeadline);
    this.#underWay.add(controller);
    push(endpoint, pushBody(delivery.message, attempt.number, envelope), controller.signal).then(
      (status) => finish(ACKNOWLEDGING.has(status) ? "acknowledged" : "refused", status),
      () => finish("unreachable"),
    );
  }

  #finish(attempt: Attempt, outcome: DeliveryRecord["outcome"], status?: number): void {
    const isAcknowledged = outcome === "acknowledged";
    this.#window = isAcknowledged
      ? Math.min(this.#window + 1, LARGEST_WINDOW)
      : Math.max(Math.floor(this.#window / 2), 1);
    const { clock, settle, report, target } = this.#settings;
    const made = { ...attempt, endedAt: clock.now(), outcome, ...(status === undefined ? {} : { status }) };
    report(recordOf(target().subscription, attempt.delivery.message, made));
    settle(attempt.delivery, attempt.generation, isAcknowledged);
  }
}

interface Attempt extends Pick<Made, "number" | "startedAt"> {
  readonly delivery: Delivery;
  readonly generation: number;
}

interface Made extends Pick<DeliveryRecord, "outcome" | "status"> {
  readonly number: number;
  readonly startedAt: number;
  readonly endedAt: number;
}

export function recordOf(
  subscription: string,
  { id, attributes, orderingKey, publishTime }: Message,
  { number, startedAt, endedAt, outcome, status }: Made,
): DeliveryRecord {
  return {
    subscription,
    messageId: id,
    attributes,
    ...(orderingKey === "" ? {} : { orderingKey }),
    attempt: number,
    outcome,
    ...(status === undefined ? {} : { status }),
    publishTime: new Date(publishTime).toISOString(),
    startedAt: new Date(startedAt).toISOString(),
    latencyMs: endedAt - startedAt,
  };
}

type Envelope = Pick<PushTarget, "subscription" | "hasDeadLetterPolicy">;

function pushBody(message: Message, attempt: number, { subscription, hasDeadLetterPolicy }: Envelope): PushBody {
  const json = messageJson(message);
  return {
    ...(hasDeadLetterPolicy ? { deliveryAttempt: attempt } : {}),
    message: { ...json, message_id: json.messageId, publish_time: json.publishTime },
    subscription,
  };
}
