import type { EventTypes } from "../../../schemas/types.ts";
import type { Clients } from "./client.ts";
import type { Log } from "../log.ts";

export type EventType = keyof EventTypes;

/** What happened, as handlers see it: a CloudEvent whose data satisfies its schema. */
export interface Event<Type extends EventType = EventType> {
  /** Together with `source` the event's identity: the same over every retry, redelivery and replay. */
  readonly id: string;
  /** `/sources/NAME`. */
  readonly source: string;
  readonly type: Type;
  /** The normalised e-mail of the person it is about; also the ordering key, where a handler of its type is ordered. */
  readonly subject: string;
  /** When it happened, as the sender signed it: RFC 3339, UTC. Never the time of receipt. */
  readonly time: string;
  readonly data: EventTypes[Type];
}

/** What a function needs of the platform. The build refuses what Cloud Run would. */
export interface Resources {
  /** Default 256. */
  readonly memoryMiB?: number;
  /** vCPUs, default 1. Less than 1 only with concurrency 1. */
  readonly cpu?: number;
  /** Requests at once in one instance: default 40 for a source, 10 for a handler. */
  readonly concurrency?: number;
  /** Default 0: scales from zero. */
  readonly minInstances?: number;
  /** Default 20. */
  readonly maxInstances?: number;
}

export interface DeliveryPolicy {
  /**
   * At most one message per person in flight. Default true; can't be changed once deployed. Events that were published
   * before their type's first ordered handler was deployed have no ordering key:
   * docs/decisions/0015-what-no-handler-orders-is-published-together.md
   */
  readonly ordered?: boolean;
  /** How long run() may take, 10 to 590, default 60. The ack deadline is 10 s more; the AbortSignal fires 5 s before. */
  readonly timeoutSeconds?: number;
  /**
   * After how many attempts an error that is neither permanent nor an outage is dead-lettered, 1 to 50: default 5.
   * Counts the instance's own attempts, until the event is an hour old. Outages are retried for sixteen hours
   * regardless.
   */
  readonly attempts?: number;
  /**
   * Which handlers wait first when a system's daily calls run short: `batch` at 90 % of them, `live` at 97 %. Default:
   * live, and batch for batch handlers.
   */
  readonly priority?: Priority;
  /** When the handler pauses its subscription: docs/outages.md. */
  readonly pauseAfter?: PauseAfter;
}

export type Priority = "live" | "batch";

/** Both counted in a row, without a handled event in between. */
export interface PauseAfter {
  /**
   * Failed attempts that are the system's fault: an outage, a quota, a login. Those of a single event count. Default 3.
   */
  readonly attempts?: number;
  /**
   * Different events that were refused with the same code, where each could be at fault itself. Default 5, at least 2.
   */
  readonly events?: number;
}

/** What run() is given besides the event: the clients named in `uses`; nothing about delivery. */
export type HandlerContext<Use extends keyof Clients> = Pick<Clients, Use> & {
  readonly log: Log;
  /** Fires 5 s before the function's timeout. Clients observe it by themselves. */
  readonly signal: AbortSignal;
};

export interface HandlerSpecification<Type extends EventType, Use extends keyof Clients> {
  /** The subscription's and the function's name; default: the event type with dashes. The file is NAME.ts. */
  readonly name?: string;
  readonly eventType: Type;
  /** The systems whose clients run() is given. */
  readonly uses: readonly Use[];
  readonly delivery?: DeliveryPolicy;
  readonly resources?: Resources;
  /**
   * Brings the systems into the state that the event asks for. Called again after every failure, possibly after
   * success too: each write must be "only if not already so". The class of what it throws decides about delivery:
   * ./errors.ts.
   */
  run(event: Event<Type>, context: HandlerContext<Use>): Promise<void>;
}

/** A handler of any event type, as the runtime and the build hold it. */
export type Handler = Omit<HandlerSpecification<EventType, never>, "uses"> & {
  readonly uses: readonly (keyof Clients)[];
};

/** Declares a handler; the file functions/handlers/NAME.ts default-exports what this returns. */
export function defineHandler<Type extends EventType, Use extends keyof Clients = never>(
  specification: HandlerSpecification<Type, Use>,
): HandlerSpecification<Type, Use> {
  return specification;
}

/** What its file, subscription and function are called: its `name`, or its event type with dashes. */
export function handlerName(handler: { readonly name?: string; readonly eventType: string }): string {
  return handler.name ?? handler.eventType.replaceAll(".", "-");
}
