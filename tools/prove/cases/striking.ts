import type { FaultFit } from "../../../local/core/fault-fit.ts";
import type { Call } from "../simulation/call.ts";
import type { Intercept, Simulation } from "../simulation/simulation.ts";

/** Has the fault strike the calls that are chosen. */
export function striking(simulation: Simulation, fit: FaultFit, isChosen: (call: Call) => boolean): Intercept {
  return (call, proceed) => {
    if (!isChosen(call)) return proceed();
    call.disturbance = fit.name;
    // The rule added now is taken by this very call: the stand-in looks for one before it does anything else.
    simulation.faults.add({ ...fit.rule, system: call.system, match: `${call.method} ${call.url.pathname}` });
    const response = proceed();
    if (simulation.faults.list().at(-1)?.spent !== 1)
      throw new Error(`the fault ${fit.name} did not strike ${call.operation}`);
    return response;
  };
}

/** Has the fault strike the call wherever it comes again, as long as anybody tries. */
export function strikingForEver(simulation: Simulation, fit: FaultFit, { operation, nth }: Call): Intercept {
  const strike = striking(simulation, fit, (asked) => asked.operation === operation && asked.nth >= nth);
  return (asked, proceed) => {
    simulation.faults.clear();
    return strike(asked, proceed);
  };
}
