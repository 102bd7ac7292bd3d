/** What the console's API answers, and its page and other callers read. Types alone: both sides import them. */

import type { ReplayState } from "./dead-letters-contract.ts";
import type { HandlerView } from "./handlers-contract.ts";
import type { ProofRun } from "./proof-contract.ts";

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

/** What became of one record. */
export interface Change {
  readonly seq: number;
  readonly system: string;
  readonly kind: string;
  readonly id: string;
  /** For people: `Lead of ada@example.com`. */
  readonly name: string;
  readonly what: "created" | "changed" | "deleted";
  readonly fields: readonly FieldChange[];
  readonly at: string;
  /** Whose call did it. Left out: somebody in the system's own console, or the configuration's set-up. */
  readonly handler?: string;
  /** The row's id. */
  readonly event?: string;
}

export interface FieldChange {
  readonly field: string;
  /** Null: nothing. */
  readonly before: unknown;
  readonly after: unknown;
}

/** Everything about one address. */
export interface PersonView {
  readonly email: string;
  readonly events: readonly EventRow[];
  /** The newest last. */
  readonly changes: readonly Change[];
  readonly records: Readonly<Record<string, readonly SystemRecord[]>>;
}

export interface SystemRecord {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface SystemView {
  readonly name: string;
  readonly kinds: readonly { readonly kind: string; readonly count: number }[];
  /** `POST /sobjects/Lead`. */
  readonly operations: readonly string[];
  /** By name: what the caller and the state see. */
  readonly faults: Readonly<Record<string, string>>;
  readonly startingStates: readonly string[];
  readonly interventions: readonly string[];
  /** What people do to one record beside editing and deleting it, by its kind: `{"Lead": ["convert"]}`. */
  readonly recordActs: Readonly<Record<string, readonly string[]>>;
  /** Of what is limited, by unit. */
  readonly allowance?: Readonly<Record<string, { readonly used: number; readonly max: number }>>;
}

export interface RecordPage {
  readonly records: readonly SystemRecord[];
  readonly total: number;
}

export interface SourceView {
  readonly name: string;
  readonly url: string;
  readonly scheme: string;
  readonly secrets: readonly string[];
}

export interface SampleView {
  readonly source: string;
  readonly kind: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As the file has it, with its placeholders. */
  readonly body: string;
}

/** How a sample, or a webhook that was received, is sent. */
export interface SendOptions {
  /** By path into the body: `{"data.email": "grace@example.com"}`. */
  readonly set?: Readonly<Record<string, unknown>>;
  /** The same webhook so many times, as a sender's retries are. 1 without it. */
  readonly times?: number;
  /** As if it had happened so long ago, and were only sent now. */
  readonly lateSeconds?: number;
  readonly tamper?: "unsigned" | "wrong-signature" | "old";
}

/** What the source answered, and what came of it. */
export interface Sent {
  /** The webhook's delivery id. */
  readonly id: string;
  readonly answers: readonly { readonly status: number; readonly body: string }[];
  /** The rows, by their ids; several where one webhook holds several events. */
  readonly rows: readonly string[];
}

/** One operation of a system that a handler makes, and what may befall it. */
export interface FaultCell {
  readonly handler: string;
  readonly system: string;
  readonly operation: string;
  readonly faults: readonly {
    readonly name: string;
    /** To be posted to /api/faults. */
    readonly rule: Readonly<Record<string, unknown>>;
    /** The system refuses the message for ever. */
    readonly isPermanent: boolean | null;
    readonly proof: FaultProof;
  }[];
}

/** What the proof says of a fault at an operation. */
export interface FaultProof {
  /** The cases of proofs since the start; null where none has come to it. */
  readonly cases: { readonly ok: number; readonly declared: number; readonly failed: number } | null;
  /** One of them: the shortest that fails, where one does. */
  readonly example?: string;
  /** The handler was built anew since. */
  readonly isOld?: true;
  /** Why proof/HANDLER.declared.json has it end otherwise. */
  readonly declared?: string;
}

export interface FaultRow {
  readonly system: string;
  readonly match?: string;
  readonly fault: string;
  readonly from?: number;
  readonly times?: number;
  readonly hits: number;
}

export interface Topology {
  readonly sources: readonly {
    readonly name: string;
    readonly topics: readonly string[];
    readonly perMinute: number;
  }[];
  readonly topics: readonly { readonly name: string; readonly perMinute: number }[];
  readonly handlers: readonly {
    readonly name: string;
    readonly topic: string;
    readonly systems: readonly string[];
    readonly isBatch: boolean;
    readonly perMinute: number;
    /** Messages that wait or are under way. */
    readonly backlog: number;
    readonly isPaused: boolean;
  }[];
  readonly systems: readonly { readonly name: string; readonly perMinute: number }[];
}

/** A delivery that was made, as GET /api/deliveries lists it. */
export interface DeliveryRow {
  readonly eventId?: string | undefined;
  readonly type?: string | undefined;
  /** The handler's name. */
  readonly subscription?: string | undefined;
  readonly attempt: number;
  readonly outcome: string;
  readonly status?: number;
  readonly reason?: string;
  readonly latencyMs: number;
  readonly startedAt: string;
  readonly messageId: string;
}

/**
 * What GET /api/stream tells, by the name of its server-sent event. Each has an id; who comes again with it as Last-Event-ID
 * is told what was missed, or `reset` where that is not known any more: then all is to be asked anew.
 */
export interface StreamEvents {
  /** The first word to who comes without an id. */
  hello: object;
  row: EventRow;
  change: Change;
  delivery: DeliveryRow;
  fault: readonly FaultRow[];
  /** One was paused or resumed. */
  handler: HandlerView;
  proof: ProofRun;
  replay: ReplayState;
  build: { readonly ok: boolean; readonly errors: readonly BuildError[] };
  reset: { readonly because: string };
}

export interface BuildError {
  readonly message: string;
  /** `functions/handlers/form-submitted.ts:12:3`. */
  readonly place?: string;
}

/** How the API refuses: a sentence that names the field and what to do. */
export interface ApiError {
  readonly error: string;
}
