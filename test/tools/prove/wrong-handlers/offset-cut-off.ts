import type { Wrong } from "../candidates.ts";
import { customerPath } from "../raw-systems.ts";
import { ticketIn, ticketOpened } from "../tickets.ts";

/** Takes a time's first characters for the time in UTC. */
export const offsetCutOff: Wrong = {
  name: "offset-cut-off",
  on: ticketOpened,
  uses: ["customerio"],
  caughtBy: "effects",
  says: "writes 2026-11-02T10:30:00Z into called_at of customerio people: the event's calledAt has that time of day in another zone",
  async run(event, { track }) {
    const body = { called_at: `${ticketIn(event).calledAt.slice(0, 19)}Z` };
    await track({ method: "PUT", path: customerPath(event.data), operation: "PUT /customers/{id}", body });
  },
};
