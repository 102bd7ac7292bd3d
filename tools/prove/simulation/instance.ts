import { type BatchHandler, isBatchHandler } from "../../../functions/runtime/define/batch-handler.ts";
import type { Handler } from "../../../functions/runtime/define/handler.ts";
import { createFailures } from "../../../functions/runtime/handle/give-up.ts";
import { handleDelivery, type HandleContext } from "../../../functions/runtime/handle/handle.ts";
import type { Log, LogFields } from "../../../functions/runtime/log.ts";
import type { Message } from "../../../functions/runtime/pubsub/message.ts";
import { SENT_TOPIC } from "../../../functions/runtime/pubsub/names.ts";
import type { Clock } from "../../../local/core/clock.ts";
import { finding } from "../finding.ts";
import { searchDeadLetter, searchLine } from "./foreign-lines.ts";
import { deliverAsBatch, ownDelivery } from "./batch.ts";
import { beginDelivery, type Delivery, endDelivery, type ProvedHandler } from "./delivery.ts";
import { connectClients } from "./connect.ts";
import { never } from "./network.ts";
import type { Simulation } from "./simulation.ts";
import { underWay } from "./under-way.ts";

/** One process of a function on Cloud Run. */
export interface Instance {
  readonly isAlive: boolean;
  /** Stops everything: calls, answers and timers. */
  kill(): void;
  deliver(message: Message, attempt: number, publishedAt?: number): Delivery;
  /** Delivers to a batch handler, as one batch. */
  deliverTogether(messages: readonly Message[], attempt: number): readonly Delivery[];
}

export function startInstance(simulation: Simulation, proved: ProvedHandler): Instance {
  const { handler, validate } = proved;
  let hasEnded = false;
  const { era } = simulation;
  const isAlive = () => !hasEnded && simulation.era === era;
  const failures = createFailures();
  const clock = mortalClock(simulation.clock, isAlive);
  const clients = connectClients(simulation, proved, clock, isAlive);
  const publish = publisherOf(simulation, isAlive);
  const isSwept = proved.clients.some(({ sweep }) => sweep !== undefined);
  const instance = { clients, publish, clock, failures, pausing: proved.pausing?.(clock), isSwept };

  return {
    get isAlive() {
      return isAlive();
    },
    kill() {
      hasEnded = true;
      simulation.activity += 1;
    },
    deliver(message, attempt, publishedAt = simulation.clock.now()) {
      if (isBatchHandler(handler)) return this.deliverTogether([message], attempt)[0] ?? nothing();
      const delivery = beginDelivery(simulation, proved, message);
      const context = { ...instance, log: outcomeLog(simulation, delivery) };
      underWay
        .run(delivery, () =>
          handleDelivery(
            { handler: tracked(simulation, handler, delivery), validate },
            { ...toPulled(simulation, message, attempt), publishedAt },
            context,
          ),
        )
        .then(
          (status) => endDelivery(simulation, delivery, isAlive() ? status : undefined),
          (error: unknown) => {
            delivery.reason = String(error);
            endDelivery(simulation, delivery, isAlive() ? 500 : undefined);
          },
        );
      return delivery;
    },
    deliverTogether: (messages, attempt) =>
      deliverBatch(simulation, proved, { messages, attempt }, { ...instance, isAlive }),
  };
}

type InstanceContext = Omit<HandleContext, "log"> & { readonly isAlive: () => boolean };

function deliverBatch(
  simulation: Simulation,
  proved: ProvedHandler,
  { messages, attempt }: { readonly messages: readonly Message[]; readonly attempt: number },
  instance: InstanceContext,
): readonly Delivery[] {
  const { handler, validate } = proved;
  if (!isBatchHandler(handler)) throw new Error(`${proved.name} is no batch handler`);
  const first = messages.length > 1 ? simulation.deliveries.length + 1 : undefined;
  const deliveries = messages.map((message) => beginDelivery(simulation, proved, message, first));
  const lead = deliveries[0] ?? nothing();
  const logOf = (delivery: Delivery) => outcomeLog(simulation, delivery);
  const unit = { handler: trackedBatch(simulation, handler, lead), validate };
  const batch = new Map(deliveries.map((delivery) => [toPulled(simulation, delivery.message, attempt), delivery]));
  const context = { ...instance, log: logOf(lead), logOf };
  void underWay.run(lead, () => deliverAsBatch(simulation, { unit, batch }, context));
  return deliveries;
}

