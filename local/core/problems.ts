/** Thrown when a command can't run as it was given: its message says what to do, and the exit code is 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Thrown when Pub/Sub or the checkout stands in a command's way: its message says what to do, and the exit code is 1. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/** Takes a sentence about something that did not work and did not end the command. */
export type Tell = (sentence: string) => void;
