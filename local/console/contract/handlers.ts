/** What the console's API answers of handlers, and the tools print. Types alone: all sides import them. */

/** A handler as it is now. */
export interface HandlerView {
  readonly name: string;
  readonly systems: readonly string[];
  readonly isBatch: boolean;
  /** Null: it runs. */
  readonly paused: PausedView | null;
  /** Null of what nobody tells: Monitoring knows nothing of a subscription that has never held a message. */
  readonly backlog: number | null;
  /** Of what waits. */
  readonly oldestSeconds: number | null;
  readonly deadLetters: number | null;
  readonly perMinute: number | null;
}

export interface PausedView {
  /** The code that was refused with, in lower case; of a person's pause the reason that was given. */
  readonly why: string;
  /** The system that it was refused by; of a pause by hand `person`. */
  readonly system: string;
  /** Who resumes: by outage and allowance the keeper, by refusals a person, by person the keeper at `until` or a person. */
  readonly by: "outage" | "allowance" | "refusals" | "person";
  /** Null where nobody has said. */
  readonly since: string | null;
  readonly until: string | null;
}

export interface PauseRequest {
  /** `2h`; without it, until somebody resumes it. */
  readonly for?: string;
  readonly because?: string;
}
