import { Refusal, rowLocked, triggerFailed } from "./refusal.ts";
import type { LockHolder } from "./locks.ts";
import type { Org } from "./org.ts";
import { rollBack } from "./store.ts";
import type { Undo } from "./store.ts";

/** A Salesforce fault while it applies to one request. */
export interface RowFault {
  readonly kind: "lock" | "partial" | "dup-rule" | "delay-visibility" | "field-refused" | "bulk-failed" | "bulk-stuck";
  /** Remaining records of the request to fail. */
  rows: number;
  /** Records to pass over before that. */
  spared?: number;
  readonly milliseconds: number | undefined;
  /** The code that records are refused with; default: a lock. */
  readonly code?: string | undefined;
  /** Only records with a value in this field fail, or with this value. */
  readonly field?: { readonly name: string; readonly value?: unknown } | undefined;
  /** Called when it has been applied. */
  readonly onStrike: () => void;
}

/** One request's writes: permissions, locks and undo journal. */
export interface Transaction {
  readonly version: number;
  /** The client overrides duplicate alerts. */
  readonly savesDuplicates: boolean;
  /** The active assignment rule applies to changes, too. */
  readonly assigns: boolean;
  /** Milliseconds: one record that has been changed in a later second is left alone. */
  readonly unmodifiedSince?: number | undefined;
  readonly undo: Undo;
  readonly holder: LockHolder;
  readonly fault: RowFault | undefined;
}

/** The context of a request's writes. */
export interface Writing {
  readonly org: Org;
  readonly transaction: Transaction;
}

/** A record's write in two steps, between which others may write. */
export interface Write {
  /** The records to lock. */
  readonly lockIds: () => readonly string[];
  /** Applies it, or throws a Refusal without effect. */
  readonly apply: () => WriteResult;
}

export interface WriteResult {
  readonly id: string;
  readonly created: boolean;
}

/**
 * Performs the writes, each on its own or all or none: waits for all locks, then for the transaction's duration, then
 * applies everything at once.
 */
export async function commit(
  writing: Writing,
  writes: readonly Write[],
  allOrNone = false,
): Promise<(WriteResult | Refusal)[]> {
  const refusals = await lockRows(writing, writes);
  const { undo } = writing.transaction;
  const start = undo.length;
  const results = writes.map((write, index) => refusals.get(index) ?? applyWrite(write, undo));
  if (!allOrNone || !results.some((result) => result instanceof Refusal)) return results;
  rollBack(undo, start);
  return results.map((result) => (result instanceof Refusal ? result : rolledBack()));
}

/** Performs one write, or throws its Refusal. */
export async function commitOne(writing: Writing, write: Write): Promise<WriteResult> {
  const [result] = await commit(writing, [write]);
  if (result === undefined || result instanceof Refusal) throw result ?? new Error("A commit lost its result.");
  return result;
}

async function lockRows(
  { org, transaction: { holder, fault } }: Writing,
  writes: readonly Write[],
): Promise<Map<number, Refusal>> {
  const { lockHoldMs, lockWaitMs, transactionMs } = org.settings;
  const refusals = new Map<number, Refusal>();
  for (const [index, write] of writes.entries()) {
    const ids = write.lockIds();
    const others = await holder.take(ids, lockWaitMs);
    if (others.length > 0) refusals.set(index, rowLocked(others));
    else if (fault !== undefined && fault.rows > 0) strike(fault, ids, (refusal) => refusals.set(index, refusal));
  }
  const written = writes.length - refusals.size;
  const pauseMs = written === 0 ? 0 : transactionMs + lockHoldMs * written;
  if (pauseMs > 0) await pause(org, pauseMs);
  return refusals;
}

function strike(fault: RowFault, ids: readonly string[], refuse: (refusal: Refusal) => void): void {
  if (fault.kind !== "lock" && fault.kind !== "partial") return;
  if ((fault.spared ?? 0) > 0) {
    fault.spared = (fault.spared ?? 0) - 1;
    return;
  }
  fault.rows -= 1;
  fault.onStrike();
  if (fault.code !== undefined) return refuse(new Refusal(fault.code, "refused for this case", { fields: [] }));
  return refuse(fault.kind === "lock" ? rowLocked(ids) : triggerFailed(ids));
}

function pause(org: Org, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    org.clock.after(milliseconds, resolve);
  });
}

function applyWrite(write: Write, undo: Undo): WriteResult | Refusal {
  const savepoint = undo.length;
  try {
    return write.apply();
  } catch (error) {
    rollBack(undo, savepoint);
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function rolledBack(): Refusal {
  const message = "Record rolled back because not all records were valid and the request was using AllOrNone header";
  return new Refusal("ALL_OR_NONE_OPERATION_ROLLED_BACK", message, { fields: [] });
}
