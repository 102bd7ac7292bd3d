import { type Guest, nameOf } from "../people.ts";
import { changed, type Draft, hours, type Plot, register } from "../plot.ts";
import type { MailStatus, Occasion } from "../occasions.ts";
import type { Sender } from "../telling.ts";

export function invite(plot: Plot, at: number, guests: readonly Guest[]): void {
  plot.tell(at, `${guests.length} invitations are sent`, ...guests.map((guest) => reported(guest, "sent")));
  const readers = guests.slice(0, 25);
  plot.tell(at + 30, `${readers.length} are opened`, ...readers.map((guest) => reported(guest, "opened")));
}

/** customer.io's report about a guest's invitation. */
export function reported(guest: Guest, mail: MailStatus): Draft {
  return { sender: "customerio", sample: `email.${mail}`, mail, guest, makes: "report" };
}

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, place) => first + place);

export function fillTheRooms(plot: Plot): void {
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

export function sayThingsTwice(plot: Plot): void {
  const [one, other] = [plot.guest(15), plot.guest(1)];
  const tellings = register(plot, hours(-40), "app", one, "dinner");
  const again = tellings.map((telling) => ({ ...telling, makes: "nothing" as const }));
  plot.tell(hours(-40) + 1, `the same webhook comes again: the app has missed the answer`, ...again);
  plot.tell(hours(-39), `sales registers ${nameOf(other)} too, who has a seat`, {
    ...changed("salesforce-flow", other, "dinner", "registered"),
    makes: "known",
  });
}

/** In either system, and by someone whom Salesforce does not know yet. */
export function optOut(plot: Plot): void {
  const [registered, stranger, caller] = [plot.guest(2), plot.guest(31), plot.guest(10)];
  const ofMail = { sender: "customerio", sample: "email.unsubscribed", makes: "opt-out" } as const;
  const ofRecord = { sender: "salesforce-flow", sample: "contact.unsubscribed", makes: "opt-out" } as const;
  plot.tell(hours(-36), `${nameOf(registered)} unsubscribes, and keeps the seat`, { ...ofMail, guest: registered });
  plot.tell(hours(-35), `${nameOf(stranger)} does, whom Salesforce does not know`, { ...ofMail, guest: stranger });
  plot.tell(hours(-34), `${nameOf(caller)} asks sales for no more e-mail`, { ...ofRecord, guest: caller });
}
