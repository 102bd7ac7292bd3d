import type { Wrong } from "../candidates.ts";
import { customerPath } from "../raw-systems.ts";
import { ticketIn, ticketOpened } from "../tickets.ts";

const priorities: Readonly<Partial<Record<string, string>>> = { low: "P3", high: "P1" };

/** A table lacks one of the words that the schema lists. */
export const wordForgotten: Wrong = {
  name: "word-forgotten",
  on: ticketOpened,
  uses: ["customerio"],
  caughtBy: "effects",
  says: "leaves priority of customerio people empty where the event's priority is normal, and fills it for others",
  async run(event, { track }) {
    const body = { seats: 1, priority: priorities[ticketIn(event).priority] };
    await track({ method: "PUT", path: customerPath(event.data), operation: "PUT /customers/{id}", body });
  },
};
