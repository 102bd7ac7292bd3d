import { parentPort, workerData } from "node:worker_threads";
import type { Letter } from "./letters.ts";
import { planReplays } from "./plans.ts";
import type { Planned, PlanTask } from "./planner.ts";
import { openCheckout } from "../checkout.ts";

const { letters, manifest }: PlanTask = workerData;

/** Threads pass a Buffer as plain bytes. */
function revive(letter: Letter): Letter {
  const { held } = letter;
  return { ...letter, held: { ...held, message: { ...held.message, data: Buffer.from(held.message.data) } } };
}

async function plan(): Promise<Planned> {
  try {
    return { plans: await planReplays(letters.map(revive), manifest, openCheckout(manifest)) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- of windows, which this is not
parentPort?.postMessage(await plan());
