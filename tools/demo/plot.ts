import type { Occasion, Status } from "./occasions.ts";
import { type Guest, nameOf } from "./people.ts";
import { openRoom, type Room } from "./room.ts";
import { sampleOf, type Sender, type Telling } from "./telling.ts";

/** Hours in minutes. */
export const hours = (count: number) => count * 60;

/** A step of the story. Times are minutes relative to the doors. */
export type Step = Told | Incident;

export interface Told {
  readonly at: number;
  readonly says: string;
  /** Sent in this order, one after the other. */
  readonly tellings: readonly Telling[];
  /** The effects can't happen yet. The story continues and checks them once the incident is over. */
  readonly isHeldUp: boolean;
}

export interface Incident {
  readonly at: number;
  readonly says: string;
  /** `outage`: Salesforce answers only 503. `rule`: it refuses every new Lead. Both until `over`. */
  readonly incident: "outage" | "rule" | "over";
}

/** A telling before its step adds time and id. */
export type Draft = Omit<Telling, "at" | "id"> & Partial<Pick<Telling, "at" | "id">>;

/** A story under construction. */
export interface Plot {
  readonly steps: Step[];
  readonly rooms: Readonly<Record<Occasion, Room>>;
  guest(number: number): Guest;
  /** Returns what was told. */
  tell(at: number, says: string, ...drafts: readonly Draft[]): readonly Telling[];
  happen(at: number, says: string, incident: Incident["incident"]): void;
}

export function createPlot(guests: readonly Guest[], seats: Readonly<Record<Occasion, number>>): Plot {
  const steps: Step[] = [];
  let ids = 0;
  let isDown = false;
  return {
    steps,
    rooms: { dinner: openRoom(seats.dinner), webinar: openRoom(seats.webinar) },
    guest(number) {
      const guest = guests[number];
      if (guest === undefined) throw new Error(`the story has no guest ${number}`);
      return guest;
    },
    tell(at, says, ...drafts) {
      const tellings = drafts.map((draft) => ({ at, id: (ids += 1), ...draft }));
      steps.push({ at, says, tellings, isHeldUp: isDown });
      return tellings;
    },
    happen(at, says, incident) {
      isDown = incident === "outage";
      steps.push({ at, says, incident });
    },
  };
}

/** A sender's message about a registration. */
export function changed(sender: Sender, guest: Guest, occasion: Occasion, status: Status): Draft {
  return { sender, guest, sample: sampleOf(sender, status), change: { occasion, status }, makes: "news" };
}

/** Someone registers and gets a seat or a place on the waitlist. */
export function register(plot: Plot, at: number, sender: Sender, guest: Guest, occasion: Occasion): readonly Telling[] {
  const status = plot.rooms[occasion].register(guest);
  const got = status === "registered" ? "a seat" : "the waitlist, for it is full";
  return plot.tell(
    at,
    `${nameOf(guest)} registers for the ${occasion}: ${got}`,
    changed(sender, guest, occasion, status),
  );
}

/** Someone cancels. The first on the waitlist is promoted half a minute later. */
export function cancel(plot: Plot, at: number, sender: Sender, guest: Guest, occasion: Occasion): void {
  const promoted = plot.rooms[occasion].cancel(guest);
  plot.tell(at, `${nameOf(guest)} cancels the ${occasion}`, changed(sender, guest, occasion, "cancelled"));
  if (promoted === undefined) return;
  plot.tell(at + 0.5, `${nameOf(promoted)} gets that seat`, changed(sender, promoted, occasion, "promoted"));
}
