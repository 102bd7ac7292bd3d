import type { Guest } from "./people.ts";

/** Seats and waitlist, which the application that sends the webhooks manages. Not part of ycat. */
export interface Room {
  /** Takes a seat, or the last place on the waitlist. */
  register(guest: Guest): "registered" | "waitlisted";
  /** Gives up a seat or a place on the waitlist. Returns the guest who gets the seat, if any. */
  cancel(guest: Guest): Guest | undefined;
  /** Arrives, with or without a seat. */
  enter(guest: Guest): void;
  /** Guests with a seat. */
  seated(): readonly Guest[];
  /** Guests with a seat who have not arrived. */
  missing(): readonly Guest[];
}

export function openRoom(seats: number): Room {
  const seated = new Set<Guest>();
  const waiting = new Set<Guest>();
  const present = new Set<Guest>();
  return {
    register(guest) {
      const isFull = seated.size >= seats;
      (isFull ? waiting : seated).add(guest);
      return isFull ? "waitlisted" : "registered";
    },
    cancel(guest) {
      waiting.delete(guest);
      if (!seated.delete(guest)) return undefined;
      const [next] = waiting;
      if (next === undefined) return undefined;
      waiting.delete(next);
      seated.add(next);
      return next;
    },
    enter: (guest) => void present.add(guest),
    seated: () => [...seated],
    missing: () => [...seated].filter((guest) => !present.has(guest)),
  };
}
