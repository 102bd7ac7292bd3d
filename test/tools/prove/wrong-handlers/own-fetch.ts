import type { Wrong } from "../candidates.ts";
import { identify } from "../raw-systems.ts";

/** Tells another system beside those whose clients it is given: no stand-in sees it, and nothing retries it. */
export const ownFetch: Wrong = {
  name: "own-fetch",
  uses: ["customerio"],
  caughtBy: "isolation",
  says: "calls fetch itself",
  async run(event, systems) {
    await identify(systems, event);
    await fetch("http://127.0.0.1:9/", { method: "POST" }).catch(() => {});
  },
};
