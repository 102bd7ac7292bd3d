import { UsageError } from "../../local/core/problems.ts";

/** Thrown where a question got no answer: that is said, and is not taken for a yes. */
export class Unasked extends Error {
  override readonly name = "Unasked";
}

/** What is missing is said on one line. */
export function orUnasked<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new Unasked(error.message.replaceAll("\n", " "), { cause: error });
  }
}
