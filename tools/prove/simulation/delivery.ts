import type { ClientSpecification } from "../../../functions/runtime/define/client.ts";
import type { AnyHandler } from "../../../functions/runtime/define/batch-handler.ts";
import type { Event } from "../../../functions/runtime/define/handler.ts";
import type { Message } from "../../../functions/runtime/pubsub/message.ts";
import type { Clock } from "../../../functions/runtime/clock.ts";
import type { Pausing } from "../../../functions/runtime/outage/pausing.ts";
import type { Validate } from "../../../functions/runtime/validate.ts";
import type { Declarations } from "../declared/declarations.ts";
import type { Call } from "./call.ts";

/** A handler with everything needed to run it. */
export interface ProvedHandler {
  readonly name: string;
  readonly handler: AnyHandler;
  readonly validate: Validate<Event["data"]>;
  /** Lists of words that its systems accept. Random words in their place would be refused. */
  readonly words?: readonly (readonly string[])[];
  /** Names of amounts in minor units according to the event's schema. Absent if there are none. */
  readonly inMinorUnits?: ReadonlySet<string>;
  readonly declared: Declarations;
  /** Clients of the systems that it uses. */
  readonly clients: readonly ClientSpecification[];
  /** How its instances pause. Absent: never, because a case has no subscription to pause. */
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

/** One push of a message to an instance, and its outcome. */
export interface Delivery {
  readonly handler: ProvedHandler;
  /** Within the case, from 1. */
  readonly number: number;
  readonly message: Message;
  readonly startedAt: number;
  /** The instance's answer. Undefined until then, and for ever if it died. */
  status: number | undefined;
  endedAt: number;
  /** When run() settled; 0 if it never started. A deadline may end the delivery earlier. */
  handlerEndedAt: number;
  callCount: number;
  /** Indexes of calls without an answer yet. */
  readonly openCalls: Set<number>;
  /** As of the answer, when the platform stops giving the instance CPU. */
  atEnd: { readonly callCount: number; readonly openCalls: ReadonlySet<number> };
  readonly countByOperation: Map<string, number>;
  /** In a batch: the number of its first delivery, which holds the calls of all. */
  readonly inBatch: number | undefined;
  /** As logged: why it was not acknowledged, or was dead-lettered. */
  reason: string | undefined;
  /** What run() threw. */
  thrown: unknown;
}

/** The part of a simulation that deliveries need. */
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

/** `lead` is the delivery that holds the batch's calls. It ends with the last message of its batch. */
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

/** Statuses that Pub/Sub takes as an acknowledgement: https://cloud.google.com/pubsub/docs/push#receive_push */
export function isAcknowledged({ status }: Pick<Delivery, "status">): boolean {
  return status !== undefined && [102, 200, 201, 202, 204].includes(status);
}

/** The delivery's own calls, in order, that were unanswered or not yet made when it was answered. */
export function lateCalls<Made extends Pick<Call, "index">>(
  { atEnd }: Pick<Delivery, "atEnd">,
  own: readonly Made[],
): Made[] {
  return own.filter(({ index }, place) => place >= atEnd.callCount || atEnd.openCalls.has(index));
}
