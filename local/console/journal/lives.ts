import type { Attempt, EventOutcome, Verdict } from "../contract/events.ts";
import type { KeptBody } from "./bodies.ts";
import type { OpenCall } from "./calls.ts";
import type { Limits } from "./limits.ts";
import type { KeptLine } from "./lines.ts";
import type { OpenRow } from "./rows.ts";

export interface OpenWebhook {
  readonly method: string;
  readonly path: string;
  readonly rawHeaders: readonly string[];
  readonly body: KeptBody;
  readonly answer: KeptBody;
  status: number | null;
}

export interface OpenAttempt {
  readonly handler: string;
  readonly number: number;
  messageId: string;
  readonly startedAt: string;
  endedAt: string | null;
  outcome: Attempt["outcome"];
  status?: number;
  /** Shared by all messages of a batch. */
  readonly calls: OpenCall[];
  readonly batch?: { readonly size: number; readonly rows: ReadonlySet<string> };
}

/** What a handler did with an event. */
export interface OpenHandler {
  outcome: EventOutcome;
  readonly attempts: OpenAttempt[];
}

export interface Entry {
  readonly life: OpenLife;
  readonly row: OpenRow;
  attributes?: Readonly<Record<string, string>>;
  data?: KeptBody;
  readonly handlers: Map<string, OpenHandler>;
}

/** A webhook and its consequences, with a row per event. */
export interface OpenLife {
  /** The webhook's span, which everything belonging to it carries. */
  readonly span: string;
  readonly traceId: string;
  readonly startedAt: number;
  readonly webhook?: OpenWebhook;
  verdict: Verdict;
  readonly entries: Entry[];
  readonly lines: KeptLine[];
}

/** The newest lives, up to a maximum number, by span. */
export function createLives({ lives: most }: Pick<Limits, "lives">) {
  const bySpan = new Map<string, OpenLife>();
  const byRow = new Map<string, Entry>();
  const byAttempt = new Map<string, { readonly entry: Entry; readonly attempt: OpenAttempt }>();

  function drop(life: OpenLife): void {
    bySpan.delete(life.span);
    for (const { row } of life.entries) byRow.delete(row.id);
    for (const [span, { entry }] of byAttempt) if (entry.life === life) byAttempt.delete(span);
  }

  return {
    add(life: OpenLife) {
      bySpan.set(life.span, life);
      const [oldest] = bySpan.values();
      if (bySpan.size > most && oldest !== undefined) drop(oldest);
    },
    addEntry(entry: Entry) {
      entry.life.entries.push(entry);
      byRow.set(entry.row.id, entry);
    },
    of: (span: string) => bySpan.get(span),
    ofRow: (id: string) => byRow.get(id),
    ofTrace: (traceId: string) => [...bySpan.values()].filter((life) => life.traceId === traceId),
    attempts: byAttempt,
    all: () => bySpan.values(),
    drop,
    clear() {
      bySpan.clear();
      byRow.clear();
      byAttempt.clear();
    },
  };
}

/** Of all handlers: the worst unfinished outcome, else the worst finished one. */
export function outcomeOf(handlers: Iterable<OpenHandler>): EventOutcome {
  const outcomes = new Set([...handlers].map(({ outcome }) => outcome));
  const order: readonly EventOutcome[] = ["retrying", "under way", "dead-lettered", "handled"];
  return order.find((one) => outcomes.has(one)) ?? "none";
}
