import type { FaultFit } from "../../../local/core/fault-fit.ts";
import { finding } from "../finding.ts";
import { toMessage } from "../events/samples.ts";
import type { Call } from "../simulation/call.ts";
import { deliverOnce } from "../simulation/deliver.ts";
import { drain, type Simulation, undisturbed } from "../simulation/simulation.ts";
import { takeSnapshot } from "../simulation/snapshot.ts";
import { isReading } from "./alike.ts";
import type { Case } from "./case.ts";
import { fitsOf } from "./faults.ts";
import { begin, type CleanRun, ofCall } from "./situation.ts";
import { striking } from "./striking.ts";

/** Fails later than a refusal. */
const NO_ANSWER = { name: "stall-headers", rule: { fault: "stall-headers" }, isPermanent: false } as const;

const AT_ONCE =
  "while another call of its own has no answer yet, whose work is given up with it: independently() waits for both, and throws the more patient error";
const CAUGHT =
  "after another call of its own got no answer, whose error was caught and whose work is given up with it: let that error be thrown";

/**
 * One call is refused for ever while another gets no answer. If a handler makes both at once, the message must be
 * retried, because giving it up would also give up the other call's work. Tries each write that can be refused with
 * each other call, if one of them is new.
 */
export function patienceCases(simulation: Simulation, clean: CleanRun, fresh: readonly Call[]): Case[] {
  const writes = clean.calls.filter((call) => call.method !== "GET" && !isReading(simulation, call));
  return writes.flatMap((refused) => {
    const fit = fitsOf(simulation, refused).find(
      ({ isPermanent, refuses }) => isPermanent === true && refuses !== undefined && refuses.field === undefined,
    );
    if (fit === undefined) return [];
    const others = clean.calls.filter((other) => other !== refused);
    return others
      .filter((other) => fresh.includes(refused) || fresh.includes(other))
      .map((other) => patienceCase(clean, { refused, fit }, other));
  });
}

interface Refused {
  readonly refused: Call;
  readonly fit: FaultFit;
}

function patienceCase({ situation }: CleanRun, { refused, fit }: Refused, other: Call): Case {
  const disturbance = `${fit.name}, while ${other.operation} has no answer`;
  return {
    ...ofCall(situation, refused, { property: "acknowledgement", disturbance }),
    declarable: [],
    async run(simulation) {
      const subscription = await begin(simulation, situation);
      const isAt = (call: Call, { operation, nth }: Call) => call.operation === operation && call.nth === nth;
      const refuse = striking(simulation, fit, () => true);
      const stall = striking(simulation, NO_ANSWER, () => true);
      const struck = new Set<Call>();
      let [hasFailed, isCaught] = [false, false];
      simulation.intercept = (call, proceed) => {
        const target = [refused, other].find((one) => isAt(call, one));
        if (target === undefined) return proceed();
        struck.add(target);
        if (target === other) return stall(call, proceed).finally(() => (hasFailed = true));
        isCaught = hasFailed; // and the handler goes on
        return refuse(call, proceed);
      };
      await deliverOnce(subscription, toMessage(situation.sample.event), 1);
      simulation.intercept = undisturbed;
      simulation.faults.clear();
      // The calls are sequential: the first failure prevents the second call.
      if (struck.size < 2) return undefined;
      const [letter] = simulation.deadLetters;
      const rule = `dead-letters what ${refused.system} refuses (${fit.refuses?.code}) ${isCaught ? CAUGHT : AT_ONCE}`;
      const findings = letter === undefined ? [] : [finding("acknowledgement", rule)];
      await drain(simulation);
      const actual = takeSnapshot(simulation);
      return { findings, expected: [actual], actual, longestMs: 0 };
    },
  };
}
