import { setTimeout as sleep } from "node:timers/promises";
import { UsageError } from "../../local/core/problems.ts";
import { askRunner, postRunner } from "../runner/ask.ts";
import { openSender } from "../send/webhook.ts";
import type { State } from "./found.ts";
import type { Stage } from "./play.ts";

const LOOK_EVERY_MS = 10;
/** Pub/Sub's longest wait between two attempts is six seconds there. */
const PATIENCE_MS = 30_000;

/** A fault that has struck as often as it should is over. */
interface Fault {
  readonly times?: number;
  readonly spent: number;
}

/**
 * The `npm start` at this URL. The story's time is compressed: nothing waits for it, and webhooks are signed with the
 * current time.
 */
export async function openNpmStart(url: string): Promise<Stage> {
  const faults = (await askRunner(url, "/api/faults")) as Fault[]; // made by local/console/api/state-routes.ts
  if (faults.some(({ times = 1, spent }) => times === 0 || spent < times))
    throw new UsageError(
      `Faults are set at ${url}, which would affect the demo; remove them: curl -X DELETE ${url}/api/faults`,
    );
  const senders = new Map<string, ReturnType<typeof openSender>>();
  const state = async () => (await askRunner(url, "/api/state")) as State; // made by local/console/api/state.ts
  return {
    now: () => performance.timeOrigin + performance.now(),
    reach: () => Promise.resolve(),
    sleep: (milliseconds) => sleep(Math.max(0, milliseconds)).then(() => undefined),
    async post(name, webhook) {
      const sender = senders.get(name) ?? openSender(url, name);
      senders.set(name, sender);
      return (await sender)(webhook);
    },
    state,
    seed: async (records) => void (await postRunner(url, "/api/state", records)),
    setFault: async (rule) => void (await postRunner(url, "/api/faults", rule)),
    clearFaults: async () => void (await askRunner(url, "/api/faults", { method: "DELETE" })),
    async until(isSo) {
      for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(LOOK_EVERY_MS)) {
        if (isSo(await state())) return;
      }
    },
  };
}
