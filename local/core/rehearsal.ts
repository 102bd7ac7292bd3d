import type { SentRequest } from "./requests.ts";

/** How a system would take writes that are not made: what a handler would write now is known by it. */
export interface Rehearsal {
  /** Whether the request changes nothing, whatever happens. Nothing else ever leaves the process. */
  isRead(request: SentRequest): boolean;
  /** Of any other request what it would write, and how that would be answered. Undefined: nobody knows; the event ends there. */
  write(request: RehearsedRequest, line: RehearsalLine): Promise<UnmadeAnswer | undefined>;
  /** Of a read the answer that follows from what was not written. Undefined, or left out: the system's own. */
  reread?(request: RehearsedRequest, line: RehearsalLine): Promise<UnmadeAnswer | undefined>;
  /** The records that reads have shown, whole and by kind, as seed() takes them. Left out: none. */
  shown?(reads: readonly Read[], line: RehearsalLine): Promise<ShownRecords>;
}

export interface RehearsedRequest extends SentRequest {
  readonly headers: Readonly<Record<string, string>>;
}

/** A read that was answered. */
export interface Read {
  readonly request: RehearsedRequest;
  /** As JSON. */
  readonly answer: unknown;
}

/** By kind. */
export type ShownRecords = Readonly<Record<string, readonly object[]>>;

/** What one event's requests are answered from. */
export interface RehearsalLine {
  /** Sends a read. Refuses anything else. */
  read(request: RehearsedRequest): Promise<{ readonly status: number; readonly body: string }>;
  /** The client's. */
  readonly settings: Readonly<Record<string, string>>;
  /** Of this event, so far and in this system. */
  readonly writes: readonly UnmadeWrite[];
  readonly now: number;
}

export interface UnmadeAnswer {
  readonly status: number;
  readonly body: unknown;
  /** None where it is refused. */
  readonly writes: readonly UnmadeWrite[];
}

/** One record that would be written. */
export interface UnmadeWrite {
  readonly kind: string;
  /** The system's own; of a new one, what no record has. */
  readonly id: string;
  readonly what: "created" | "changed" | "deleted";
  readonly fields: Readonly<Record<string, unknown>>;
  /** What it holds of these fields now: undefined where that is not known. */
  readonly before?: Readonly<Record<string, unknown>> | undefined;
}
