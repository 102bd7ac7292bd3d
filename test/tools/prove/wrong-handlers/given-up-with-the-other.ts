import type { Wrong } from "../candidates.ts";
import { createLead, findLead, identify } from "../raw-systems.ts";

/** The first error of the two is all errors'. */
export const givenUpWithTheOther: Wrong = {
  name: "given-up-with-the-other",
  caughtBy: "acknowledgement",
  match: "while PUT /customers/{id} has no answer",
  says: "while another call of its own has no answer yet, whose work is given up with it: independently()",
  async run(event, systems) {
    await Promise.all([
      identify(systems, event),
      (async () => (await findLead(systems, event.data.email)) ?? (await createLead(systems, event)))(),
    ]);
  },
};
