import type { Intervention } from "../../../local/core/circumstances.ts";
import { finding } from "../finding.ts";
import type { Call } from "../simulation/call.ts";
import { isPassedOver, unlessAlike } from "./alike.ts";
import { type Case, conclude } from "./case.ts";
import { deliverUntilAcknowledged } from "../simulation/deliver.ts";
import { systemsOf } from "../simulation/delivery.ts";
import { begin, type CleanRun, isActedIn, ofCall, runBeside, type Situation, subjectOf } from "./situation.ts";
import { toMessage } from "../events/samples.ts";
import { isBetween, type Snapshot, takeSnapshot } from "../simulation/snapshot.ts";
import { drain, type Simulation } from "../simulation/simulation.ts";

/**
 * Before every call but the first, someone else acts. The end must be as if they had acted wholly before or wholly
 * after; of several messages or tracked events, some may come before and some after. If a call can't be affected,
 * acting before it is the same as acting before the next.
 */
export function otherPeopleCases(simulation: Simulation, clean: CleanRun): Case[] {
  const { situation, calls } = clean;
  if (isActedIn(simulation, situation.state)) return [];
  return systemsOf(simulation, situation.handler).flatMap(({ name: system, interventions }) =>
    interventions.flatMap(({ name, touches }) => {
      const besides = onceBoth(situation, system, name);
      return calls
        .slice(1)
        .map((call) =>
          unlessAlike(interventionCase(clean, call, system, name, besides), () =>
            isPassedOver(simulation, calls, call, { system, touches }),
          ),
        );
    }),
  );
}

type Besides = (simulation: Simulation) => Promise<readonly Snapshot[]>;

/** The two acceptable ends, each run on first use. */
function onceBoth(situation: Situation, system: string, name: string): Besides {
  let both: readonly Snapshot[] | undefined;
  return async (simulation) => {
    const intervention = interventionOf(simulation, system, name);
    both ??= [
      await runBeside(simulation, situation, intervention, false),
      await runBeside(simulation, situation, intervention, true),
    ];
    return both;
  };
}

function interventionOf(simulation: Simulation, system: string, name: string): Intervention {
  const found = simulation.systems.find((one) => one.name === system)?.interventions.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${system} has nobody who "${name}"`);
  return found;
}

function interventionCase(clean: CleanRun, call: Call, system: string, name: string, besides: Besides): Case {
  const { situation } = clean;
  const disturbance = `somebody ${name}`;
  return {
    ...ofCall(situation, call, { property: "someone else", disturbance }),
    runExpected: async (simulation) =>
      void (await runBeside(simulation, situation, interventionOf(simulation, system, name), false)),
    async run(simulation) {
      const expected = await besides(simulation);
      const subscription = await begin(simulation, situation);
      let hasActed: boolean | undefined;
      simulation.intercept = (asked, proceed) => {
        if (asked.index === call.index) {
          hasActed = interventionOf(simulation, system, name).act(subjectOf(situation.sample.event));
          asked.disturbance = `just before, ${disturbance}`;
        }
        return proceed();
      };
      const { isAcknowledged } = await deliverUntilAcknowledged(subscription, toMessage(situation.sample.event));
      if (hasActed !== true) return undefined;
      const isSettled = isAcknowledged && simulation.deadLetters.length === 0;
      const findings = isSettled ? [] : [finding("someone else", "gives the event up because of what somebody did")];
      await drain(simulation);
      const now = takeSnapshot(simulation);
      const ends = isBetween(expected, now, happeningsOf(simulation)) ? [...expected, now] : expected;
      const end = await conclude(simulation, "someone else", ends, findings);
      return { ...end, alsoRight: [clean.snapshot] };
    },
  };
}

function happeningsOf({ systems }: Simulation): ReadonlySet<string> {
  return new Set(systems.flatMap(({ name, happenings = [] }) => happenings.map((kind) => `${name} ${kind}`)));
}
