import type { Wrong } from "../candidates.ts";
import { ticketIn, ticketOpened } from "../tickets.ts";

const priorities = { low: "High", normal: "Normal", high: "Low" };

/** The first and the last word of a table, exchanged. */
export const wordForAnother: Wrong = {
  name: "word-for-another",
  on: ticketOpened,
  uses: ["salesforce"],
  caughtBy: "effects",
  says: "writes High into Priority of salesforce Task where the event's priority is low",
  async run(event, { people }) {
    const { title: Subject, priority } = ticketIn(event);
    const task = { Subject, Priority: priorities[priority] };
    await people.ensure("Task", { Event_Key__c: `${event.source}/${event.id}` }, {}, { onlyWhenNew: task });
  },
};
