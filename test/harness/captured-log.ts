import { createLog, type Log } from "../../functions/runtime/log.ts";
import type { Trace } from "../../functions/runtime/trace.ts";

export const trace: Trace = {
  traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
};

export type Line = Readonly<Record<string, unknown>>;

/** The runtime's own log, with what it writes kept instead of printed. */
export function captureLog(): { readonly log: Log; readonly lines: () => Line[]; readonly text: () => string } {
  const written: string[] = [];
  const log = createLog("test-project", trace, { write: (line) => written.push(line) });
  return { log, text: () => written.join(""), lines: () => written.map((line): Line => JSON.parse(line)) };
}
