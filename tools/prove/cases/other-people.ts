import type { Intervention } from "../../../local/core/system.ts";
import { breach } from "../breach.ts";
import type { Call } from "../calls.ts";
import { type Case, caseName, conclude, rowOf } from "../case.ts";
import { deliverUntilAcknowledged } from "../deliver.ts";
import { begin, type Clean, interventionsFor, playBeside, type Scene, subjectOf } from "../scene.ts";
import { toMessage } from "../samples.ts";
import type { Snapshot } from "../snapshot.ts";
import type { Stage } from "../stage.ts";
import { sceneName } from "./scene-name.ts";

/** Before every call but the first, somebody else acts; the end is that of their acting wholly before or wholly after. */
export function otherPeopleCases(stage: Stage, clean: Clean): Case[] {
  return interventionsFor(stage, clean.scene.handler).flatMap(({ system, intervention }) => {
    const besides = onceBoth(clean.scene, system, intervention.name);
    return clean.calls.slice(1).map((call) => interventionCase(clean, call, system, intervention.name, besides));
  });
}

type Besides = (stage: Stage) => Promise<readonly Snapshot[]>;

/** The two right ends, played when they are first asked for. */
function onceBoth(scene: Scene, system: string, name: string): Besides {
  let both: readonly Snapshot[] | undefined;
  return async (stage) => {
    const intervention = interventionOf(stage, system, name);
    both ??= [await playBeside(stage, scene, intervention, false), await playBeside(stage, scene, intervention, true)];
    return both;
  };
}

function interventionOf(stage: Stage, system: string, name: string): Intervention {
  const found = stage.systems.find((one) => one.name === system)?.interventions.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${system} has nobody who "${name}"`);
  return found;
}

function interventionCase(clean: Clean, call: Call, system: string, name: string, besides: Besides): Case {
  const { scene } = clean;
  const column = `somebody ${name}`;
  return {
    property: "someone else",
    name: caseName({ scene: sceneName(scene), operation: call.operation, column, nth: call.nth }),
    row: rowOf(call),
    column,
    disturbances: [{ fault: column, operation: call.operation }],
    playExpected: async (stage) => void (await playBeside(stage, scene, interventionOf(stage, system, name), false)),
    async play(stage) {
      const expected = await besides(stage);
      const subscription = await begin(stage, scene);
      let hasActed: boolean | undefined;
      stage.direct = (asked, proceed) => {
        if (asked.index === call.index) {
          hasActed = interventionOf(stage, system, name).act(subjectOf(scene.sample.event));
          asked.disturbance = `just before, ${column}`;
        }
        return proceed();
      };
      const { isAcknowledged } = await deliverUntilAcknowledged(subscription, toMessage(scene.sample.event));
      if (hasActed !== true) return undefined;
      const isSettled = isAcknowledged && stage.deadLetters.length === 0;
      const breaches = isSettled ? [] : [breach("someone else", "gives the event up because of what somebody did")];
      return conclude(stage, "someone else", expected, breaches);
    },
  };
}
