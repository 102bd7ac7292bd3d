import type { Member } from "./org.ts";

export interface Verdict {
  /** Leads that are not members, or have another status. */
  readonly lost: number;
  /** Second members of a Lead, and members of other Leads. */
  readonly doubled: number;
}

/** Checks that each Lead is a member exactly once, with status `Sent`, and nobody else is. */
export function verdictOf(leadIds: Iterable<string>, members: readonly Member[]): Verdict {
  const open = new Set<unknown>(leadIds);
  let doubled = 0;
  for (const { LeadId, Status } of members) if (Status === "Sent" && !open.delete(LeadId)) doubled += 1;
  return { lost: open.size, doubled };
}

/** The means of the first and the last third of the samples. A leak shows as a difference. */
export function thirdsOf(samples: readonly number[]): { readonly first: number; readonly last: number } {
  const third = Math.ceil(samples.length / 3);
  const mean = (some: readonly number[]) => some.reduce((sum, one) => sum + one, 0) / some.length;
  return { first: mean(samples.slice(0, third)), last: mean(samples.slice(-third)) };
}

/** The minimum in seconds that the lock permits: full transactions without gaps. */
export function leastSeconds(
  count: number,
  { transactionMs, lockHoldMs }: { readonly transactionMs: number; readonly lockHoldMs: number },
  mostRecords: number,
): number {
  return (Math.ceil(count / mostRecords) * transactionMs + count * lockHoldMs) / 1000;
}
