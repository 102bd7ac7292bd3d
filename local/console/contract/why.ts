/** What happened to a person, and why something did not. */

export interface Why {
  readonly email: string;
  /** Oldest first. */
  readonly events: readonly WhyEvent[];
}

export interface WhyEvent {
  readonly at: string;
  readonly source: string;
  /** The event's type; for a webhook without events, the sender's word. */
  readonly what: string | null;
  readonly eventId: string | null;
  /** The event's row, if kept. */
  readonly row: string | null;
  /** Why the webhook had no event. */
  readonly because: string | null;
  readonly handlers: readonly WhyHandler[];
}

export type WhyState = "handled" | "retrying" | "dead-lettered" | "paused" | "waiting";

export interface WhyHandler {
  readonly name: string;
  /** The last build that tried: the hash in its bundle's name. */
  readonly version: string | null;
  readonly state: WhyState;
  /** If not handled, why. */
  readonly because: string | null;
  readonly attempts: readonly WhyAttempt[];
  /** Writes that the sweep found missing, oldest first. */
  readonly sweeps: readonly WhySweep[];
}

export interface WhySweep {
  readonly at: string;
  readonly system: string;
  /** A sentence about what it found and did. */
  readonly what: string;
}

export interface WhyAttempt {
  readonly number: number;
  /** A replay of a dead letter: attempts count from 1 again. */
  readonly isReplay: boolean;
  readonly at: string;
  readonly version: string | null;
  /** `paused`: sent back untried. */
  readonly outcome: "done" | "failed" | "dead-lettered" | "skipped" | "paused" | "under way";
  readonly because: string | null;
  readonly writes: readonly Write[];
  /** What a system does not hold or refused, with the code. */
  readonly leftOut: readonly { readonly field: string; readonly because: string }[];
  /** A handler's sentences about what it left undone, each with its code: `FORM_WITHOUT_CAMPAIGN`. */
  readonly remarks: readonly { readonly what: string; readonly because: string }[];
}

/** Field names only: values are nobody's business but the system's. */
export interface Write {
  readonly system: string;
  readonly operation: string;
  readonly records: readonly string[];
  readonly fields: readonly string[];
}
