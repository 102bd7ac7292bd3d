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
  /** Events that run() is given at once, 1 to 10,000: default 1000. */
  readonly maxMessages?: number;
  /** Bytes of their data, 10,000,000 at most and by default; one that alone has more comes alone. */
  readonly maxBytes?: number;
  /**
   * How long one call goes on to fetch, 10 to 500, default 500. The last batch has 80 s more until the AbortSignal fires, and
   * the function's timeout is 90 s more.
   */
  readonly budgetSeconds?: number;
  /** When it is called, in cron's form, as Cloud Scheduler takes it: by default every minute. */
  readonly schedule?: string;
  /** Of the schedule, by its name in the tz database: default Etc/UTC. */
  readonly timeZone?: string;
}

/** What has become of one event. */
export interface BatchResult<Type extends EventType = EventType> {
  /** The object that run() was given. */
  readonly event: Event<Type>;
  /** Left out where its effect is there. By its kind the event is dead-lettered or delivered again, as one that is thrown. */
  readonly error?: unknown;
}

export interface BatchHandlerSpecification<Type extends EventType, Use extends keyof Clients> {
  /** The subscription's and the function's name; default: the event type with dashes. The file is NAME.ts. */
  readonly name?: string;
  readonly eventType: Type;
  readonly uses: readonly Use[];
  readonly batch: BatchPolicy;
  readonly delivery?: Pick<DeliveryPolicy, "attempts" | "priority" | "pauseAfter">;
  /** One instance alone takes the calls: a second call while one is at work is answered at once. */
  readonly resources?: Pick<Resources, "memoryMiB" | "cpu">;
  /**
   * Brings the systems into the state that the events ask for, and yields a result for each as soon as it is known: it is
   * acknowledged then. Events are in no order, and any may have been here before. One that has no result at the end is
   * delivered again; what is thrown is the matter of those that have none yet.
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

/** Everything of a batch handler's policy, with what is left out filled in. */
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

/** How long the batch that was fetched last may still take. */
export const LAST_BATCH_SECONDS = 80;
export const BATCH_SPARE_SECONDS = 10;

const DEFAULT_TIMEOUT_SECONDS = 60;

/** The function's own timeout. */
export function timeoutSecondsOf(handler: AnyHandler): number {
  if (!isBatchHandler(handler)) return handler.delivery?.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
  return batchPolicyOf(handler).budgetSeconds + LAST_BATCH_SECONDS + BATCH_SPARE_SECONDS;
}

/** Who waits first where a system's daily calls run short. */
export function priorityOf(handler: AnyHandler): Priority {
  return handler.delivery?.priority ?? (isBatchHandler(handler) ? "batch" : "live");
}

/** When it pauses its subscription, with what is left out filled in. */
export function pauseAfterOf(handler: AnyHandler): Required<PauseAfter> {
  return { attempts: 3, events: 5, ...handler.delivery?.pauseAfter };
}

/** Whether at most one message per person is in flight. */
export function isOrdered(handler: AnyHandler): boolean {
  return !isBatchHandler(handler) && (handler.delivery?.ordered ?? true);
}
