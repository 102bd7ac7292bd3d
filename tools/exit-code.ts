import { CommandError, UsageError } from "../local/core/problems.ts";

/**
 * Tells what stands in a command's way. @returns its exit code: 1 for a CommandError, 2 for a UsageError
 * @throws whatever else it is
 */
export function exitCodeOf(error: unknown, complain: (sentence: string) => void): 1 | 2 {
  if (!(error instanceof UsageError || error instanceof CommandError)) throw error;
  complain(error.message);
  return error instanceof UsageError ? 2 : 1;
}
