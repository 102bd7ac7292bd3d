import type { Message } from "../../../functions/runtime/pubsub/message.ts";
import { withoutEffect } from "./swallowed.ts";
import { DEFAULT_ATTEMPTS } from "../../../functions/runtime/handle/give-up.ts";
import type { FaultFit } from "../../../local/core/fault-fit.ts";
import { finding, type Finding } from "../finding.ts";
import { type Call, ordinal } from "../simulation/call.ts";
import { isReading } from "./alike.ts";
import { type Case, conclude, fewerThan, missedFindings, transientFindings } from "./case.ts";
import { deliverOnce, deliverUntilAcknowledged, replay, type Subscription } from "../simulation/deliver.ts";
import { isAcknowledged } from "../simulation/delivery.ts";
import { drawn, seededRandom, seedOf } from "../../seeded-random.ts";
import { refusedFieldCases } from "./refused-fields.ts";
import { striking, strikingForEver } from "./striking.ts";
import { begin, type CleanRun, ofCall, situationName } from "./situation.ts";
import { toMessage } from "../events/samples.ts";
import { type Simulation, undisturbed } from "../simulation/simulation.ts";

/**
 * Every call of the clean run × every fault that makes sense for it. Of many similar faults one is always tried. The
 * others run at calls that no earlier situation has made, and are drawn elsewhere. Permanent faults belong to the
 * lasting cases.
 */
export function faultCases(
  simulation: Simulation,
  clean: CleanRun,
  fresh: readonly Call[],
): { readonly always: Case[]; readonly drawn: Case[] } {
  // For a read, losing the answer after the effect is the same as before.
  const isAlike = (call: Call, { isOneOfMany = false, rule: { fault } }: FaultFit) =>
    isOneOfMany || (fault === "apply-then-drop" && isReading(simulation, call));
  const strikes = clean.calls.flatMap((call) =>
    fitsOf(simulation, call)
      .filter((fit) => fit.isOneOfMany !== true || isPassing(fit))
      .map((fit) => ({ call, fit, isAlways: !isAlike(call, fit) || fresh.includes(call) })),
  );
  const [always = [], rest = []] = [true, false].map((wanted) =>
    strikes.filter(({ isAlways }) => isAlways === wanted).map(({ call, fit }) => faultCase(clean, call, fit)),
  );
  return { always, drawn: rest };
}

function isPassing({ refuses }: FaultFit): boolean {
  return refuses === undefined || refuses.whom === "anybody for a while";
}

/** The faults that make sense for a call. */
export function fitsOf(simulation: Simulation, call: Call): readonly FaultFit[] {
  return (
    simulation.systems.find(({ name }) => name === call.system)?.faultsFor({ ...call, body: call.requestBody }) ?? []
  );
}

function faultCase(clean: CleanRun, call: Call, fit: FaultFit): Case {
  const { situation } = clean;
  return {
    ...ofCall(situation, call, { property: "faults", disturbance: fit.name }),
    async run(simulation) {
      const subscription = await begin(simulation, situation);
      const message = toMessage(situation.sample.event);
      simulation.intercept = striking(simulation, fit, ({ index }) => index === call.index);
      const delivery = await deliverOnce(subscription, message, 1);
      simulation.faults.clear();
      const isDone = isAcknowledged(delivery) && simulation.deadLetters.length === 0;
      const findings: Finding[] = missedFindings(simulation, call);
      if (fit.isPermanent !== false && simulation.deadLetters.length > 0) {
        findings.push(...(await replayFindings(subscription, message)));
      } else if (fit.isPermanent === true && !isDone) {
        findings.push(retriedFinding(call, delivery.reason));
        await deliverUntilAcknowledged(subscription, message, { from: 2 });
      } else if (!isDone) {
        const isMended =
          isAcknowledged(delivery) ||
          (await deliverUntilAcknowledged(subscription, message, { from: 2 })).isAcknowledged;
        findings.push(...transientFindings(simulation, isMended, fit));
      }
      const end = await conclude(simulation, "faults", [clean.snapshot], findings);
      return isDone ? withoutEffect(end, call, fit) : end;
    },
  };
}

