/** The types for handlers that the console's API and the tools share. */

import type { Time } from "./time.ts";

/** A handler's current state. */
export interface HandlerView {
  readonly name: string;
  readonly systems: readonly string[];
  readonly isBatch: boolean;
  /** Null while running. */
  readonly paused: PausedView | null;
  /** Null if unknown: Monitoring has no data for a subscription that never held a message. */
  readonly backlog: number | null;
  /** Of waiting messages. */
  readonly oldestSeconds: number | null;
  readonly deadLetters: number | null;
  readonly perMinute: number | null;
}

export interface PausedView {
  /** The refusal's code in lower case; for a manual pause, the given reason. */
  readonly why: string;
  /** The system that refused; `person` for a manual pause. */
  readonly system: string;
  /**
   * Who resumes: the keeper for outage and allowance, a person for refusals; for person, the keeper at `until`, or a
   * person.
   */
  readonly by: "outage" | "allowance" | "refusals" | "person";
  /** Null if unknown. */
  readonly since: Time | null;
  readonly until: Time | null;
  /** How often in a row it has been paused, from 1: an outage that the keeper's probe does not see pauses it again and again. */
  readonly times: number;
}

export interface PauseRequest {
  /** 30m, 2h or 3d; default: until someone resumes it. */
  readonly for?: string;
  /**
   * A few words, kept as a label: lower case, dashes for spaces.
   * @minLength 1
   * @maxLength 63
   */
  readonly because?: string;
}
