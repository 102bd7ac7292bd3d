import type { Wrong } from "../candidates.ts";
import { customerPath } from "../raw-systems.ts";
import { ticketIn, ticketOpened } from "../tickets.ts";

/** The field's name says another unit. */
export const minutesForSeconds: Wrong = {
  name: "minutes-for-seconds",
  on: ticketOpened,
  uses: ["customerio"],
  caughtBy: "effects",
  says: "writes 45 into last_call_seconds of customerio people, as many seconds as the event's callMinutes is minutes",
  async run(event, { track }) {
    const body = { last_call_seconds: ticketIn(event).callMinutes };
    await track({ method: "PUT", path: customerPath(event.data), operation: "PUT /customers/{id}", body });
  },
};
