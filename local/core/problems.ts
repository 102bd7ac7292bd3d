/** Thrown if a command was called wrongly. The message says what to do; exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Thrown if Pub/Sub or the checkout prevents a command from running. The message says what to do; exit code 1. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/** What npm start does not have yet, because it was added since. Nothing can be held there. */
export class NotRunYetError extends CommandError {}

/** Reports a failure that did not end the command. */
export type Tell = (sentence: string) => void;
