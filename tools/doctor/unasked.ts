import { UsageError } from "../../local/core/problems.ts";

/** Thrown if a question got no answer. It is reported, and does not count as fine. */
export class Unasked extends Error {
  override readonly name = "Unasked";
}

/** Turns an error about what is missing into a line of the report. */
export function orUnasked<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new Unasked(error.message.replaceAll("\n", " "), { cause: error });
  }
}
