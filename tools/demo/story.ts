import { createPlot, type Step } from "./plot.ts";
import type { Guest } from "./people.ts";
import { fillTheRooms, invite, optOut, sayThingsTwice } from "./chapters/invitation.ts";
import { loseSalesforce, refuseOne } from "./chapters/troubles.ts";
import { changeTheirMinds, cancelInHaste } from "./chapters/changes.ts";
import { comeToDinner, joinTheWebinar, lookBack } from "./chapters/evening.ts";

export const SEATS = { dinner: 12, webinar: 9 };
/**
 * Time of the first and last step, in minutes relative to the doors. customer.io starts no campaign for events older
 * than 72 hours.
 */
export const [FIRST, LAST] = [-60 * 60, 4 * 60 + 10];

/**
 * A dinner, and a webinar for those far away, from the invitation to the morning after. Decides seats and waitlists as
 * the sending application would.
 */
export function tellStory(guests: readonly Guest[]): readonly Step[] {
  const plot = createPlot(guests, SEATS);
  invite(plot, FIRST, guests);
  fillTheRooms(plot);
  sayThingsTwice(plot);
  optOut(plot);
  loseSalesforce(plot);
  refuseOne(plot);
  changeTheirMinds(plot);
  cancelInHaste(plot);
  comeToDinner(plot);
  joinTheWebinar(plot);
  lookBack(plot, LAST);
  return plot.steps;
}
