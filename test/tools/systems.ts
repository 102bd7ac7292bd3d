import { systemClock } from "../../local/core/clock.ts";
import { createFaults } from "../../local/core/faults.ts";
import { findStandIns, openStandIn } from "../../local/core/find.ts";
import { serve } from "../../local/core/serve.ts";
import { readConfiguration } from "../../local/runner/configuration.ts";

/** The systems at addresses of their own, with all that is asked of them. */
export async function openSystems(closing: (() => unknown)[]) {
  const standIns = await findStandIns();
  const requests: string[] = [];
  const systems = standIns.map((standIn) => {
    const system = openStandIn(standIn, { clock: systemClock, faults: createFaults(standIns), random: Math.random });
    system.reset();
    system.setUp(readConfiguration());
    return system;
  });
  const settings = await Promise.all(
    systems.map(async (system) => {
      const server = await serve(async (request) => {
        const url = new URL(request.url);
        requests.push(system.operationOf({ method: request.method, url, body: await request.clone().text() }));
        return system.fetch(request);
      });
      closing.push(server.close);
      return system.settings(server.url);
    }),
  );
  return {
    requests,
    seed: (name: string, records: Record<string, object[]>) => systems.find((one) => one.name === name)?.seed(records),
    environment: Object.assign({}, ...settings) as Record<string, string>,
    state: () => JSON.stringify(systems.map((system) => system.state())),
  };
}
