import type { Small } from "../candidates.ts";
import { identify, sendEvent } from "../raw-systems.ts";

/** Ordered, over both systems. */
export const leadAndEvent: Small = {
  name: "lead-and-event",
  async run(event, systems) {
    const { email, firstName, lastName, company } = event.data;
    const { people } = systems;
    if ((await people.findPerson(email)) === undefined) {
      await people.createLead(email, { FirstName: firstName, LastName: lastName, Company: company });
    }
    await identify(systems, event);
    await sendEvent(systems, event);
  },
};
