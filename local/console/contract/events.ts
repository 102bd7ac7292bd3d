/** What the console's API says of webhooks, events and what handlers did with them. Types alone. */

import type { Change } from "./systems.ts";

/** What a source made of a webhook. */
export type Verdict = "under way" | "published" | "ignored" | "quarantined" | "refused" | "handshake" | "unpublished";

export type EventOutcome = "under way" | "handled" | "retrying" | "dead-lettered" | "none";

/** One event; one webhook where none came of it. */
export interface EventRow {
  /** The same for as long as it is kept. */
  readonly id: string;
  /** Rises with every change of a row: the newest last. */
  readonly seq: number;
  /** Rises with every row, and stays: the order of arrival, by which lists are paged. */
  readonly number: number;
  /** RFC 3339, as all times here. */
  readonly at: string;
  readonly source: string;
  /** The sender's own word for what happened. Null where nobody could tell. */
  readonly kind: string | null;
  readonly verdict: Verdict;
  readonly type: string | null;
  /** Whom or what it is about: the event's subject. */
  readonly person: string | null;
  /** The event's id: with the source its identity. */
  readonly eventId: string | null;
  readonly outcome: EventOutcome;
  /** Of all handlers together. */
  readonly attempts: number;
  /** From the webhook's arrival until the last handler was done. */
  readonly latencyMs: number | null;
}

export interface EventPage {
  /** The oldest first. */
  readonly rows: readonly EventRow[];
  /** How many match, on all pages. */
  readonly total: number;
  /** How many rows are kept no more. */
  readonly dropped: number;
}

/** Everything that is known of one row. */
export interface Life {
  readonly row: EventRow;
  /** Null where the event came by no webhook: it was published by somebody else, or replayed. */
  readonly webhook: Webhook | null;
  readonly event: EventRecord | null;
  readonly logs: readonly LogLine[];
  readonly handlers: readonly HandlerLife[];
  /** The row is all that is kept. */
  readonly dropped?: true;
}

export interface Webhook {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Body;
  /** Null as long as it is not answered. */
  readonly status: number | null;
  readonly answer: string;
  readonly verification: Verification;
  /** Its bodies are kept no more. */
  readonly dropped?: true;
}

/** A body that was sent, or as much of it as is kept. */
export interface Body {
  readonly text: string;
  readonly bytes: number;
  /** The text is cut, or kept no more. */
  readonly cut?: true;
}

export interface Verification {
  readonly scheme: string;
  readonly ok: boolean;
  /** Why not: what the sender is not told. */
  readonly reason?: string;
}

/** A CloudEvent. */
export interface EventRecord {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject?: string;
  readonly time?: string;
  readonly data: unknown;
}

/** One line of a function's log. */
export interface LogLine {
  readonly at: string;
  /** The function's name. */
  readonly function: string;
  readonly severity: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface HandlerLife {
  readonly name: string;
  readonly attempts: readonly Attempt[];
}

export interface Attempt {
  readonly handler: string;
  /** From 1. */
  readonly number: number;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly outcome: "under way" | "acknowledged" | "refused" | "timed out" | "unreachable" | "dead-lettered";
  /** The HTTP status, where there was one. */
  readonly status?: number;
  /** Why it failed, as the handler has logged it. */
  readonly reason?: string;
  /** Of a batch handler, for how many messages its calls were made. Of what they changed there is what concerns this event. */
  readonly batch?: number;
  readonly calls: readonly Call[];
}

/** One request to a system. */
export interface Call {
  readonly id: string;
  readonly system: string;
  /** As logs and fault rules name it, ids left out: `POST /sobjects/Lead`. */
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly request: Body;
  /** Null where no answer came. */
  readonly status: number | null;
  readonly answer: Body;
  readonly startedAt: string;
  readonly ms: number;
  /** The fault that struck it. */
  readonly fault?: string;
  readonly changes: readonly Change[];
}
