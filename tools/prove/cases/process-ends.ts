import type { Call } from "../calls.ts";
import { type Case, caseName, conclude, missedBreaches, rowOf, transientBreaches } from "../case.ts";
import { deliverOnce, deliverUntilAcknowledged, isAcknowledged, type Subscription } from "../deliver.ts";
import type { ProvedHandler } from "../instance.ts";
import { begin, type Clean, playUndisturbed } from "../scene.ts";
import { toMessage } from "../samples.ts";
import type { Direct } from "../stage.ts";
import { sceneName } from "./scene-name.ts";

/** The process is gone before and after each call: nothing after that point happens, and a new instance gets the redelivery. */
export function crashCases(clean: Clean): Case[] {
  return clean.calls.flatMap((call) => [
    endingCase(clean, call, {
      property: "crash",
      column: "crash before",
      direct: (subscription) => (asked, proceed) => {
        if (asked.index !== call.index) return proceed();
        asked.disturbance = "crash before";
        subscription.instance.kill();
        return never();
      },
    }),
    endingCase(clean, call, {
      property: "crash",
      column: "crash after",
      direct: (subscription) => async (asked, proceed) => {
        if (asked.index !== call.index) return proceed();
        asked.disturbance = "crash after";
        const response = await proceed();
        asked.answer = String(response.status);
        subscription.instance.kill();
        return never();
      },
    }),
  ]);
}

/** The deadline comes in the middle of each call, which by then has or has not taken effect. */
export function deadlineCases(clean: Clean): Case[] {
  return clean.calls.flatMap((call) => [
    endingCase(clean, call, {
      property: "deadline",
      column: "deadline, not applied",
      isShort: true,
      direct: () => (asked, proceed) => {
        if (asked.index !== call.index) return proceed();
        asked.disturbance = "deadline, not applied";
        return never();
      },
    }),
    endingCase(clean, call, {
      property: "deadline",
      column: "deadline, applied",
      isShort: true,
      direct: () => async (asked, proceed) => {
        if (asked.index !== call.index) return proceed();
        asked.disturbance = "deadline, applied";
        await proceed();
        return never();
      },
    }),
  ]);
}

interface Ending {
  readonly property: "crash" | "deadline";
  readonly column: string;
  /** The first delivery begins with one second to its deadline, as if all that came before had been slow. */
  readonly isShort?: boolean;
  readonly direct: (subscription: Subscription) => Direct;
}

function endingCase(clean: Clean, call: Call, { property, column, direct, isShort = false }: Ending): Case {
  const { scene } = clean;
  return {
    property,
    name: caseName({ scene: sceneName(scene), operation: call.operation, column, nth: call.nth }),
    row: rowOf(call),
    column,
    disturbances: [{ fault: column, operation: call.operation }],
    playExpected: (stage) => playUndisturbed(stage, scene),
    async play(stage) {
      const handler = isShort ? withOneSecond(scene.handler) : scene.handler;
      const subscription = await begin(stage, { ...scene, handler });
      stage.direct = direct(subscription);
      const message = toMessage(scene.sample.event);
      const run = await deliverOnce(subscription, message, 1);
      const missed = missedBreaches(stage, call);
      const isDone =
        isAcknowledged(run) || (await deliverUntilAcknowledged(subscription, message, { from: 2 })).isAcknowledged;
      return conclude(stage, property, [clean.snapshot], [...missed, ...transientBreaches(stage, isDone)]);
    },
  };
}

const SPARE_SECONDS = 5;

/** The signal fires 5 s before the function's timeout: here one second after the delivery. */
function withOneSecond(handler: ProvedHandler): ProvedHandler {
  const delivery = { ...handler.handler.delivery, timeoutSeconds: SPARE_SECONDS + 1 };
  return { ...handler, handler: { ...handler.handler, delivery } };
}

const never = () => new Promise<never>(() => {});
