import { MAX_DELIVERY_ATTEMPTS } from "../../../functions/runtime/handle/give-up.ts";
import { type Breach, breach } from "../breach.ts";
import type { Call } from "../calls.ts";
import { type Case, caseName, conclude, rowOf, transientBreaches } from "../case.ts";
import { deliverUntilAcknowledged, pass, replay } from "../deliver.ts";
import { begin, type Clean, playUndisturbed } from "../scene.ts";
import { toMessage } from "../samples.ts";
import type { Stage } from "../stage.ts";
import { sceneName } from "./scene-name.ts";
import { striking } from "./faults.ts";

/** Pub/Sub has tried in vain until here: what comes before is told by the faults' cases. */
const FROM_ATTEMPT = MAX_DELIVERY_ATTEMPTS - 5;
const LAST_RUN = MAX_DELIVERY_ATTEMPTS - FROM_ATTEMPT;
const DAY_MS = 24 * 3600 * 1000;
const DOWN = { name: "down", rule: { fault: "5xx-json" }, isPermanent: false };

/** A system goes down at each of these calls: until the last attempt, or longer than the message is kept trying. */
export function outageCases(clean: Clean, calls: readonly Call[]): Case[] {
  return [
    ...calls.map((call) => outageCase(clean, call, { column: "down till the last attempt", deliveries: LAST_RUN - 1 })),
    ...calls.map((call) =>
      outageCase(clean, call, {
        column: "dead-lettered, replayed",
        deliveries: LAST_RUN,
        replayAfterMs: 3600_000,
      }),
    ),
    ...calls
      .filter((call) => call === clean.calls.at(-1))
      .map((call) =>
        outageCase(clean, call, {
          column: "dead-lettered, replayed 4 days later",
          deliveries: LAST_RUN,
          replayAfterMs: 4 * DAY_MS,
        }),
      ),
  ];
}

interface Outage {
  readonly column: string;
  readonly deliveries: number;
  readonly replayAfterMs?: number;
}

function outageCase(clean: Clean, call: Call, outage: Outage): Case {
  const { scene } = clean;
  const { column, replayAfterMs } = outage;
  return {
    property: "verdicts",
    name: caseName({ scene: sceneName(scene), operation: call.operation, column, nth: call.nth }),
    row: rowOf(call),
    column,
    disturbances: [{ fault: column, operation: call.operation }],
    playExpected: (stage) => playUndisturbed(stage, scene),
    async play(stage) {
      const subscription = await begin(stage, scene);
      const message = toMessage(scene.sample.event);
      goDown(stage, call, outage.deliveries);
      const { isAcknowledged, attempts } = await deliverUntilAcknowledged(subscription, message, {
        from: FROM_ATTEMPT,
      });
      const breaches: Breach[] = [];
      if (replayAfterMs === undefined) breaches.push(...transientBreaches(stage, isAcknowledged));
      else if (stage.deadLetters.length === 0) return undefined; // it got through meanwhile
      else {
        if (attempts <= LAST_RUN) breaches.push(...transientBreaches(stage, isAcknowledged));
        await pass(stage, replayAfterMs);
        stage.faults.clear();
        if (!(await replay(subscription, message)).isAcknowledged)
          breaches.push(breach("verdicts", "is not acknowledged when it is replayed"));
      }
      return conclude(stage, "verdicts", [clean.snapshot], breaches);
    },
  };
}

/** From that call on, every call of its system fails, for so many deliveries. */
function goDown(stage: Stage, { index, system }: Call, deliveries: number): void {
  stage.direct = striking(stage, DOWN, (call) => {
    stage.faults.clear();
    return call.index >= index && call.delivery <= deliveries && call.system === system;
  });
}
