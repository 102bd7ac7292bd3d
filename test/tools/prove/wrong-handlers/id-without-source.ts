import type { Wrong } from "../candidates.ts";
import { identify, sendEvent, ulidOf } from "../raw-systems.ts";

/** Two senders may number their events alike: the second one's is taken for the first one's. */
export const idWithoutSource: Wrong = {
  name: "id-without-source",
  uses: ["customerio"],
  caughtBy: "identity",
  says: "gives two events one id: POST /customers/{id}/events is dropped",
  async run(event, systems) {
    await identify(systems, event);
    await sendEvent(systems, event, { eventId: ulidOf(`${event.id} form_submitted`) });
  },
};
