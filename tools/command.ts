import { DeliveryError, SpecificationError } from "../functions/runtime/define/errors.ts";
import { CommandError, UsageError } from "../local/core/problems.ts";
import type { Output } from "./terminal.ts";

/** How to use a command, and what it does. */
interface Told<Command> {
  readonly usage: string;
  /** Undefined if help is wanted. @throws UsageError */
  readonly read: () => Command | undefined | Promise<Command | undefined>;
  /** @returns the exit code, unless it is 0 */
  readonly carryOut: (command: Command) => void | Promise<number | void>;
  /** The exit code of an error that is not the arguments'. Default: 1. */
  readonly failed?: number;
}

/**
 * Carries out a command, or prints its usage; prints the errors that are meant for people.
 * @returns the exit code: 2 for a UsageError
 * @throws any other error
 */
export async function runCommand<Command>({ print, complain }: Output, told: Told<Command>): Promise<number> {
  try {
    const command = await told.read();
    if (command !== undefined) return (await told.carryOut(command)) ?? 0;
    print(told.usage);
    return 0;
  } catch (error) {
    if (!isForPeople(error)) throw error;
    complain(error.message);
    return error instanceof UsageError ? 2 : (told.failed ?? 1);
  }
}

function isForPeople(error: unknown): error is Error {
  return [UsageError, CommandError, DeliveryError, SpecificationError].some((kind) => error instanceof kind);
}
