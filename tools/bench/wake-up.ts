import { setTimeout as sleep } from "node:timers/promises";
import { dist } from "../../bundler/paths.ts";
import { EVERY_MS } from "../../local/runner/functions/schedule.ts";
import { type Runner, startRunner } from "../../local/runner/runner.ts";
import type { Result } from "./figure.ts";
import { post } from "./requests.ts";
import { median } from "../statistics.ts";
import { sentReport } from "./webhooks.ts";

/** By this long after the last effect, the function's call has ended. */
const REST_MS = 6000;

/** A single report while everything is idle: from its answer until it is in Salesforce. */
export async function benchWakeUp({ rounds }: { readonly rounds: number }): Promise<Result> {
  const runner = await startRunner({ port: 0, dist, onLine: () => {} });
  try {
    const emails = Array.from({ length: rounds + 1 }, (_, index) => `reader-${index}@example.com`);
    const Lead = emails.map((Email) => ({ LastName: "Lovelace", Company: "Analytical Engines", Email }));
    runner.world.systems.get("salesforce")?.seed({ Lead });
    const all: number[] = [];
    for (const [members, email] of emails.entries()) {
      // At various moments between two calls.
      await sleep(REST_MS + (EVERY_MS * members) / emails.length);
      all.push(await timeReport(runner, email, members));
    }
    const [first = Number.NaN, ...warm] = all;
    return {
      figures: [
        { what: "one report alone: accepted → in Salesforce", unit: "ms", measured: median(warm) },
        { what: `  the slowest of ${rounds}`, unit: "ms", measured: Math.max(...warm), goal: EVERY_MS },
      ],
      notes: [
        `wake-up: npm start calls batch handlers every ${EVERY_MS / 1000} s where something waits, Cloud Scheduler every 60 s in any case: there it is up to that. The very first, by a function that had to be started, took ${first.toFixed(0)} ms.`,
      ],
    };
  } finally {
    await runner.close();
  }
}

async function timeReport({ url, world }: Runner, email: string, members: number): Promise<number> {
  const { status } = await post(
    { port: Number(new URL(url).port) },
    { path: "/webhooks/customerio", ...sentReport(email) },
  );
  if (status !== 201) throw new Error(`A webhook was answered by ${status}.`);
  const accepted = performance.now();
  const present = () => world.systems.get("salesforce")?.state()["CampaignMember"]?.length ?? 0;
  while (present() <= members) await sleep(5);
  return performance.now() - accepted;
}
