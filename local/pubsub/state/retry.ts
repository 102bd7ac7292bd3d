/** A subscription's retry policy; both bounds from 0 to 600 s. */
export interface RetryPolicy {
  readonly minimumBackoffMs: number;
  readonly maximumBackoffMs: number;
}

const SMALLEST_BACKOFF_MS = 100;

/**
 * The delay after a message's n-th failure: 0 without a policy. With one, it doubles from the minimum to the maximum,
 * exactly and without jitter, where the real service is only approximate; a minimum of 0 doubles from 100 ms.
 */
export function retryDelayMs(policy: RetryPolicy | undefined, failures: number): number {
  if (policy === undefined) return 0;
  const first = Math.max(policy.minimumBackoffMs, SMALLEST_BACKOFF_MS);
  return Math.min(policy.maximumBackoffMs, first * 2 ** (failures - 1));
}
