/** One event as it was received, and what became of it. */
export interface ReceivedEvent {
  readonly id: string | null;
  readonly type: "event" | "page" | "screen";
  readonly name: string;
  /** The profile that it belongs to; null while it is anonymous. */
  readonly cio_id: string | null;
  /** The person as the caller named them. */
  readonly identifier: string | null;
  readonly anonymous_id: string | null;
  /** Unix seconds. */
  readonly timestamp: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A campaign that an event would have started. */
export interface Trigger {
  readonly event_id: string | null;
  readonly name: string;
  readonly cio_id: string;
  readonly timestamp: number;
}

/** `failed`: taken, and refused afterwards. */
export type EventOutcome = "accepted" | "duplicate" | "suppressed" | "dropped" | "failed";

export interface EventLog {
  /** Every event that came in, repeated and ignored ones too, with its outcome and when that was. */
  readonly received: (ReceivedEvent & { readonly receivedAt: number; readonly outcome: EventOutcome })[];
  /** Those that were refused after they had been taken: only the activities tell of them. */
  readonly failed: EventLog["received"];
  /** The events that count. */
  readonly accepted: ReceivedEvent[];
  readonly triggered: Trigger[];
  readonly seenIds: Set<string>;
}

export function createEventLog(): EventLog {
  return { received: [], failed: [], accepted: [], triggered: [], seenIds: new Set() };
}
