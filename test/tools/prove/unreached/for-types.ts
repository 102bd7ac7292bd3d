import { identify } from "../raw-systems.ts";
import type { Small } from "../candidates.ts";

/** What tsc wants handled can't come about. */
export const forTypes: Small = {
  name: "for-types",
  uses: ["customerio"],
  async run(event, systems) {
    const [address] = event.data.email.split(" ");
    if (address === undefined) {
      throw new Error("every text has a beginning; this one has none");
    }
    await identify(systems, { ...event, subject: address ?? "" });
  },
};
