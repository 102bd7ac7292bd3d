import type { Guest } from "./people.ts";

/**
 * Who has a seat and who waits for one: the business of the application that sends the webhooks, and none of ycat's.
 */
export interface Room {
  /** Takes a seat, or the last place on the waitlist. */
  register(guest: Guest): "registered" | "waitlisted";
  /** Gives up a seat or a place on the waitlist. A seat goes to whoever has waited longest, who is returned. */
  cancel(guest: Guest): Guest | undefined;
  /** Comes, with a seat or without. */
  enter(guest: Guest): void;
  /** Those who have a seat. */
  seated(): readonly Guest[];
  /** Those of them who have not come. */
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
