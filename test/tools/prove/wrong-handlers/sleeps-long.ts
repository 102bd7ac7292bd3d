import type { Wrong } from "../candidates.ts";
import { identify } from "../raw-systems.ts";

/** Gives others two minutes, and has one. */
export const sleepsLong: Wrong = {
  name: "sleeps-long",
  uses: ["customerio"],
  caughtBy: "deadline",
  among: "bounds",
  says: "goes on after its deadline: run() must end when its signal fires",
  async run(event, systems) {
    await new Promise((resolve) => setTimeout(resolve, 120_000));
    await identify(systems, event);
  },
};
