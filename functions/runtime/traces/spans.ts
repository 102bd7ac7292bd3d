/** One thing that was done, of a trace. No payload, address or text of a system's is ever in one: names, codes and numbers. */
export interface Span {
  readonly name: string;
  readonly kind: "server" | "consumer" | "producer" | "client";
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
  readonly hasFailed: boolean;
}

/** Where spans go. Nothing of it ever fails or holds up what it tells of. */
export interface Exporter {
  add(span: Span): void;
  /** Resolves when what was added has been sent, or can't be: within the time that is spared for it. */
  flush(): Promise<void>;
}
