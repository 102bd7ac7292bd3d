import { type Guest, nameOf } from "../people.ts";
import { changed, type Draft, type Plot, register } from "../plot.ts";
import type { Room } from "../room.ts";

/** Guests with a seat who do not come. */
const ABSENT = [9, 26, 20, 21];

/** One registers a minute before the doors open, and one comes without having registered. */
export function comeToDinner(plot: Plot): void {
  const { dinner } = plot.rooms;
  register(plot, -1, "app", plot.guest(32), "dinner");
  const arrivals = arrive(plot, dinner).map((guest, place) => ({
    ...changed("app", guest, "dinner", "attended"),
    at: 1 + place,
    isSpelledOtherwise: place === 0,
  }));
  plot.tell(15, `${arrivals.length} come to the dinner`, ...arrivals);
  const stranger = plot.guest(34);
  dinner.enter(stranger);
  plot.tell(20, `${nameOf(stranger)} comes without having registered`, changed("app", stranger, "dinner", "attended"));
}

export function joinTheWebinar(plot: Plot): void {
  const viewers = arrive(plot, plot.rooms.webinar);
  const joined = viewers.map((guest, place) => ({ ...changed("zoom", guest, "webinar", "attended"), at: 30 + place }));
  plot.tell(45, `${joined.length} join the webinar`, ...joined);
  const left = (guest: Guest): Draft => ({
    sender: "zoom",
    sample: "webinar.participant_left",
    guest,
    makes: "nothing",
  });
  plot.tell(90, "and leave it", ...viewers.map(left));
}

function arrive(plot: Plot, room: Room): readonly Guest[] {
  const absent = ABSENT.map((number) => plot.guest(number));
  const guests = room.seated().filter((guest) => !absent.includes(guest));
  for (const guest of guests) room.enter(guest);
  return guests;
}

/** Zoom does not report absence; a Flow in Salesforce does. */
export function lookBack({ rooms, tell }: Plot, at: number): void {
  const absent = rooms.dinner.missing().map((guest) => changed("app", guest, "dinner", "no_show"));
  tell(at, `${absent.length} have not come to the dinner`, ...absent);
  const missed = rooms.webinar.missing().map((guest) => changed("salesforce-flow", guest, "webinar", "no_show"));
  tell(at, `${missed.length} have not come to the webinar`, ...missed);
}
