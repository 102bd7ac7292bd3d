import type { Wrong } from "../candidates.ts";
import { customerPath } from "../raw-systems.ts";
import { ticketIn, ticketOpened } from "../tickets.ts";

/** `||` where `??` is meant. */
export const zeroIsNothing: Wrong = {
  name: "zero-is-nothing",
  on: ticketOpened,
  uses: ["customerio"],
  caughtBy: "effects",
  says: "writes 1 into seats of customerio people, where the event's seats is 0",
  async run(event, { track }) {
    const body = { seats: ticketIn(event).seats || 1 };
    await track({ method: "PUT", path: customerPath(event.data), operation: "PUT /customers/{id}", body });
  },
};