function toPulled({ clock }: Simulation, message: Message, attempt: number) {
  return { message, messageId: message.attributes["ce-id"] ?? "", publishedAt: clock.now(), attempt };
}

/** Stores dead letters and notes for the sweep. */
function publisherOf(simulation: Simulation, isAlive: () => boolean): HandleContext["publish"] {
  return (topic, messages) => {
    if (!isAlive()) return never();
    if (topic === SENT_TOPIC) {
      const publishedAt = simulation.clock.now();
      simulation.sent.push(...messages.map((message) => ({ message, publishedAt })));
      return Promise.resolve();
    }
    const lead = underWay.getStore();
    for (const { attributes } of messages) {
      const delivery = lead === undefined ? undefined : ownDelivery(simulation, lead, { attributes });
      simulation.deadLetters.push({ delivery: delivery?.number ?? 0, topic, attributes, at: simulation.clock.now() });
      if (delivery !== undefined) searchDeadLetter(simulation, delivery, attributes);
    }
    return Promise.resolve();
  };
}

function nothing(): never {
  throw new Error("a batch has at least one message");
}

/** A process's clock. Its timers don't fire once the process is dead. */
function mortalClock(clock: Clock, isAlive: () => boolean): Clock {
  return {
    now: () => clock.now(),
    after: (milliseconds, callback) =>
      clock.after(milliseconds, () => {
        if (isAlive()) callback();
      }),
  };
}

function tracked({ clock }: Simulation, handler: Handler, delivery: Delivery): Handler {
  return {
    ...handler,
    async run(event, context) {
      delivery.handlerEndedAt = Infinity;
      try {
        await handler.run(event, context);
      } catch (error) {
        delivery.thrown = error;
        throw error;
      } finally {
        delivery.handlerEndedAt = clock.now();
      }
    },
  };
}

function trackedBatch({ clock }: Simulation, handler: BatchHandler, delivery: Delivery): BatchHandler {
  return {
    ...handler,
    async *run(events, context) {
      delivery.handlerEndedAt = Infinity;
      try {
        yield* handler.run(events, context);
      } catch (error) {
        delivery.thrown = error;
        throw error;
      } finally {
        delivery.handlerEndedAt = clock.now();
      }
    },
  };
}

/** Notes why a delivery ended as it did, and a violation in a batch handler's results that the runtime reports. */
function noteReason({ breaches }: Simulation, delivery: Delivery, fields: LogFields): void {
  const { outcome, system, operation, reason } = fields;
  if (reason === undefined) return;
  const rule = MISTAKEN_RESULTS[reason];
  if (rule !== undefined) breaches.push(finding("batch", rule));
  if (outcome !== undefined) delivery.reason = [system, operation, reason].filter(Boolean).join(" ");
}

const MISTAKEN_RESULTS: Readonly<Record<string, string>> = {
  NO_RESULT: "ends without a result for an event (NO_RESULT): it is delivered again, for ever",
  NOT_OPEN: "yields a result for an event that has one, or for none of the batch (NOT_OPEN)",
};

/** Keeps the log line with the delivery's outcome. Calls are already recorded here. */
function outcomeLog(simulation: Simulation, delivery: Delivery, fixed: LogFields = {}): Log {
  // Fields that every line repeats are searched until a search finds nothing.
  let again = fixed;
  const keep =
    (level: keyof Omit<Log, "with">) =>
    (message: string, given: LogFields = {}) => {
      simulation.onLine?.(level, message, { ...fixed, ...given });
      const isFound = searchLine(simulation, delivery, `a log line of level ${level}`, { message }, again, given);
      if (!isFound) again = {};
      if ((given.reason ?? fixed.reason) !== undefined) noteReason(simulation, delivery, { ...fixed, ...given });
    };
  return {
    debug: keep("debug"),
    info: keep("info"),
    warning: keep("warning"),
    error: keep("error"),
    with: (fields) => outcomeLog(simulation, delivery, { ...fixed, ...fields }),
  };
}
