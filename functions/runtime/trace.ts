import { randomBytes } from "node:crypto";

/** W3C trace context: https://www.w3.org/TR/trace-context/ */
export interface Trace {
  readonly traceparent: string;
  readonly traceId: string;
  readonly spanId: string;
}

export function traceparentOf({ traceId, spanId }: Pick<Trace, "traceId" | "spanId">): string {
  return `00-${traceId}-${spanId}-01`;
}

/** 16 hex digits. */
export function newSpanId(): string {
  return randomBytes(8).toString("hex");
}

/** Random bytes are drawn in bulk: Node takes as long for all of these as for one trace's. */
const POOL_BYTES = 24 * 128;

function createPool(): (bytes: number) => Buffer {
  let pool = Buffer.alloc(0);
  return function draw(bytes) {
    if (pool.length < bytes) pool = randomBytes(POOL_BYTES);
    const drawn = pool.subarray(0, bytes);
    pool = pool.subarray(bytes);
    return drawn;
  };
}

const draw = createPool();

/** The trace that a request or message belongs to; a new one when it names none. */
export function traceOf(traceparent: string | undefined, random: (bytes: number) => Buffer = draw): Trace {
  const match = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/.exec(traceparent ?? "");
  if (match !== null) return { traceparent: match[0], traceId: match[1] ?? "", spanId: match[2] ?? "" };
  const ids = random(24);
  const [traceId, spanId] = [ids.toString("hex", 0, 16), ids.toString("hex", 16)];
  return { traceparent: traceparentOf({ traceId, spanId }), traceId, spanId };
}
