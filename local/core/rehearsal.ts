import type { SentRequest } from "./requests.ts";

/** Simulates how a system would answer writes, so that a handler's effects can be previewed without making them. */
export interface Rehearsal {
  /** Whether the request can't change anything. No other request leaves the process. */
  isRead(request: SentRequest): boolean;
  /** What any other request would write, and its answer. Undefined if unknown: the event ends there. */
  write(request: RehearsedRequest, line: RehearsalLine): Promise<UnmadeAnswer | undefined>;
  /** A read's answer adjusted for the simulated writes. Default, or undefined: the system's own. */
  reread?(request: RehearsedRequest, line: RehearsalLine): Promise<UnmadeAnswer | undefined>;
  /** Complete records that reads have shown, by kind, as seed() accepts them. Default: none. */
  shown?(reads: readonly Read[], line: RehearsalLine): Promise<ShownRecords>;
}

export interface RehearsedRequest extends SentRequest {
  readonly headers: Readonly<Record<string, string>>;
}

/** An answered read. */
export interface Read {
  readonly request: RehearsedRequest;
  /** As JSON. */
  readonly answer: unknown;
}

/** By kind. */
export type ShownRecords = Readonly<Record<string, readonly object[]>>;

/** The context for one event's requests. */
export interface RehearsalLine {
  /** Sends a read; refuses anything else. */
  read(request: RehearsedRequest): Promise<{ readonly status: number; readonly body: string }>;
  /** The client's settings. */
  readonly settings: Readonly<Record<string, string>>;
  /** This event's writes to this system so far. */
  readonly writes: readonly UnmadeWrite[];
  readonly now: number;
}

export interface UnmadeAnswer {
  readonly status: number;
  readonly body: unknown;
  /** Empty if refused. */
  readonly writes: readonly UnmadeWrite[];
}

/** A record that would be written. */
export interface UnmadeWrite {
  readonly kind: string;
  /** The system's id; for a new record, one that no record has. */
  readonly id: string;
  readonly what: "created" | "changed" | "deleted";
  readonly fields: Readonly<Record<string, unknown>>;
  /** The current values of these fields; undefined if unknown. */
  readonly before?: Readonly<Record<string, unknown>> | undefined;
}
