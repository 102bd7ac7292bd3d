import { DeliveryError, SpecificationError } from "../functions/runtime/define/errors.ts";
import { CommandError, UsageError } from "../local/core/problems.ts";
import { HelpWanted } from "./arguments.ts";
import type { Output } from "./terminal.ts";

/**
 * Carries out a command: prints its usage if help is wanted, and the errors that are meant for people.
 * @param act returns the exit code, unless it is 0
 * @param failed the exit code of an error that is not the arguments'
 * @returns the exit code: 2 for a UsageError
 * @throws any other error
 */
export async function runCommand(
  { print, complain }: Output,
  usage: string,
  act: () => Promise<number | void>,
  failed = 1,
): Promise<number> {
  try {
    return (await act()) ?? 0;
  } catch (error) {
    if (error instanceof HelpWanted) {
      print(usage);
      return 0;
    }
    if (!isForPeople(error)) throw error;
    complain(error.message);
    return error instanceof UsageError ? 2 : failed;
  }
}

function isForPeople(error: unknown): error is Error {
  return [UsageError, CommandError, DeliveryError, SpecificationError].some((kind) => error instanceof kind);
}
