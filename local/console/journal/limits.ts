/** The journal's limits. The oldest entries are dropped first, and answers say so. */
export const LIMITS = {
  /** One line of the list each. */
  rows: 50_000,
  /** Webhooks with headers, attempts, calls and logs. */
  lives: 2000,
  /** All bodies of webhooks, calls and answers together. */
  bodyBytes: 64 * 1024 * 1024,
  /** Each of them. */
  bytesOfOne: 64 * 1024,
  changes: 20_000,
  /** Per life: log lines and attempts; per attempt: calls. */
  each: 300,
  /** Messages kept for reconnecting pages. */
  told: 5000,
};

export type Limits = typeof LIMITS;
