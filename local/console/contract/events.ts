/** The console API's types for webhooks, events and their handling. */

import type { Change } from "./systems.ts";
import type { Time } from "./time.ts";

/** The outcomes of a webhook at its source. */
export const VERDICTS = [
  "under way",
  "published",
  "ignored",
  "quarantined",
  "refused",
  "handshake",
  "unpublished",
] as const;

export type Verdict = (typeof VERDICTS)[number];

export const OUTCOMES = ["under way", "handled", "retrying", "dead-lettered", "none"] as const;

export type EventOutcome = (typeof OUTCOMES)[number];

/** An event, or a webhook without events. */
export interface EventRow {
  /** Stable while the row is kept. */
  readonly id: string;
  /** Increases with every change of any row, which makes the newest change the last. */
  readonly seq: number;
  /** Increases with every row and never changes: lists are paged in this order of arrival. */
  readonly number: number;
  readonly at: Time;
  readonly source: string;
  /** The sender's word for what happened. Null if unknown. */
  readonly kind: string | null;
  readonly verdict: Verdict;
  readonly type: string | null;
  /** The event's subject. */
  readonly person: string | null;
  /** With the source, the event's identity. */
  readonly eventId: string | null;
  readonly outcome: EventOutcome;
  /** Of all handlers together. */
  readonly attempts: number;
  /** From the webhook's arrival until the last handler was done. */
  readonly latencyMs: number | null;
}

export interface EventPage {
  /** Oldest first. */
  readonly rows: readonly EventRow[];
  /** The number of matches on all pages. */
  readonly total: number;
  /** The number of rows dropped so far. */
  readonly dropped: number;
}

/** Everything known about a row. */
export interface Life {
  readonly row: EventRow;
  /** Null if the event came without a webhook: published by someone else, or replayed. */
  readonly webhook: Webhook | null;
  readonly event: EventRecord | null;
  readonly logs: readonly LogLine[];
  readonly handlers: readonly HandlerLife[];
  /** Only the row is kept. */
  readonly dropped?: true;
}

export interface Webhook {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Body;
  /** Null until answered. */
  readonly status: number | null;
  readonly answer: string;
  readonly verification: Verification;
  /** Its bodies were dropped. */
  readonly dropped?: true;
}

/** A body, possibly truncated. */
export interface Body {
  readonly text: string;
  readonly bytes: number;
  /** The text is truncated or dropped. */
  readonly cut?: true;
}

export interface Verification {
  readonly scheme: string;
  readonly ok: boolean;
  /** The reason, which the sender is not told. */
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

/** A line of a function's log. */
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
  readonly startedAt: Time;
  readonly endedAt: Time | null;
  readonly outcome: "under way" | "acknowledged" | "refused" | "timed out" | "unreachable" | "dead-lettered";
  /** If there was an answer. */
  readonly status?: number;
  /** The reason of a failure, from the handler's log. */
  readonly reason?: string;
  /**
   * For batch handlers, the number of messages its calls were made for. Only changes that concern this event are
   * listed.
   */
  readonly batch?: number;
  readonly calls: readonly Call[];
}

/** A request to a system. */
export interface Call {
  readonly id: string;
  readonly system: string;
  /** Without ids, as in logs and fault rules: `POST /sobjects/Lead`. */
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly request: Body;
  /** Null without an answer. */
  readonly status: number | null;
  readonly answer: Body;
  readonly startedAt: Time;
  readonly ms: number;
  /** The fault that was applied. */
  readonly fault?: string;
  readonly changes: readonly Change[];
}