function retriedFinding({ system }: Call, reason = "no reason"): Finding {
  return finding("acknowledgement", `retries what ${system} has refused for ever (${reason})`);
}

/** Replays the dead letter with the fault gone. */
export async function replayFindings(subscription: Subscription, message: Message): Promise<Finding[]> {
  const { isAcknowledged: isReplayed } = await replay(subscription, message);
  return isReplayed ? [] : [finding("acknowledgement", "is not acknowledged when it is replayed")];
}

/**
 * Every fault that isn't the message's own lasts longer than unknown errors are retried, and must not count as one. A
 * refusal of the message itself lasts for ever.
 */
export function lastingFaultCases(simulation: Simulation, clean: CleanRun, calls: readonly Call[]): Case[] {
  const longest = attemptsOf(clean) + 1;
  const deliveriesOf = ({ isOneOfMany = false }: FaultFit) => (isOneOfMany ? FEW : longest);
  return calls.flatMap((call) =>
    fitsOf(simulation, call).flatMap((fit) => {
      if (isTransient(fit)) return lastingFaultCase(clean, call, fit, deliveriesOf(fit));
      if (fit.refuses?.field !== undefined) return refusedFieldCases(simulation, clean, call, fit);
      return lastingRefusalCase(clean, call, fit, deliveriesOf(fit));
    }),
  );
}

/**
 * For similar faults, only this many of the last attempts before an unknown error is given up. Pub/Sub also counts
 * pushes that found no instance.
 */
const FEW = 2;

export function attemptsOf({ situation: { handler } }: CleanRun): number {
  return handler.handler.delivery?.attempts ?? DEFAULT_ATTEMPTS;
}

/**
 * The attempt to start at, so that the deliveries end with, or just after, the last attempt that an unknown error gets.
 */
export function firstAttempt(clean: CleanRun, deliveries: number): number {
  return Math.max(1, attemptsOf(clean) - deliveries + 1);
}

function isTransient({ isPermanent }: FaultFit): boolean {
  return isPermanent === false;
}

function lastingFaultCase(clean: CleanRun, call: Call, fit: FaultFit, deliveries: number): Case {
  const { situation } = clean;
  const disturbance = `${fit.name} ${deliveries} times`;
  return {
    ...ofCall(situation, call, { property: "acknowledgement", disturbance }),
    declarable: [{ fault: fit.name, operation: call.operation }],
    smaller: () => fewerThan(deliveries).map((fewer) => lastingFaultCase(clean, call, fit, fewer)),
    async run(simulation) {
      const subscription = await begin(simulation, situation);
      const isIt = ({ delivery, operation, nth }: Call) =>
        delivery <= deliveries && operation === call.operation && nth === call.nth;
      simulation.intercept = striking(simulation, fit, isIt);
      const before = () => simulation.faults.clear();
      const message = toMessage(situation.sample.event);
      const options = { before, from: firstAttempt(clean, deliveries), isFirst: true };
      const { isAcknowledged: isDone } = await deliverUntilAcknowledged(subscription, message, options);
      const findings = transientFindings(simulation, isDone, fit);
      const end = await conclude(simulation, "acknowledgement", [clean.snapshot], findings);
      return isDone && simulation.deadLetters.length === 0 ? withoutEffect(end, call, fit) : end;
    },
  };
}

