/** What the journal keeps at most; the oldest go first, and what is asked for says so. */
export const LIMITS = {
  /** One line of the list. */
  rows: 50_000,
  /** Webhooks with their headers, attempts, calls and logs. */
  lives: 2000,
  /** Bodies of webhooks, calls and answers together. */
  bodyBytes: 64 * 1024 * 1024,
  /** Of one of them. */
  bytesOfOne: 64 * 1024,
  changes: 20_000,
  /** Of one life: lines of log, attempts, calls of an attempt. */
  each: 300,
  /** What is told again to a page that comes back. */
  told: 5000,
};

export type Limits = typeof LIMITS;
