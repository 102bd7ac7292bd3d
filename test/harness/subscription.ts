import { runInvocation } from "../../functions/runtime/batch/invocation.ts";
import type { Pulled, Subscriber } from "../../functions/runtime/batch/subscriber.ts";
import type { HandleContext } from "../../functions/runtime/handle/handle.ts";
import { createFailures } from "../../functions/runtime/handle/give-up.ts";
import { VirtualClock } from "../../local/core/clock.ts";
import { STATUSES, StatusError } from "../../local/pubsub/state/status.ts";
import { Broker } from "../../local/pubsub/broker/broker.ts";
import { type batchHandler, batchHandler as handlerOf, formsOf, type Run } from "./batch.ts";
import { captureLog } from "./captured-log.ts";
import { validatorOf } from "./units.ts";

const [TOPIC, DEAD] = ["projects/p/topics/form.submitted", "projects/p/topics/form-submitted.dead-letter"];
const SUBSCRIPTION = "projects/p/subscriptions/form-submitted";
const DEAD_SUBSCRIPTION = "projects/p/subscriptions/form-submitted.dead-letter";

/** What an instance can be made to meet. */
export type Wrap = (subscriber: Subscriber) => Subscriber;

/** A batch handler's subscription, as Terraform declares it. */
export function asDeclared(names: { readonly name: string; readonly topic: string; readonly deadLetterTopic: string }) {
  const { name, topic, deadLetterTopic } = names;
  return {
    name,
    topic,
    enableExactlyOnceDelivery: true,
    ackDeadlineSeconds: 60,
    retryPolicy: { minimumBackoff: "10s", maximumBackoff: "600s" },
    deadLetterPolicy: { deadLetterTopic, maxDeliveryAttempts: 100 },
  };
}

/** One of the embedded Pub/Sub, on a clock that stands still. */
export function openSubscription() {
  const clock = new VirtualClock();
  const broker = new Broker({ clock, random: () => 0.5, push: () => Promise.reject(new Error("nothing is pushed")) });
  broker.createTopic({ name: TOPIC });
  broker.createTopic({ name: DEAD });
  broker.createSubscription({ name: DEAD_SUBSCRIPTION, topic: DEAD });
  broker.createSubscription(asDeclared({ name: SUBSCRIPTION, topic: TOPIC, deadLetterTopic: DEAD }));
  const { log, lines } = captureLog();
  const start = clock.now();

  /** One call of the function, of an instance of its own. */
  function call(
    run: Run,
    {
      wrap = (one) => one,
      stop = new AbortController().signal,
      life = { isOver: false },
      failures = createFailures(),
      clients = () => ({}),
      pausing,
      ...changes
    }: CallOptions = {},
  ): Promise<boolean> {
    return runInvocation(
      { handler: handlerOf(run, changes), validate: validatorOf("form.submitted") },
      {
        subscriber: mortal(wrap(subscriberOf(broker)), life),
        clients,
        pausing,
        clock: {
          now: () => clock.now(),
          after: (milliseconds, callback) => clock.after(milliseconds, () => void (life.isOver || callback())),
        },
        failures,
        publish: async (_topic, messages) => void (life.isOver || broker.publish(DEAD, messages.map(toJson))),
        log,
        logOf: () => log,
        stop,
      },
    );
  }

  return {
    clock,
    broker,
    lines,
    call,
    seconds: () => (clock.now() - start) / 1000,
    publish(people: readonly string[]) {
      const messages = formsOf(people).map(({ message }) => toJson({ ...message, orderingKey: "" }));
      while (messages.length > 0) broker.publish(TOPIC, messages.splice(0, 1000));
    },
    waiting: () => subjectsOf(broker, SUBSCRIPTION),
    deadLetters: () => subjectsOf(broker, DEAD_SUBSCRIPTION),
    /** Lets time pass until it is done. */
    async until<Result>(promise: Promise<Result>): Promise<Result> {
      let isDone = false;
      const done = promise.finally(() => {
        isDone = true;
      });
      done.catch(() => {});
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve)); // what the last timer has begun
        if (isDone) return done;
        clock.fire();
      }
    },
  };
}

export type CallOptions = Parameters<typeof batchHandler>[1] & {
  readonly wrap?: Wrap;
  readonly stop?: AbortSignal;
  /** Once it is over nobody hears of the instance any more. */
  readonly life?: Life;
} & Partial<Pick<HandleContext, "failures" | "clients" | "pausing">>;

export interface Life {
  isOver: boolean;
}

export const never = () => new Promise<never>(() => {});

function mortal(subscriber: Subscriber, life: Life): Subscriber {
  const alive = <Result>(call: () => Promise<Result>) => (life.isOver ? never() : call());
  return {
    pull: (maxMessages) => alive(() => subscriber.pull(maxMessages)),
    acknowledge: (ids) => alive(() => subscriber.acknowledge(ids)),
    modifyAckDeadline: (...given) => alive(() => subscriber.modifyAckDeadline(...given)),
    close: () => subscriber.close(),
  };
}

function toJson({ data, attributes, orderingKey = "" }: Pulled["delivery"]["message"]) {
  return { data: data.toString("base64"), attributes, orderingKey };
}

function subjectsOf(broker: Broker, subscription: string): string[] {
  const subjects = broker
    .state()
    .messages(subscription)
    .map(({ attributes }) => attributes?.["ce-subject"] ?? "");
  return subjects.map((subject) => subject.replace("@example.com", ""));
}

/** What the real client tells of a refused call. */
function toClientError(error: unknown): unknown {
  if (!(error instanceof StatusError)) return error;
  const { status, message, info } = error;
  return Object.assign(new Error(message), { code: STATUSES[status].grpc, errorInfoMetadata: info?.metadata });
}

/** A subscription of the embedded Pub/Sub, without a socket. */
export function subscriberOf(broker: Broker, subscription = SUBSCRIPTION): Subscriber {
  const ask = async <Result>(work: () => Result): Promise<Awaited<Result>> => {
    try {
      return await work();
    } catch (error) {
      throw toClientError(error);
    }
  };
  return {
    pull: (maxMessages) =>
      ask(async () => {
        const received = await broker.pull(subscription, maxMessages, { returnImmediately: true });
        return received.map(({ ackId, message, deliveryAttempt }) => ({
          ackId,
          delivery: {
            messageId: message.id,
            publishedAt: message.publishTime,
            ...(deliveryAttempt === undefined ? {} : { attempt: deliveryAttempt }),
            message: { data: Buffer.from(message.data, "base64"), attributes: message.attributes },
          },
        }));
      }),
    acknowledge: (ackIds) => ask(() => broker.acknowledge(subscription, ackIds)),
    modifyAckDeadline: (ackIds, seconds) => ask(() => broker.modifyAckDeadline(subscription, ackIds, seconds)),
    close: () => Promise.resolve(),
  };
}
