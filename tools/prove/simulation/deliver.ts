import { timeoutSecondsOf } from "../../../functions/runtime/define/batch-handler.ts";
import type { Message } from "../../../functions/runtime/pubsub/message.ts";
import { MAX_DELIVERY_ATTEMPTS } from "../../../functions/runtime/handle/give-up.ts";
import { DEAD_LETTER_PREFIX, REPLAY_HANDLER } from "../../../functions/runtime/pubsub/message.ts";
import { handlerName } from "../../../functions/runtime/define/handler.ts";
import { type Delivery, isAcknowledged, type ProvedHandler } from "./delivery.ts";
import { type Instance, startInstance } from "./instance.ts";
import { fireUntil, runUntil, type Simulation } from "./simulation.ts";

/** A handler's push subscription. Delivers to one instance, and to a new one once that has died. */
export interface Subscription {
  readonly simulation: Simulation;
  readonly handler: ProvedHandler;
  instance: Instance;
}

export function subscribe(simulation: Simulation, handler: ProvedHandler): Subscription {
  return { simulation, handler, instance: startInstance(simulation, handler) };
}

const MOST_ATTEMPTS = MAX_DELIVERY_ATTEMPTS;
/** Retry policy of the subscription, as in Terraform. */
const LEAST_BACKOFF_MS = 10_000;
const MOST_BACKOFF_MS = 600_000;
/** How much longer the ack deadline is than the function's timeout. */
const ACK_SPARE_MS = 10_000;

interface Delivered {
  readonly isAcknowledged: boolean;
  /** Number of pushes in this call. */
  readonly attempts: number;
}

/**
 * Number of the next attempt that reaches an instance. After ten failures Pub/Sub counts attempts that find no
 * instance, so most are skipped here: repeating the failure would show nothing new. The last three are always made.
 */
function nextAttempt(attempt: number, from: number, last = MOST_ATTEMPTS): number {
  const made = attempt - from + 1;
  return attempt + (made < 10 ? 1 : Math.max(1, Math.min(Math.ceil(made / 2), last - 2 - attempt)));
}

/**
 * Delivers a message, from this attempt on, as Pub/Sub does until it is acknowledged. `isFirst`: no instance has had
 * the message yet.
 */
export async function deliverUntilAcknowledged(
  subscription: Subscription,
  message: Message,
  { from = 1, isFirst = false, to = MOST_ATTEMPTS, before = (_attempt: number) => {} } = {},
): Promise<Delivered> {
  let pushed = isFirst ? from : Math.max(1, from - 1);
  for (let attempt = from; attempt <= to; attempt = nextAttempt(attempt, from, to)) {
    while (pushed < attempt) await pass(subscription.simulation, backoffMs((pushed += 1)));
    before(attempt);
    const delivery = await deliverOnce(subscription, message, attempt);
    if (isAcknowledged(delivery)) return { isAcknowledged: true, attempts: attempt - from + 1 };
  }
  return { isAcknowledged: false, attempts: to - from + 1 };
}

/** The wait before this attempt, from the second on. */
function backoffMs(attempt: number): number {
  return Math.min(MOST_BACKOFF_MS, LEAST_BACKOFF_MS * 2 ** (attempt - 2));
}

/** One delivery, run until its answer or its instance's death. */
export async function deliverOnce(subscription: Subscription, message: Message, attempt: number): Promise<Delivery> {
  const delivery = push(subscription, message, attempt);
  await runUntil(subscription.simulation, () => isOver(subscription, delivery));
  return delivery;
}

/** Starts a delivery. The caller has to let time pass. */
export function push(subscription: Subscription, message: Message, attempt: number, publishedAt?: number): Delivery {
  if (!subscription.instance.isAlive)
    subscription.instance = startInstance(subscription.simulation, subscription.handler);
  return subscription.instance.deliver(message, attempt, publishedAt);
}

/** Starts a delivery of several messages to a batch handler, as one batch. */
export function pushTogether(
  subscription: Subscription,
  messages: readonly Message[],
  attempt: number,
): readonly Delivery[] {
  if (!subscription.instance.isAlive)
    subscription.instance = startInstance(subscription.simulation, subscription.handler);
  return subscription.instance.deliverTogether(messages, attempt);
}

/** Delivers one batch, until each message is answered or the instance is gone. */
export async function deliverTogether(
  subscription: Subscription,
  messages: readonly Message[],
  attempt: number,
): Promise<readonly Delivery[]> {
  const deliveries = pushTogether(subscription, messages, attempt);
  await runUntil(subscription.simulation, () => deliveries.every((delivery) => isOver(subscription, delivery)));
  return deliveries;
}

/**
 * Delivers messages as one batch, and redelivers the unacknowledged ones, until all are acknowledged. False if that
 * never happens.
 */
export async function deliverTogetherUntilAcknowledged(
  subscription: Subscription,
  messages: readonly Message[],
  from = 1,
): Promise<boolean> {
  let left = messages;
  let pushed = Math.max(1, from - 1);
  for (let attempt = from; attempt <= MOST_ATTEMPTS && left.length > 0; attempt = nextAttempt(attempt, from)) {
    while (pushed < attempt) await pass(subscription.simulation, backoffMs((pushed += 1)));
    const deliveries = await deliverTogether(subscription, left, attempt);
    left = deliveries.filter((delivery) => !isAcknowledged(delivery)).map(({ message }) => message);
  }
  return left.length === 0;
}

export function isOver({ instance }: Subscription, delivery: Delivery): boolean {
  return delivery.status !== undefined || !instance.isAlive;
}

export function ackDeadlineMs({ handler }: ProvedHandler): number {
  return timeoutSecondsOf(handler) * 1000 + ACK_SPARE_MS;
}

/** Lets this much time pass, and runs what falls due. */
export async function pass(simulation: Simulation, milliseconds: number): Promise<void> {
  const until = simulation.clock.now() + milliseconds;
  await fireUntil(simulation, until);
  simulation.clock.moveTo(until);
}

/** Publishes a dead letter again, as `npm run dead-letters -- replay` does. */
export async function replay(subscription: Subscription, message: Message): Promise<Delivered> {
  const kept = Object.entries(message.attributes).filter(([name]) => !name.startsWith(DEAD_LETTER_PREFIX));
  const attributes = { ...Object.fromEntries(kept), [REPLAY_HANDLER]: handlerName(subscription.handler.handler) };
  // A replay removes the dead letter from its topic.
  subscription.simulation.deadLetters.length = 0;
  return deliverUntilAcknowledged(subscription, { ...message, attributes });
}