/** The call is refused wherever it recurs, for ever. Then the fault is gone and the dead letter is replayed. */
function lastingRefusalCase(clean: CleanRun, call: Call, fit: FaultFit, deliveries: number): Case {
  const { situation } = clean;
  const disturbance = `${fit.name} for ever`;
  return {
    ...ofCall(situation, call, { property: "acknowledgement", disturbance }),
    declarable: [{ fault: fit.name, operation: call.operation }],
    async run(simulation) {
      const subscription = await begin(simulation, situation);
      const message = toMessage(situation.sample.event);
      simulation.intercept = strikingForEver(simulation, fit, call);
      const { isAcknowledged: isOver, attempts } = await deliverUntilAcknowledged(subscription, message, {
        from: firstAttempt(clean, deliveries),
        isFirst: true,
      });
      simulation.intercept = undisturbed;
      simulation.faults.clear();
      const isGivenUp = simulation.deadLetters.length > 0;
      const findings: Finding[] = isOver ? [] : transientFindings(simulation, false);
      if (isGivenUp && fit.isPermanent === true && attempts > 1)
        findings.push(retriedFinding(call, simulation.deadLetters[0]?.attributes["dead-letter-code"]));
      if (isGivenUp && fit.isUnknown === true && attempts > attemptsOf(clean))
        findings.push(finding("acknowledgement", `waits for what one person alone has met, for ${attempts} attempts`));
      if (isGivenUp) findings.push(...(await replayFindings(subscription, message)));
      const end = await conclude(simulation, "acknowledgement", [clean.snapshot], findings);
      return isOver && !isGivenUp ? withoutEffect(end, call, fit) : end;
    },
  };
}

/**
 * Two faults in sequence, drawn by the seed: the second strikes in a redelivery, or later in the first delivery if that
 * survives.
 */
export function twoFaultCases(
  simulation: Simulation,
  clean: CleanRun,
  { seed, count }: { readonly seed: number; readonly count: number },
): Case[] {
  const random = seededRandom(seedOf(seed, situationName(clean.situation).join(" ")));
  const cases = new Map<string, Case>();
  for (let index = 0; index < count; index += 1) {
    const pair = [drawStrike(simulation, clean, random), drawStrike(simulation, clean, random)];
    const [first, second] = pair;
    if (first === undefined || second === undefined) continue;
    const one = twoFaultCase(clean, first, second);
    cases.set(one.name, one);
  }
  return [...cases.values()];
}

interface Strike {
  readonly call: Call;
  readonly fit: FaultFit;
}

function drawStrike(simulation: Simulation, clean: CleanRun, random: () => number): Strike | undefined {
  const call = drawn(clean.calls, random);
  const fits = call === undefined ? [] : fitsOf(simulation, call).filter(isTransient);
  const fit = drawn(fits, random);
  return call === undefined || fit === undefined ? undefined : { call, fit };
}

function twoFaultCase(clean: CleanRun, first: Strike, second: Strike): Case {
  const { situation } = clean;
  const then = `${first.fit.name}, then ${second.fit.name} at ${second.call.operation} (${ordinal(second.call.nth)})`;
  return {
    ...ofCall(situation, first.call, { property: "faults", disturbance: then }),
    disturbance: "two faults",
    declarable: [first, second].map(({ call, fit }) => ({ fault: fit.name, operation: call.operation })),
    smaller: () => [first, second].map(({ call, fit }) => faultCase(clean, call, fit)),
    async run(simulation) {
      const subscription = await begin(simulation, situation);
      let struck = 0;
      simulation.intercept = (call, proceed) => {
        const { call: target, fit } = struck === 0 ? first : second;
        const isIt = struck < 2 && call.operation === target.operation && call.nth === target.nth;
        if (!isIt) return proceed();
        struck += 1;
        return striking(simulation, fit, () => true)(call, proceed);
      };
      const message = toMessage(situation.sample.event);
      const before = () => simulation.faults.clear();
      const { isAcknowledged: isDone } = await deliverUntilAcknowledged(subscription, message, { before });
      simulation.faults.clear();
      return conclude(simulation, "faults", [clean.snapshot], transientFindings(simulation, isDone));
    },
  };
}
