import type { FaultRule } from "../../../local/core/faults.ts";
import type { State } from "../../../tools/demo/found.ts";
import type { Stage } from "../../../tools/demo/play.ts";
import { fireUntil, settle } from "../../../tools/prove/simulation/simulation.ts";
import type { openWholeLane } from "../../harness/whole-lane.ts";

const PATIENCE_MS = 3_600_000;

/** The demo's stage in this process, where hours pass in no time. */
export function openInProcess({ simulation, salesforce, customerio, post }: ReturnType<typeof openWholeLane>): Stage {
  const { clock, faults, deadLetters } = simulation;
  // What the stand-ins hold, as /api/state tells it.
  const state = () =>
    ({ salesforce: salesforce.state(), customerio: customerio.state(), pubsub: { deadLetters } }) as unknown as State;
  const reach = async (time: number) => {
    await fireUntil(simulation, time);
    clock.moveTo(time);
  };
  return {
    now: () => clock.now(),
    reach,
    sleep: (milliseconds) => reach(clock.now() + milliseconds),
    post,
    state: () => Promise.resolve(state()),
    seed(records) {
      // As the play makes them.
      const { salesforce: rows, customerio: people } = records as Record<string, Record<string, object[]>>;
      salesforce.seed(rows ?? {});
      customerio.seed(people ?? {});
      return Promise.resolve();
    },
    setFault: (rule) => Promise.resolve(faults.add(rule as FaultRule)), // which add() checks
    clearFaults: () => Promise.resolve(faults.clear()),
    async until(isSo) {
      for (const end = clock.now() + PATIENCE_MS; ; clock.fire()) {
        await settle(simulation);
        if (isSo(state())) return;
        const next = clock.nextAt();
        if (next === undefined || next > end) return;
      }
    },
  };
}
