import type { ClientSpecification } from "../../../functions/runtime/define/client.ts";
import type { AnyHandler } from "../../../functions/runtime/define/batch-handler.ts";
import type { Event } from "../../../functions/runtime/define/handler.ts";
import type { Message } from "../../../functions/runtime/pubsub/message.ts";
import type { Clock } from "../../../functions/runtime/clock.ts";
import type { Pausing } from "../../../functions/runtime/outage/pausing.ts";
import type { Validate } from "../../../functions/runtime/validate.ts";
import type { Declarations } from "../declared/declarations.ts";
import type { Call } from "./call.ts";

/** A handler with all that it needs to run. */
export interface ProvedHandler {
  readonly name: string;
  readonly handler: AnyHandler;
  readonly validate: Validate<Event["data"]>;
  /** Lists of which its systems take no other words: what else is drawn for them would be refused. */
  readonly words?: readonly (readonly string[])[];
  /** Names of amounts that its event's schema says are in a currency's minor unit. Left out: it says so of none. */
  readonly inMinorUnits?: ReadonlySet<string>;
  readonly declared: Declarations;
  /** Those that it uses. */
  readonly clients: readonly ClientSpecification[];
  /** What each instance of it pauses by. Left out: it never does, since a case's world has no subscription to pause. */
  readonly pausing?: (clock: Clock) => Pausing;
}

/** The systems that the handler uses. */
export function systemsOf<System extends { readonly name: string }>(
  { systems }: { readonly systems: readonly System[] },
  { handler }: ProvedHandler,
): readonly System[] {
  const uses: readonly string[] = handler.uses;
  return systems.filter(({ name }) => uses.includes(name));
}

/** One push of a message to an instance, and what came of it. */
export interface Delivery {
  readonly handler: ProvedHandler;
  /** Of the case, from 1. */
  readonly number: number;
  readonly message: Message;
  readonly startedAt: number;
  /** What the instance answered; undefined until then, and for ever if it has died. */
  status: number | undefined;
  endedAt: number;
  /** When run() itself settled, 0 if it never began. Not the delivery's end: a deadline ends that whatever run() does. */
  handlerEndedAt: number;
  callCount: number;
  /** Calls begun and not answered yet, by their index. */
  readonly openCalls: Set<number>;
  /** Both in the moment of the answer, when the platform takes the CPU away. */
  atEnd: { readonly callCount: number; readonly openCalls: ReadonlySet<number> };
  readonly countByOperation: Map<string, number>;
  /** Of several that were pulled together: the number of the first, whose calls are those of all. */
  readonly inBatch: number | undefined;
  /** Why it was not acknowledged or why it was dead-lettered, as logged. */
  reason: string | undefined;
  /** What run() itself has thrown. */
  thrown: unknown;
}

/** As much of a simulation as a delivery needs. */
interface Deliveries {
  readonly clock: Pick<Clock, "now">;
  readonly deliveries: Delivery[];
  activity: number;
}

export function beginDelivery(
  simulation: Deliveries,
  handler: ProvedHandler,
  message: Message,
  inBatch?: number,
): Delivery {
  const delivery: Delivery = {
    handler,
    number: simulation.deliveries.length + 1,
    message,
    startedAt: simulation.clock.now(),
    status: undefined,
    endedAt: Number.NaN,
    handlerEndedAt: 0,
    callCount: 0,
    openCalls: new Set(),
    atEnd: { callCount: 0, openCalls: new Set() },
    countByOperation: new Map(),
    inBatch,
    reason: undefined,
    thrown: undefined,
  };
  simulation.deliveries.push(delivery);
  return delivery;
}

/** `lead` is the one that has its calls: it ends with the last of its batch. */
export function endDelivery(
  simulation: Pick<Deliveries, "clock" | "activity">,
  delivery: Delivery,
  status: number | undefined,
  lead: Delivery = delivery,
): void {
  delivery.status = status;
  for (const one of [delivery, lead]) one.endedAt = simulation.clock.now();
  lead.atEnd = { callCount: lead.callCount, openCalls: new Set(lead.openCalls) };
  simulation.activity += 1;
}

/** Pub/Sub takes these for an acknowledgement: https://cloud.google.com/pubsub/docs/push#receive_push */
export function isAcknowledged({ status }: Pick<Delivery, "status">): boolean {
  return status !== undefined && [102, 200, 201, 202, 204].includes(status);
}

/** Of the delivery's own calls, in their order, those that were still to be answered, or to be made, when it was. */
export function lateCalls<Made extends Pick<Call, "index">>(
  { atEnd }: Pick<Delivery, "atEnd">,
  own: readonly Made[],
): Made[] {
  return own.filter(({ index }, place) => place >= atEnd.callCount || atEnd.openCalls.has(index));
}
