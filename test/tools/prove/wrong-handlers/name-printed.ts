import type { Wrong } from "../candidates.ts";
import { identify } from "../raw-systems.ts";

/** Left over from the day on which it was written. */
export const namePrinted: Wrong = {
  name: "name-printed",
  uses: ["customerio"],
  caughtBy: "isolation",
  says: "writes data.lastName of the event into process.stdout",
  async run(event, systems) {
    process.stdout.write(`${JSON.stringify({ handling: event.data.lastName })}\n`);
    await identify(systems, event);
  },
};
