import type { FaultFit } from "../../../local/core/fault-fit.ts";
import { finding } from "../finding.ts";
import { toMessage } from "../events/samples.ts";
import type { Call } from "../simulation/call.ts";
import { deliverOnce, deliverUntilAcknowledged, pass } from "../simulation/deliver.ts";
import { isAcknowledged } from "../simulation/delivery.ts";
import { drain, type Simulation, undisturbed } from "../simulation/simulation.ts";
import { takeSnapshot } from "../simulation/snapshot.ts";
import { type Case, conclude, transientFindings } from "./case.ts";
import { attemptsOf, fitsOf } from "./faults.ts";
import { strangersEvent } from "./isolation.ts";
import { begin, type CleanRun, ofCall } from "./situation.ts";
import { strikingForEver } from "./striking.ts";

/**
 * Two people's events meet the same refusal with an unknown code: once per system, at the first call that can be
 * refused so.
 */
export function twoPeopleCases(simulation: Simulation, clean: CleanRun, fresh: readonly Call[]): Case[] {
  const refusals = clean.calls.flatMap((call) =>
    fitsOf(simulation, call)
      .filter(({ isUnknown }) => isUnknown === true)
      .map((fit) => ({ call, fit })),
  );
  return refusals
    .filter(({ call: { system } }, place) => refusals.findIndex(({ call }) => call.system === system) === place)
    .filter(({ call }) => fresh.includes(call))
    .map(({ call, fit }) => twoPeopleCase(clean, call, fit));
}

/**
 * They are retried more often than a single person would be, within an hour. Once the fault is gone, both take effect.
 */
function twoPeopleCase(clean: CleanRun, call: Call, fit: FaultFit): Case {
  const { situation } = clean;
  const events = [situation.sample.event, strangersEvent(situation, "somebody else")];
  const messages = events.map(toMessage);
  const runBoth = async (simulation: Simulation) => {
    const subscription = await begin(simulation, situation);
    for (const message of messages) await deliverUntilAcknowledged(subscription, message);
    await drain(simulation);
  };
  return {
    ...ofCall(situation, call, { property: "acknowledgement", disturbance: `${fit.name} for two people` }),
    declarable: [{ fault: fit.name, operation: call.operation }],
    says: "two people's events are delivered in turn, and each is refused; then the system is well again",
    runExpected: runBoth,
    async run(simulation) {
      await runBoth(simulation);
      const expected = takeSnapshot(simulation);
      const subscription = await begin(simulation, situation);
      simulation.intercept = strikingForEver(simulation, fit, call);
      const attempts = attemptsOf(clean) + 2;
      const done = new Set<number>();
      for (let attempt = 1; attempt <= attempts; attempt += 1) {
        for (const [index, message] of messages.entries())
          if (!done.has(index) && isAcknowledged(await deliverOnce(subscription, message, attempt))) done.add(index);
        await pass(simulation, APART_MS);
      }
      simulation.intercept = undisturbed;
      simulation.faults.clear();
      const findings = [];
      if (simulation.deadLetters.length > 0)
        findings.push(finding("acknowledgement", `dead-letters what two people have met within minutes (${fit.name})`));
      for (const [index, message] of messages.entries()) {
        if (done.has(index)) continue;
        const { isAcknowledged: isOver } = await deliverUntilAcknowledged(subscription, message, {
          from: attempts + 1,
        });
        if (!isOver) findings.push(...transientFindings(simulation, false));
      }
      return conclude(simulation, "acknowledgement", [expected], findings);
    },
  };
}

const APART_MS = 60_000;
