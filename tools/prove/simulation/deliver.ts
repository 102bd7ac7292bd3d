import { timeoutSecondsOf } from "../../../functions/runtime/define/batch-handler.ts";
import type { Message } from "../../../functions/runtime/pubsub/message.ts";
import { MAX_DELIVERY_ATTEMPTS } from "../../../functions/runtime/handle/give-up.ts";
import { DEAD_LETTER_PREFIX, REPLAY_HANDLER } from "../../../functions/runtime/pubsub/message.ts";
import { handlerName } from "../../../functions/runtime/define/handler.ts";
import { type Delivery, isAcknowledged, type ProvedHandler } from "./delivery.ts";
import { type Instance, startInstance } from "./instance.ts";
import { fireUntil, runUntil, type Simulation } from "./simulation.ts";

/** A handler's subscription: it is pushed to one instance, and to a new one when that has died. */
export interface Subscription {
  readonly simulation: Simulation;
  readonly handler: ProvedHandler;
  instance: Instance;
}

export function subscribe(simulation: Simulation, handler: ProvedHandler): Subscription {
  return { simulation, handler, instance: startInstance(simulation, handler) };
}

const MOST_ATTEMPTS = MAX_DELIVERY_ATTEMPTS;
/** The subscription's retry policy, as Terraform declares it. */
const LEAST_BACKOFF_MS = 10_000;
const MOST_BACKOFF_MS = 600_000;
/** The ack deadline is so much later than the function's own timeout. */
const ACK_SPARE_MS = 10_000;

export interface Delivered {
  readonly isAcknowledged: boolean;
  /** The pushes of this call. */
  readonly attempts: number;
}

/**
 * The next one that reaches an instance: after ten ever fewer do, for want of one, which Pub/Sub counts all the
 * same. To fail as often again would show nothing new; the last three attempts are made.
 */
function nextAttempt(attempt: number, from: number, last = MOST_ATTEMPTS): number {
  const made = attempt - from + 1;
  return attempt + (made < 10 ? 1 : Math.max(1, Math.min(Math.ceil(made / 2), last - 2 - attempt)));
}

/** Delivers a message as Pub/Sub does until it is acknowledged, from that attempt on; `isFirst` where no instance has had it yet. */
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

/** Before that attempt, from the second on. */
function backoffMs(attempt: number): number {
  return Math.min(MOST_BACKOFF_MS, LEAST_BACKOFF_MS * 2 ** (attempt - 2));
}

/** One delivery, run until its answer or its instance's death. */
export async function deliverOnce(subscription: Subscription, message: Message, attempt: number): Promise<Delivery> {
  const delivery = push(subscription, message, attempt);
  await runUntil(subscription.simulation, () => isOver(subscription, delivery));
  return delivery;
}

/** Begins a delivery; somebody has to let time pass for it. */
export function push(subscription: Subscription, message: Message, attempt: number, publishedAt?: number): Delivery {
  if (!subscription.instance.isAlive)
    subscription.instance = startInstance(subscription.simulation, subscription.handler);
  return subscription.instance.deliver(message, attempt, publishedAt);
}

/** Begins a delivery of several messages to a batch handler, as one batch. */
export function pushTogether(
  subscription: Subscription,
  messages: readonly Message[],
  attempt: number,
): readonly Delivery[] {
  if (!subscription.instance.isAlive)
    subscription.instance = startInstance(subscription.simulation, subscription.handler);
  return subscription.instance.deliverTogether(messages, attempt);
}

/** One batch, run until each message has its answer or the instance is gone. */
export async function deliverTogether(
  subscription: Subscription,
  messages: readonly Message[],
  attempt: number,
): Promise<readonly Delivery[]> {
  const deliveries = pushTogether(subscription, messages, attempt);
  await runUntil(subscription.simulation, () => deliveries.every((delivery) => isOver(subscription, delivery)));
  return deliveries;
}

/** Delivers messages as one batch, and what of it is not acknowledged as another, until all are. False if they never are. */
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

/** Lets so much time pass, and what falls due in it happen. */
export async function pass(simulation: Simulation, milliseconds: number): Promise<void> {
  const until = simulation.clock.now() + milliseconds;
  await fireUntil(simulation, until);
  simulation.clock.moveTo(until);
}

/** Publishes what was dead-lettered again, as `npm run dead-letters -- replay` does. */
export async function replay(subscription: Subscription, message: Message): Promise<Delivered> {
  const kept = Object.entries(message.attributes).filter(([name]) => !name.startsWith(DEAD_LETTER_PREFIX));
  const attributes = { ...Object.fromEntries(kept), [REPLAY_HANDLER]: handlerName(subscription.handler.handler) };
  // Whoever replays a dead letter has taken it from its topic.
  subscription.simulation.deadLetters.length = 0;
  return deliverUntilAcknowledged(subscription, { ...message, attributes });
}
