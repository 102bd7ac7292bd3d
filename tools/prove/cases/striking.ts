import type { FaultFit } from "../../../local/core/fault-fit.ts";
import type { Call } from "../simulation/call.ts";
import type { Intercept, Simulation } from "../simulation/simulation.ts";

/** Applies the fault to the calls that `isChosen` selects. */
export function striking(simulation: Simulation, fit: FaultFit, isChosen: (call: Call) => boolean): Intercept {
  return (call, proceed) => {
    if (!isChosen(call)) return proceed();
    call.disturbance = fit.name;
    // This same call takes the rule, because the stand-in looks for rules first.
    simulation.faults.add({ ...fit.rule, system: call.system, match: `${call.method} ${call.url.pathname}` });
    const response = proceed();
    if (simulation.faults.list().at(-1)?.spent !== 1)
      throw new Error(`the fault ${fit.name} did not strike ${call.operation}`);
    return response;
  };
}

/** Applies the fault to the call wherever it recurs, for ever. */
export function strikingForEver(simulation: Simulation, fit: FaultFit, { operation, nth }: Call): Intercept {
  const strike = striking(simulation, fit, (asked) => asked.operation === operation && asked.nth >= nth);
  return (asked, proceed) => {
    simulation.faults.clear();
    return strike(asked, proceed);
  };
}
