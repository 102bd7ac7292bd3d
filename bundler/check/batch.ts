import { type BatchHandler, batchPolicyOf } from "../../functions/runtime/define/batch-handler.ts";
import { isWithin } from "./resources.ts";

const CRON = /^\S+( \S+){4}$/;

/** The limits of a policy's numbers. A pull's answer holds 10 MB, and a function's call lasts at most 10 minutes. */
const LIMITS = [
  ["maxMessages", 1, 10_000],
  ["maxBytes", 1000, 10_000_000],
  ["budgetSeconds", 10, 500],
] as const;

/** What is wrong with a batch handler's policy, in sentences that name the field. */
export function batchFaults(handler: BatchHandler): string[] {
  const batch: unknown = handler.batch;
  if (typeof batch !== "object" || batch === null) return ["batch is no object: { } stands for the defaults."];
  const policy = batchPolicyOf(handler);
  const { schedule, timeZone } = policy;
  return [
    ...LIMITS.filter(([name, least, most]) => !isWithin(policy[name], least, most)).map(
      ([name, least, most]) =>
        `batch.${name} is ${JSON.stringify(policy[name])}; whole numbers from ${least} to ${most} are possible.`,
    ),
    ...(CRON.test(schedule)
      ? []
      : [`batch.schedule is ${JSON.stringify(schedule)}; five fields of cron are expected, as "* * * * *".`]),
    ...(isTimeZone(timeZone)
      ? []
      : [`batch.timeZone is ${JSON.stringify(timeZone)}; a name of the tz database is expected, as "Europe/Berlin".`]),
  ];
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
