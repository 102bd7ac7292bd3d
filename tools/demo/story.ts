import { createPlot, type Step, changed, type Draft, hours, type Plot, register, cancel } from "./plot.ts";
import { type Guest, nameOf } from "./people.ts";
import type { MailStatus, Occasion } from "./occasions.ts";
import type { Sender } from "./telling.ts";
import type { Room } from "./room.ts";

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

function invite(plot: Plot, at: number, guests: readonly Guest[]): void {
  plot.tell(at, `${guests.length} invitations are sent`, ...guests.map((guest) => reported(guest, "sent")));
  const readers = guests.slice(0, 25);
  plot.tell(at + 30, `${readers.length} are opened`, ...readers.map((guest) => reported(guest, "opened")));
}

/** customer.io's report about a guest's invitation. */
function reported(guest: Guest, mail: MailStatus): Draft {
  return { sender: "customerio", sample: `email.${mail}`, mail, guest, makes: "report" };
}

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, place) => first + place);

function fillTheRooms(plot: Plot): void {
  const take = (first: number, last: number, sender: Sender, occasion: Occasion, from: number) => {
    for (const number of range(first, last)) register(plot, from + 5 * number, sender, plot.guest(number), occasion);
  };
  take(0, 8, "app", "dinner", hours(-58));
  take(9, 11, "salesforce-flow", "dinner", hours(-56)); // sales brings three
  take(12, 14, "app", "dinner", hours(-54));
  take(12, 12, "zoom", "webinar", hours(-52)); // for both
  take(16, 23, "zoom", "webinar", hours(-50));
  take(24, 25, "zoom", "webinar", hours(-46));
}

function sayThingsTwice(plot: Plot): void {
  const [one, other] = [plot.guest(15), plot.guest(1)];
  const tellings = register(plot, hours(-40), "app", one, "dinner");
  const again = tellings.map((telling) => ({ ...telling, makes: "nothing" as const }));
  plot.tell(hours(-40) + 1, `the app sends the same webhook again: it did not get the answer`, ...again);
  plot.tell(hours(-39), `sales registers ${nameOf(other)} too, who has a seat`, {
    ...changed("salesforce-flow", other, "dinner", "registered"),
    makes: "known",
  });
}

/** In either system, and by someone whom Salesforce does not know yet. */
function optOut(plot: Plot): void {
  const [registered, stranger, caller] = [plot.guest(2), plot.guest(31), plot.guest(10)];
  const ofMail = { sender: "customerio", sample: "email.unsubscribed", makes: "opt-out" } as const;
  const ofRecord = { sender: "salesforce-flow", sample: "contact.unsubscribed", makes: "opt-out" } as const;
  plot.tell(hours(-36), `${nameOf(registered)} unsubscribes, and keeps the seat`, { ...ofMail, guest: registered });
  plot.tell(hours(-35), `${nameOf(stranger)} unsubscribes too, and is not in Salesforce`, {
    ...ofMail,
    guest: stranger,
  });
  plot.tell(hours(-34), `${nameOf(caller)} asks sales for no more e-mail`, { ...ofRecord, guest: caller });
}

function loseSalesforce(plot: Plot): void {
  const at = hours(-26);
  plot.happen(at, "Salesforce is down, for a minute", "outage");
  cancel(plot, at, "app", plot.guest(3), "dinner");
  cancel(plot, at + 0.25, "zoom", plot.guest(17), "webinar");
  register(plot, at + 0.75, "app", plot.guest(26), "dinner");
  const curious = [28, 29, 30].map((number) => reported(plot.guest(number), "clicked"));
  plot.tell(at + 0.8, `${curious.length} click the link in their invitation`, ...curious);
  plot.happen(at + 1, "Salesforce is back", "over");
}

/** A registration that Salesforce refuses permanently, and another right after it. */
function refuseOne(plot: Plot): void {
  const [refused, next] = [plot.guest(39), plot.guest(27)];
  const at = hours(-20);
  register(plot, at - 60, "app", plot.guest(31), "dinner"); // who opted out before Salesforce knew them
  plot.happen(at, "a new rule in Salesforce refuses every new Lead", "rule");
  const registered = (guest: Guest) => changed("zoom", guest, "webinar", plot.rooms.webinar.register(guest));
  const says = `${nameOf(refused)} registers, and would be a new Lead; ${nameOf(next)} right after`;
  plot.tell(at, says, { ...registered(refused), makes: "dead letter" }, registered(next));
  plot.happen(at + 10, "the rule is removed", "over");
}

/** Seats become free until the waitlist is empty and one seat stays free. */
function changeTheirMinds(plot: Plot): void {
  const at = hours(-6);
  cancel(plot, at, "app", plot.guest(4), "dinner");
  cancelPromoted(plot, at + 10);
  for (const number of [6, 7, 8]) cancel(plot, at + 20 + number, "app", plot.guest(number), "dinner");
}

/** Someone is promoted and cancels two minutes later. The app's queue delivers the cancellation first. */
function cancelPromoted(plot: Plot, at: number): void {
  const { dinner } = plot.rooms;
  const first = plot.guest(5);
  const promoted = dinner.cancel(first);
  plot.tell(at, `${nameOf(first)} cancels the dinner`, changed("app", first, "dinner", "cancelled"));
  if (promoted === undefined) return;
  const next = dinner.cancel(promoted);
  const cancelled = changed("app", promoted, "dinner", "cancelled");
  plot.tell(at + 3, `${nameOf(promoted)} cancels, who was to get that seat`, cancelled);
  tellLate(plot, at + 4, "… which the app reports only now", promoted, { status: "promoted", at: at + 1 });
  if (next === undefined) return;
  plot.tell(at + 5, `${nameOf(next)} gets it`, changed("app", next, "dinner", "promoted"));
}

/** The cancellation arrives before the registration. */
function cancelInHaste(plot: Plot): void {
  const hasty = plot.guest(33);
  plot.rooms.dinner.register(hasty);
  plot.rooms.dinner.cancel(hasty);
  plot.tell(-95, `${nameOf(hasty)} cancels the dinner`, changed("app", hasty, "dinner", "cancelled"));
  tellLate(plot, -94, "… and the registration comes after that", hasty, { status: "registered", at: -100 });
}

function tellLate(
  plot: Plot,
  at: number,
  says: string,
  guest: Guest,
  earlier: { readonly status: "registered" | "promoted"; readonly at: number },
): void {
  plot.tell(at, says, { ...changed("app", guest, "dinner", earlier.status), at: earlier.at, makes: "late" });
}

/** Guests with a seat who do not come. */
const ABSENT = [9, 26, 20, 21];

/** One registers a minute before the doors open, and one comes without having registered. */
function comeToDinner(plot: Plot): void {
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

function joinTheWebinar(plot: Plot): void {
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
function lookBack({ rooms, tell }: Plot, at: number): void {
  const absent = rooms.dinner.missing().map((guest) => changed("app", guest, "dinner", "no_show"));
  tell(at, `${absent.length} have not come to the dinner`, ...absent);
  const missed = rooms.webinar.missing().map((guest) => changed("salesforce-flow", guest, "webinar", "no_show"));
  tell(at, `${missed.length} have not come to the webinar`, ...missed);
}
