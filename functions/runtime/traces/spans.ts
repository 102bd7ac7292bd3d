/** One span of a trace. It never contains a payload, an address or a system's text: only names, codes and numbers. */
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

/** Where spans go. It never fails, and never delays what it traces. */
export interface Exporter {
  add(span: Span): void;
  /** Resolves when the added spans have been sent or can't be, within the time allowed for it. */
  flush(): Promise<void>;
}
