import { isArgumentError } from "../bundler/arguments.ts";
import { UsageError } from "../local/core/problems.ts";

/** Calls parseArgs. @throws UsageError in the place of what that throws at an option or a word that is not declared. */
export function readArguments<Parsed>(parse: () => Parsed): Parsed {
  try {
    return parse();
  } catch (error) {
    if (!isArgumentError(error)) throw error;
    throw new UsageError(`${error.message} --help lists the options.`, { cause: error });
  }
}
