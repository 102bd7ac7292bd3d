/** What happened to somebody, and why something did not. Types alone. */

export interface Why {
  readonly email: string;
  /** The oldest first. */
  readonly events: readonly WhyEvent[];
}

export interface WhyEvent {
  readonly at: string;
  readonly source: string;
  /** The event's type; of a webhook of which no event came, the sender's own word. */
  readonly what: string | null;
  readonly eventId: string | null;
  /** Its row among the events, where that is kept. */
  readonly row: string | null;
  /** Why no event came of the webhook. */
  readonly because: string | null;
  readonly handlers: readonly WhyHandler[];
}

export type WhyState = "handled" | "retrying" | "dead-lettered" | "paused" | "waiting";

export interface WhyHandler {
  readonly name: string;
  /** Which build was the last to try: the hash in its bundle's name. */
  readonly version: string | null;
  readonly state: WhyState;
  /** Of what is not handled. */
  readonly because: string | null;
  readonly attempts: readonly WhyAttempt[];
  /** What the sweep has found missing of what was sent, the oldest first. */
  readonly sweeps: readonly WhySweep[];
}

export interface WhySweep {
  readonly at: string;
  readonly system: string;
  /** What it found and did: a sentence. */
  readonly what: string;
}

export interface WhyAttempt {
  readonly number: number;
  /** It was a dead letter before: somebody has replayed it, and attempts count from 1 again. */
  readonly isReplay: boolean;
  readonly at: string;
  readonly version: string | null;
  readonly outcome: "done" | "failed" | "dead-lettered" | "skipped" | "under way";
  readonly because: string | null;
  readonly writes: readonly Write[];
  /** What a system does not hold, or refused, with the code. */
  readonly leftOut: readonly { readonly field: string; readonly because: string }[];
  /** What the handler says of what it has not done, a sentence, with its code: `FORM_WITHOUT_CAMPAIGN`. */
  readonly remarks: readonly { readonly what: string; readonly because: string }[];
}

/** By field name: what was written is nobody's business but the system's. */
export interface Write {
  readonly system: string;
  readonly operation: string;
  readonly records: readonly string[];
  readonly fields: readonly string[];
}
