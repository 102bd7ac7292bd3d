import type { Wrong } from "../candidates.ts";
import { identify, sendEvent, ulidOf } from "../raw-systems.ts";

/** Takes the beginning of what a form says for its id: many begin so. */
export const idCut: Wrong = {
  name: "id-cut",
  uses: ["customerio"],
  caughtBy: "identity",
  says: "gives two events one id",
  match: "full · nobody · what tells events apart · two events of a person that begin alike",
  async run(event, systems) {
    const { message = "", email } = event.data;
    await identify(systems, event);
    await sendEvent(systems, event, { eventId: ulidOf(`${email} ${message.slice(0, 10)}`) });
  },
};
