/** One vendor's system, as a function from request to response with state behind it. No sockets: see serve.ts. */
export interface StandIn {
  /**
   * Answers as the vendor would. A fault that has no answer rejects as fetch does (TypeError with cause.code), or
   * returns a body that breaks off or stalls; a stalled call ends when request.signal aborts.
   */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Every record it holds, as plain JSON, by kind. */
  state(): Record<string, unknown[]>;
  /** Adds records, as somebody else working in the vendor's own console would. Throws a sentence on a wrong record. */
  seed(records: Record<string, object[]>): void;
  /** Back to the start: no records, sessions or quotas used. */
  reset(): void;
}

/** A vendor's answer to one request, before any fault has touched it. */
export type Answer = (request: Request) => Promise<Response>;
