import { CommandError, UsageError } from "../local/core/problems.ts";

/**
 * Prints a command's error.
 * @returns its exit code: 1 for a CommandError, 2 for a UsageError
 * @throws any other error
 */
export function exitCodeOf(error: unknown, complain: (sentence: string) => void): 1 | 2 {
  if (!(error instanceof UsageError || error instanceof CommandError)) throw error;
  complain(error.message);
  return error instanceof UsageError ? 2 : 1;
}
