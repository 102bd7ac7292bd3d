import type { Clients } from "./client.ts";
import type {
  DeliveryPolicy,
  Event,
  EventType,
  Handler,
  HandlerContext,
  PauseAfter,
  Priority,
  Resources,
} from "./handler.ts";

/** How a batch handler's messages are fetched, and when. */
export interface BatchPolicy {
  /** The most events that run() is given at once, 1 to 10,000: default 1000. */
  readonly maxMessages?: number;
  /** The most bytes of event data in one batch, at most and by default 10,000,000; a larger event comes alone. */
  readonly maxBytes?: number;
  /**
   * How long one call keeps fetching, 10 to 500, default 500. The last batch has 80 s more until the AbortSignal fires;
   * the function's timeout is 90 s more.
   */
  readonly budgetSeconds?: number;
  /** When it is called, as a cron expression for Cloud Scheduler: by default every minute. */
  readonly schedule?: string;
  /** The schedule's time zone by its tz database name: default Etc/UTC. */
  readonly timeZone?: string;
}

export interface BatchResult<Type extends EventType = EventType> {
  /** The object that run() was given. */
  readonly event: Event<Type>;
  /** Left out on success. Otherwise, as with a thrown error, its class decides between a dead letter and redelivery. */
  readonly error?: unknown;
}

export interface BatchHandlerSpecification<Type extends EventType, Use extends keyof Clients> {
  /** The subscription's and the function's name; default: the event type with dashes. The file is NAME.ts. */
  readonly name?: string;
  readonly eventType: Type;
  readonly uses: readonly Use[];
  readonly batch: BatchPolicy;
  readonly delivery?: Pick<DeliveryPolicy, "attempts" | "priority" | "pauseAfter">;
  /** A single instance takes all calls: a call during another is answered at once. */
  readonly resources?: Pick<Resources, "memoryMiB" | "cpu">;
  /**
   * Brings the systems into the state that the events ask for, and yields each event's result as soon as it is known:
   * the message is acknowledged then. Events come in no order, and any may have been delivered before. An event without
   * a result at the end is delivered again; a thrown error counts for all events that have none yet.
   */
  run(events: readonly Event<Type>[], context: HandlerContext<Use>): AsyncIterable<BatchResult<Type>>;
}

/** A batch handler of any event type, as the runtime and the build hold it. */
export type BatchHandler = Omit<BatchHandlerSpecification<EventType, never>, "uses"> & {
  readonly uses: readonly (keyof Clients)[];
};

/** What a file of functions/handlers exports. */
export type AnyHandler = Handler | BatchHandler;

/** Declares a batch handler; the file functions/handlers/NAME.ts default-exports what this returns. */
export function defineBatchHandler<Type extends EventType, Use extends keyof Clients = never>(
  specification: BatchHandlerSpecification<Type, Use>,
): BatchHandlerSpecification<Type, Use> {
  return specification;
}

export function isBatchHandler(handler: AnyHandler): handler is BatchHandler {
  return "batch" in handler;
}

/** A batch handler's policy, with its defaults filled in. */
export function batchPolicyOf({ batch }: Pick<BatchHandler, "batch">): Required<BatchPolicy> {
  return {
    maxMessages: 1000,
    maxBytes: 10_000_000,
    budgetSeconds: 500,
    schedule: "* * * * *",
    timeZone: "Etc/UTC",
    ...batch,
  };
}

/** How long the last batch may still take after fetching has ended. */
export const LAST_BATCH_SECONDS = 80;
export const BATCH_SPARE_SECONDS = 10;

const DEFAULT_TIMEOUT_SECONDS = 60;

export function timeoutSecondsOf(handler: AnyHandler): number {
  if (!isBatchHandler(handler)) return handler.delivery?.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
  return batchPolicyOf(handler).budgetSeconds + LAST_BATCH_SECONDS + BATCH_SPARE_SECONDS;
}

/** Which handlers wait first when a system's daily calls run short. */
export function priorityOf(handler: AnyHandler): Priority {
  return handler.delivery?.priority ?? (isBatchHandler(handler) ? "batch" : "live");
}

/** When it pauses its subscription, with defaults filled in. */
export function pauseAfterOf(handler: AnyHandler): Required<PauseAfter> {
  return { attempts: 3, events: 5, ...handler.delivery?.pauseAfter };
}

/** Whether at most one message per person is in flight. */
export function isOrdered(handler: AnyHandler): boolean {
  return !isBatchHandler(handler) && (handler.delivery?.ordered ?? true);
}
