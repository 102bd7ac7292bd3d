import type { Wrong } from "../candidates.ts";
import { identify, sendEvent, ulidOf } from "../raw-systems.ts";

/** The event's id is a hash of what it says: who sends the same form once more has sent it once. */
export const idOfWhatIsSaid: Wrong = {
  name: "id-of-what-is-said",
  uses: ["customerio"],
  caughtBy: "identity",
  match: "two events of a person that say the same",
  says: "takes one event for another: of customerio events there are 1 in place of 2",
  async run(event, systems) {
    await identify(systems, event);
    await sendEvent(systems, event, { eventId: ulidOf(`${JSON.stringify(event.data)} form_submitted`) });
  },
};
