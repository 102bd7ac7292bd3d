import { parentPort, workerData } from "node:worker_threads";
import type { Letter } from "./letters.ts";
import { planReplays } from "./plans.ts";
import type { Planned, PlanTask } from "./planner.ts";
import { openCheckout } from "../checkout.ts";
import { revive } from "../revive.ts";

const { letters, manifest }: PlanTask = workerData;

function reviveLetter({ held, ...letter }: Letter): Letter {
  return { ...letter, held: { ...held, message: revive(held.message) } };
}

async function plan(): Promise<Planned> {
  try {
    return { plans: await planReplays(letters.map(reviveLetter), manifest, openCheckout(manifest)) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- of windows, which this is not
parentPort?.postMessage(await plan());
