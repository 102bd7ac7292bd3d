import type { PlaceOptions } from "../../place.ts";

/** What has become of one delivery, as the handler says it. */
export interface Outcome {
  readonly handler: string;
  readonly attempt: number;
  readonly outcome: "done" | "failed" | "dead-lettered";
}

/** The path that a drill goes: on this machine, or a project's. */
export interface Lane {
  /** For sentences. */
  readonly where: string;
  readonly place: PlaceOptions;
  /** Posts a form of that address to the source app. @returns the event's id */
  send(address: string): Promise<string>;
  /** What of the event's deliveries is known by now. */
  outcomes(eventId: string): Promise<readonly Outcome[]>;
  /** What is to be seen of the page for what was dead-lettered since then, in a sentence. @throws CommandError where none comes */
  page(since: number): Promise<string>;
  /** Takes what was written of that address away again; what is left, in sentences. */
  cleanUp(address: string): Promise<readonly string[]>;
  /** How long anything may take before it is missed. */
  readonly patienceMs: number;
}
