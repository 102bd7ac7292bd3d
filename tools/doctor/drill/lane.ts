import type { PlaceOptions } from "../../place.ts";

/** The outcome of a delivery, as the handler logs it. */
export interface Outcome {
  readonly handler: string;
  readonly attempt: number;
  readonly outcome: "done" | "failed" | "dead-lettered";
}

/** The lane under test: on this machine, or a project's. */
export interface Lane {
  /** Its name in sentences. */
  readonly where: string;
  readonly place: PlaceOptions;
  /** Posts a form with that address to the source app. @returns the event's id */
  send(address: string): Promise<string>;
  /** The event's deliveries known so far. */
  outcomes(eventId: string): Promise<readonly Outcome[]>;
  /** Describes the alert about messages dead-lettered since then. @throws CommandError if there is none */
  page(since: number): Promise<string>;
  /** Removes what was written for that address. Returns what is left, one sentence each. */
  cleanUp(address: string): Promise<readonly string[]>;
  /** How long to wait for a step. */
  readonly patienceMs: number;
}
