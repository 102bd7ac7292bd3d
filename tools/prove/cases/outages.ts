import { MAX_DELIVERY_ATTEMPTS } from "../../../functions/runtime/handle/give-up.ts";
import type { Finding } from "../finding.ts";
import type { Call } from "../simulation/call.ts";
import { type Case, conclude, fewerThan, transientFindings } from "./case.ts";
import { deliverUntilAcknowledged, pass } from "../simulation/deliver.ts";
import { begin, type CleanRun, ofCall } from "./situation.ts";
import { toMessage } from "../events/samples.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { replayFindings } from "./faults.ts";
import { striking } from "./striking.ts";

/** This many deliveries before Pub/Sub's last one. The fault cases cover earlier ones. */
const LAST_RUN = 5;
const DAY_MS = 24 * 3600 * 1000;
const DOWN = { name: "down", rule: { fault: "5xx-json" }, isPermanent: false } as const;

/** A system goes down at each of these calls: until the last attempt, or beyond the message's retention. */
export function outageCases(clean: CleanRun, calls: readonly Call[]): Case[] {
  return [
    ...calls.map((call) =>
      outageCase(clean, call, { disturbance: "down till the last attempt", deliveries: LAST_RUN - 1 }),
    ),
    ...calls.map((call) =>
      outageCase(clean, call, {
        disturbance: "dead-lettered, replayed",
        deliveries: LAST_RUN,
        replayAfterMs: 3600_000,
      }),
    ),
    ...calls
      .filter((call) => call === clean.calls.at(-1))
      .map((call) =>
        outageCase(clean, call, {
          disturbance: "dead-lettered, replayed 4 days later",
          deliveries: LAST_RUN,
          replayAfterMs: 4 * DAY_MS,
        }),
      ),
  ];
}

interface Outage {
  readonly disturbance: string;
  /** For a shortened outage: the name of the original. */
  readonly declaredAs?: string;
  readonly deliveries: number;
  readonly replayAfterMs?: number;
}

function outageCase(clean: CleanRun, call: Call, outage: Outage): Case {
  const { situation } = clean;
  const { disturbance, declaredAs = disturbance, deliveries, replayAfterMs } = outage;
  return {
    ...ofCall(situation, call, { property: "acknowledgement", disturbance }),
    declarable: [{ fault: declaredAs, operation: call.operation }],
    smaller: () => fewerThan(deliveries).map((fewer) => outageCase(clean, call, shorter(outage, fewer))),
    async run(simulation) {
      const subscription = await begin(simulation, situation);
      const message = toMessage(situation.sample.event);
      goDown(simulation, call, deliveries);
      const { isAcknowledged, attempts } = await deliverUntilAcknowledged(subscription, message, {
        from: MAX_DELIVERY_ATTEMPTS - (replayAfterMs === undefined ? deliveries + 1 : deliveries),
      });
      const findings: Finding[] = [];
      if (replayAfterMs === undefined) findings.push(...transientFindings(simulation, isAcknowledged));
      else if (simulation.deadLetters.length === 0) return undefined; // it was acknowledged meanwhile
      else {
        if (attempts <= deliveries) findings.push(...transientFindings(simulation, isAcknowledged));
        await pass(simulation, replayAfterMs);
        simulation.faults.clear();
        findings.push(...(await replayFindings(subscription, message)));
      }
      return conclude(simulation, "acknowledgement", [clean.snapshot], findings);
    },
  };
}

function shorter(outage: Outage, deliveries: number): Outage {
  const { disturbance, declaredAs = disturbance } = outage;
  return {
    ...outage,
    declaredAs,
    deliveries,
    disturbance: `${declaredAs} (${deliveries === 1 ? "1 delivery" : `${deliveries} deliveries`})`,
  };
}

/** From this call on, every call to its system fails, for this many deliveries. */
function goDown(simulation: Simulation, { index, system }: Call, deliveries: number): void {
  simulation.intercept = striking(simulation, DOWN, (call) => {
    simulation.faults.clear();
    return call.index >= index && call.delivery <= deliveries && call.system === system;
  });
}
