import type { Wrong } from "../candidates.ts";
import { ticketIn, ticketOpened } from "../tickets.ts";

/** Takes 0 for a number that is missing. */
export const zeroLeftOut: Wrong = {
  name: "zero-left-out",
  on: ticketOpened,
  uses: ["salesforce"],
  caughtBy: "effects",
  match: "whose seats is 5, 0, 1",
  says: "leaves out the salesforce Task where the event's seats is 0, and not where it is 1",
  async run(event, { people }) {
    const { email, seats } = ticketIn(event);
    await people.ensurePerson(email, { LastName: "Somebody", Company: "[not provided]" });
    const task = { Subject: `Wants ${seats}` };
    if (seats) await people.ensure("Task", { Event_Key__c: `${event.source}/${event.id}` }, {}, { onlyWhenNew: task });
  },
};
