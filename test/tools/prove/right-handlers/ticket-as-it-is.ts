import type { Small } from "../candidates.ts";
import { customerPath } from "../raw-systems.ts";
import { ticketIn, ticketOpened } from "../tickets.ts";

const priorities = { low: "Low", normal: "Normal", high: "High" };

/** Words of its own for the event's, a number that may be 0, a time in UTC, minutes in seconds, all of a list, a sum. */
export const ticketAsItIs: Small = {
  name: "ticket-as-it-is",
  on: ticketOpened,
  async run(event, { people, track }) {
    const { title: Subject, priority, seats, calledAt, callMinutes, isPublic, tags, parts } = ticketIn(event);
    const at = new Date(calledAt).toISOString();
    const task = {
      Subject,
      Priority: priorities[priority],
      CallDurationInSeconds: callMinutes * 60,
      Description: tags.join(", "),
    };
    await people.ensure("Task", { Event_Key__c: `${event.source}/${event.id}` }, {}, { onlyWhenNew: task });
    const body = {
      seats,
      is_public: isPublic,
      called_at: at,
      called_on: at.slice(0, 10),
      last_call_minutes: callMinutes,
      price: parts.reduce((sum, { price }) => sum + price, 0),
    };
    await track({ method: "PUT", path: customerPath(event.data), operation: "PUT /customers/{id}", body });
  },
};
