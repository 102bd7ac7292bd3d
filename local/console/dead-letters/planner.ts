import { Worker } from "node:worker_threads";
import type { Letter } from "./letters.ts";
import type { Declarations } from "./place.ts";
import type { Plan } from "./plans.ts";
import { revive } from "../revive.ts";

/** The thread's input: letters with their messages. */
export interface PlanTask {
  readonly letters: readonly Letter[];
  readonly manifest: Declarations;
}

export type Planned = { readonly plans: readonly Plan[] } | { readonly error: string };

/**
 * Plans in a new thread, which loads current sources and validators: this one would keep using those loaded before they
 * were fixed.
 */
export function planFreshly(task: PlanTask): Promise<readonly Plan[]> {
  const worker = new Worker(new URL("./planner-thread.ts", import.meta.url), { workerData: task });
  return new Promise((resolve, reject) => {
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("The replay could not be planned: its thread has ended.")));
    worker.once("message", (planned: Planned) => {
      void worker.terminate();
      if ("error" in planned) reject(new Error(planned.error));
      else resolve(planned.plans.map(revivePlan));
    });
  });
}

function revivePlan(plan: Plan): Plan {
  if (plan.action !== "publish") return plan;
  return { ...plan, publications: plan.publications.map((one) => ({ ...one, message: revive(one.message) })) };
}
