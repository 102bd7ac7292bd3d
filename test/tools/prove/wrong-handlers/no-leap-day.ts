import type { Wrong } from "../candidates.ts";
import { identify } from "../raw-systems.ts";

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Has its own calendar. */
export const noLeapDay: Wrong = {
  name: "no-leap-day",
  uses: ["customerio"],
  caughtBy: "time",
  says: "of 29 February",
  async run(event, systems) {
    const at = new Date(event.time);
    if (at.getUTCDate() > (DAYS[at.getUTCMonth()] ?? 0)) throw new RangeError("there is no such day");
    await identify(systems, event);
  },
};
