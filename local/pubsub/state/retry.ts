/** A subscription's retry policy; both bounds 0 to 600 s. */
export interface RetryPolicy {
  readonly minimumBackoffMs: number;
  readonly maximumBackoffMs: number;
}

const SMALLEST_BACKOFF_MS = 100;

/**
 * How long a message waits after its so-many-th failure. Without a policy it is delivered again at once. With one the
 * wait begins at the minimum and doubles up to the maximum, exactly and without jitter, where the real service only
 * promises to be near; a minimum of 0 doubles from 100 ms.
 */
export function retryDelayMs(policy: RetryPolicy | undefined, failures: number): number {
  if (policy === undefined) return 0;
  const first = Math.max(policy.minimumBackoffMs, SMALLEST_BACKOFF_MS);
  return Math.min(policy.maximumBackoffMs, first * 2 ** (failures - 1));
}
