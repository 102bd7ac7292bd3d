import type { Wrong } from "../candidates.ts";
import { customerPath } from "../raw-systems.ts";
import { ticketIn, ticketOpened } from "../tickets.ts";

/** Writes what is true, and never takes it back. */
export const falseLeftOut: Wrong = {
  name: "false-left-out",
  on: ticketOpened,
  uses: ["customerio"],
  caughtBy: "effects",
  match: "whose isPublic is true, false",
  says: "leaves is_public of customerio people empty where the event's isPublic is false",
  async run(event, { track }) {
    const { isPublic, title } = ticketIn(event);
    const body = { title, ...(isPublic && { is_public: isPublic }) };
    await track({ method: "PUT", path: customerPath(event.data), operation: "PUT /customers/{id}", body });
  },
};
