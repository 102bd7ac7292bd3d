import type { Wrong } from "../candidates.ts";
import { ticketIn, ticketOpened } from "../tickets.ts";

/** Its sample has one tag. */
export const firstTagAlone: Wrong = {
  name: "first-tag-alone",
  on: ticketOpened,
  uses: ["salesforce"],
  caughtBy: "effects",
  match: "with one and three of its tags",
  says: "does with three of the event's tags what it does with the first alone: the others leave no trace",
  async run(event, { people }) {
    const [tag = "none"] = ticketIn(event).tags;
    const task = { Subject: `About ${tag}` };
    await people.ensure("Task", { Event_Key__c: `${event.source}/${event.id}` }, {}, { onlyWhenNew: task });
  },
};
