import type { Wrong } from "../candidates.ts";
import { identify, sendEvent, ulidOf } from "../raw-systems.ts";

/** Whatever else the person does under that name, it is told of once. */
export const idByPerson: Wrong = {
  name: "id-by-person",
  uses: ["customerio"],
  caughtBy: "identity",
  says: "takes one event for another: of customerio events there are 1 in place of 2",
  async run(event, systems) {
    await identify(systems, event);
    await sendEvent(systems, event, { eventId: ulidOf(`${event.subject} form_submitted`) });
  },
};
