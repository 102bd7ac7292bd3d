import type { Wrong } from "../candidates.ts";
import { identify, sendEvent, ulidOf } from "../raw-systems.ts";

/** Of the two things that it tells of one event, the second is taken for the first. */
export const idWithoutEffect: Wrong = {
  name: "id-without-effect",
  uses: ["customerio"],
  caughtBy: "identity",
  says: "gives two effects of one event one id",
  async run(event, systems) {
    const eventId = ulidOf(`${event.source} ${event.id}`);
    await identify(systems, event);
    await sendEvent(systems, event, { eventId });
    await sendEvent(systems, event, { name: "asked_for_a_demo", eventId });
  },
};
