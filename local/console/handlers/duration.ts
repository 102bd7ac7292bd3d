import { durationMs } from "../../core/duration.ts";
import { UsageError } from "../../core/problems.ts";

/** Subscriptions retain messages for 31 days: a longer pause would lose some. */
const LONGEST_DAYS = 30;

/**
 * Parses a pause's duration.
 * @throws UsageError
 */
export function readPauseMs(text: string, name: string): number {
  const ms = durationMs(text) ?? 0;
  if (ms === 0) throw new UsageError(`${name} is "${text}", which is no duration: 30m, 2h or 3d are.`);
  if (ms > LONGEST_DAYS * 86_400_000)
    throw new UsageError(
      `${name} is "${text}": ${LONGEST_DAYS}d is the longest, since messages are kept for 31 days and then lost.`,
    );
  return ms;
}
