import type { Trouble } from "../../../local/core/circumstances.ts";
import { type Finding, finding } from "../finding.ts";
import { toMessage } from "../events/samples.ts";
import { deliverUntilAcknowledged, pass } from "../simulation/deliver.ts";
import { systemsOf } from "../simulation/delivery.ts";
import { drain, type Simulation, undisturbed } from "../simulation/simulation.ts";
import { takeSnapshot } from "../simulation/snapshot.ts";
import { isReading } from "./alike.ts";
import { type Case, conclude, transientFindings } from "./case.ts";
import { WHOLE_DELIVERY } from "./duplicates.ts";
import { attemptsOf, firstAttempt, replayFindings } from "./faults.ts";
import { begin, type CleanRun, ofWhole, stateOf, subjectOf } from "./situation.ts";

const DAY_MS = 24 * 3600 * 1000;

/** A system has a problem that outlasts the retries of unknown errors, and is repaired a day later. */
export function troubleCases(simulation: Simulation, clean: CleanRun): Case[] {
  // The state has a problem already, and resetting would lose its setup.
  const states = stateOf(simulation, clean.situation);
  if (states.some(({ refuses }) => refuses !== undefined)) return [];
  const isActing = states.some((state) => state.isActing === true);
  return systemsOf(simulation, clean.situation.handler).flatMap(({ name, troubles = [] }) =>
    troubles
      .filter((trouble) => !(isActing && trouble.isSilent === true))
      .map((trouble) => troubleCase(clean, name, trouble)),
  );
}

function troubleCase(clean: CleanRun, system: string, trouble: Trouble): Case {
  const { situation } = clean;
  const { name, isUnclear = false, isSilent = false, isLong = false, isUnseen = false } = trouble;
  return {
    ...ofWhole(situation, { property: "acknowledgement", place: WHOLE_DELIVERY, disturbance: name }),
    says: `${name}, for a day; then somebody mends it`,
    async run(simulation) {
      const subscription = await begin(simulation, situation);
      const message = toMessage(situation.sample.event);
      const mend = troubleOf(simulation, system, name).begin(subjectOf(situation.sample.event));
      if (mend === undefined) return undefined;
      simulation.intercept = (call, proceed) => {
        call.disturbance = name;
        return proceed();
      };
      const last = attemptsOf(clean);
      const from = isLong ? 1 : firstAttempt(clean, 2);
      const first = await deliverUntilAcknowledged(subscription, message, { from, to: last + 1, isFirst: true });
      const isGivenUp = simulation.deadLetters.length > 0;
      const findings: Finding[] =
        isGivenUp && !isUnclear && !(isLong && simulation.needed.has("*"))
          ? [finding("acknowledgement", `dead-letters what no message is to blame for (${name})`)]
          : [];
      await pass(simulation, first.isAcknowledged && !isGivenUp && !isSilent ? 0 : DAY_MS);
      mend();
      simulation.intercept = undisturbed;
      if (isGivenUp || (isSilent && first.isAcknowledged))
        findings.push(...(await replayFindings(subscription, message)));
      else if (!first.isAcknowledged) {
        const { isAcknowledged } = await deliverUntilAcknowledged(subscription, message, { from: last + 2 });
        findings.push(...transientFindings(simulation, isAcknowledged));
      }
      await drain(simulation);
      const isRefused = simulation.calls.some(
        (call) => call.answer?.startsWith("4") === true && !isReading(simulation, call),
      );
      const seen = isUnseen && !isRefused && !isGivenUp ? [takeSnapshot(simulation)] : [];
      return conclude(simulation, "acknowledgement", [clean.snapshot, ...seen], findings);
    },
  };
}

function troubleOf({ systems }: Simulation, system: string, name: string): Trouble {
  const found = systems.find((one) => one.name === system)?.troubles?.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${system} has no trouble that ${name}`);
  return found;
}
