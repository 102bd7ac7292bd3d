import type { Wrong } from "../candidates.ts";
import { identify, sendEvent } from "../raw-systems.ts";

/** Does Pub/Sub's work, and does not hear its own deadline. */
export const retryInside: Wrong = {
  name: "retry-inside",
  uses: ["customerio"],
  caughtBy: "deadline",
  async run(event, systems) {
    await identify(systems, event);
    for (let wait = 1000; ; wait *= 2) {
      try {
        return await sendEvent(systems, event);
      } catch {
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  },
};
