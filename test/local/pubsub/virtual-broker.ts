import { VirtualClock } from "../../../local/core/clock.ts";
import { Broker } from "../../../local/pubsub/broker/broker.ts";
import type { DeliveryRecord, PushBody } from "../../../local/pubsub/delivery/push.ts";

export const TOPIC = "projects/p/topics/form.submitted";
export const SUBSCRIPTION = "projects/p/subscriptions/form-submitted";
export const DEAD_TOPIC = "projects/p/topics/form-submitted-dead";
export const DEAD_SUBSCRIPTION = "projects/p/subscriptions/form-submitted-dead";

/** A push request as its receiver sees it. */
export interface Arrival {
  /** Seconds since the test began. */
  readonly at: number;
  readonly body: PushBody;
  readonly text: string;
}

/** Answers a push with an HTTP status, at once or later; rejecting means that nobody can be reached. */
export type Receiver = (arrival: Arrival, signal: AbortSignal) => number | Promise<number>;

export const NEVER = new Promise<number>(() => {});

/** A broker on a clock that stands still until the test moves it, with one topic, its dead-letter topic and a receiver. */
export function virtualBroker(receiver: Receiver = () => 204) {
  const clock = new VirtualClock();
  const start = clock.now();
  const arrivals: Arrival[] = [];
  const records: DeliveryRecord[] = [];
  const broker = new Broker({
    clock,
    random: () => 0.5,
    async push(_, body, signal) {
      const arrival = { at: (clock.now() - start) / 1000, body, text: textOf(body.message.data) };
      arrivals.push(arrival);
      return receiver(arrival, signal);
    },
  });
  broker.onDelivery((record) => records.push(record));
  broker.createTopic({ name: TOPIC });
  broker.createTopic({ name: DEAD_TOPIC });
  broker.createSubscription({ name: DEAD_SUBSCRIPTION, topic: DEAD_TOPIC });
  const subscribe = (settings: object) => broker.createSubscription({ name: SUBSCRIPTION, topic: TOPIC, ...settings });
  return { broker, clock, arrivals, records, subscribe };
}

export const PUSH = { pushConfig: { pushEndpoint: "http://127.0.0.1:1/" } };

/** A message whose data is the text. */
export function message(text: string, orderingKey = "") {
  return { data: Buffer.from(text).toString("base64"), attributes: {}, orderingKey };
}

export const textOf = (data = "") => Buffer.from(data, "base64").toString();

/** Pulls what is there, without waiting. */
export async function pull(broker: Broker, subscription = SUBSCRIPTION, maxMessages = 1000) {
  const received = await broker.pull(subscription, maxMessages, { returnImmediately: true });
  return received.map(({ ackId, message: { data, ...rest }, deliveryAttempt }) => ({
    ...rest,
    ackId,
    deliveryAttempt,
    text: textOf(data),
  }));
}
