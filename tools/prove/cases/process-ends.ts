import { isBatchHandler, LAST_BATCH_SECONDS } from "../../../functions/runtime/define/batch-handler.ts";
import type { Call } from "../simulation/call.ts";
import { isFollowedAlone, isReading, unlessAlike } from "./alike.ts";
import { type Case, conclude, missedFindings, transientFindings } from "./case.ts";
import { deliverOnce, deliverUntilAcknowledged, type Subscription } from "../simulation/deliver.ts";
import { isAcknowledged, type ProvedHandler } from "../simulation/delivery.ts";
import { begin, type CleanRun, ofCall } from "./situation.ts";
import { toMessage } from "../events/samples.ts";
import { never } from "../simulation/network.ts";
import type { Intercept, Simulation } from "../simulation/simulation.ts";

/**
 * The process dies before and after each call: nothing happens after that point, and a new instance gets the
 * redelivery. Dying after a call is the same as dying before the next one, and reads make no difference.
 */
export function crashCases(simulation: Simulation, clean: CleanRun): Case[] {
  const isFollowed = ({ index }: Call) => {
    const before = clean.calls[index - 2]; // they are numbered from 1
    return before !== undefined && isFollowedAlone(before);
  };
  return clean.calls.flatMap((call) => [
    unlessAlike(
      endingCase(clean, call, {
        property: "crash",
        disturbance: "crash before",
        intercept: (subscription) => (asked, proceed) => {
          if (asked.index !== call.index) return proceed();
          asked.disturbance = "crash before";
          subscription.instance.kill();
          return never();
        },
      }),
      () => isFollowed(call),
    ),
    unlessAlike(
      endingCase(clean, call, {
        property: "crash",
        disturbance: "crash after",
        intercept: (subscription) => async (asked, proceed) => {
          if (asked.index !== call.index) return proceed();
          asked.disturbance = "crash after";
          const response = await proceed();
          asked.answer = String(response.status);
          subscription.instance.kill();
          return never();
        },
      }),
      () => isFollowedAlone(call) && isReading(simulation, call),
    ),
  ]);
}

/** The deadline comes in the middle of each call, which has or has not taken effect by then; a read has no effect. */
export function deadlineCases(simulation: Simulation, clean: CleanRun): Case[] {
  return clean.calls.flatMap((call) => [
    endingCase(clean, call, {
      property: "deadline",
      disturbance: "deadline, not applied",
      isShort: true,
      intercept: () => (asked, proceed) => {
        if (asked.index !== call.index) return proceed();
        asked.disturbance = "deadline, not applied";
        return never();
      },
    }),
    unlessAlike(
      endingCase(clean, call, {
        property: "deadline",
        disturbance: "deadline, applied",
        isShort: true,
        intercept: () => async (asked, proceed) => {
          if (asked.index !== call.index) return proceed();
          asked.disturbance = "deadline, applied";
          await proceed();
          return never();
        },
      }),
      () => isReading(simulation, call),
    ),
  ]);
}

interface Ending {
  readonly property: "crash" | "deadline";
  readonly disturbance: string;
  /** Starts with one second left, as if everything before had been slow. */
  readonly isShort?: boolean;
  readonly intercept: (subscription: Subscription) => Intercept;
}

function endingCase(clean: CleanRun, call: Call, { property, disturbance, intercept, isShort = false }: Ending): Case {
  const { situation } = clean;
  return {
    ...ofCall(situation, call, { property, disturbance }),
    async run(simulation) {
      const handler = isShort ? withOneSecond(situation.handler) : situation.handler;
      const subscription = await begin(simulation, { ...situation, handler });
      simulation.intercept = intercept(subscription);
      const message = toMessage(situation.sample.event);
      const delivery = await deliverOnce(subscription, message, 1);
      const missed = missedFindings(simulation, call);
      const isDone =
        isAcknowledged(delivery) || (await deliverUntilAcknowledged(subscription, message, { from: 2 })).isAcknowledged;
      return conclude(simulation, property, [clean.snapshot], [...missed, ...transientFindings(simulation, isDone)]);
    },
  };
}

const SPARE_SECONDS = 5;

/**
 * The signal fires 5 s before the function's timeout, or some time after a batch handler's budget: here one second
 * after the delivery.
 */
function withOneSecond({ handler, ...proved }: ProvedHandler): ProvedHandler {
  if (isBatchHandler(handler))
    return { ...proved, handler: { ...handler, batch: { ...handler.batch, budgetSeconds: 1 - LAST_BATCH_SECONDS } } };
  return { ...proved, handler: { ...handler, delivery: { ...handler.delivery, timeoutSeconds: SPARE_SECONDS + 1 } } };
}
