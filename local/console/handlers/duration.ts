import { UsageError } from "../../core/problems.ts";

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** A subscription keeps its messages for so long: what is paused for longer would lose some. */
const LONGEST_DAYS = 30;

/** Reads how long a pause is to last. @throws UsageError */
export function readPauseMs(text: string, name: string): number {
  const [, count = "", unit = ""] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS[unit] ?? 0);
  if (count === "" || ms === 0) throw new UsageError(`${name} is "${text}", which is no duration: 30m, 2h or 3d are.`);
  if (ms > LONGEST_DAYS * 86_400_000)
    throw new UsageError(
      `${name} is "${text}": ${LONGEST_DAYS}d is the longest, since messages are kept for 31 days and then lost.`,
    );
  return ms;
}
