/** A received event and its outcome. */
export interface ReceivedEvent {
  readonly id: string | null;
  readonly type: "event" | "page" | "screen";
  readonly name: string;
  /** The profile it belongs to; null while anonymous. */
  readonly cio_id: string | null;
  /** The person as named by the caller. */
  readonly identifier: string | null;
  readonly anonymous_id: string | null;
  /** Unix seconds. */
  readonly timestamp: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A campaign that an event would have started. */
interface Trigger {
  readonly event_id: string | null;
  readonly name: string;
  readonly cio_id: string;
  readonly timestamp: number;
}

/** `failed`: accepted at first, refused later. */
export type EventOutcome = "accepted" | "duplicate" | "suppressed" | "dropped" | "failed";

export interface EventLog {
  /** Every received event, including duplicates and ignored ones. */
  readonly received: (ReceivedEvent & { readonly receivedAt: number; readonly outcome: EventOutcome })[];
  /** Those refused after acceptance: only the activities show them. */
  readonly failed: EventLog["received"];
  /** The events that count. */
  readonly accepted: ReceivedEvent[];
  readonly triggered: Trigger[];
  readonly seenIds: Set<string>;
}

export function createEventLog(): EventLog {
  return { received: [], failed: [], accepted: [], triggered: [], seenIds: new Set() };
}
