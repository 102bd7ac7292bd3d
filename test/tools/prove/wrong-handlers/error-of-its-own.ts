import type { Wrong } from "../candidates.ts";
import { identify } from "../raw-systems.ts";

/** Every sample has a first name, and no schema asks for one. */
export const errorOfItsOwn: Wrong = {
  name: "error-of-its-own",
  uses: ["customerio"],
  caughtBy: "effects",
  match: "of an event without firstName",
  says: "ends in an error of its own (TypeError",
  async run(event, systems) {
    const { firstName } = event.data as { firstName: string };
    await identify(systems, { ...event, data: { ...event.data, firstName: firstName.trim() } });
  },
};
