import { type Clock, orAbort } from "../../../runtime/clock.ts";
import { UnavailableError } from "../../../runtime/define/errors.ts";

/**
 * The promise's outcome, if it comes by the event's deadline.
 * @throws UnavailableError with the sentence `late` otherwise.
 */
export async function orDeadline<Value>(
  promise: Promise<Value>,
  signal: AbortSignal | undefined,
  late: string,
): Promise<Value> {
  if (signal === undefined) return promise;
  try {
    return await orAbort(promise, signal);
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    throw new UnavailableError(late, { code: "DEADLINE", system: "salesforce" }, { cause: error });
  }
}

/** Waits for this many milliseconds; at the event's deadline it throws as orDeadline() does. */
export async function pause(
  clock: Clock,
  milliseconds: number,
  signal: AbortSignal | undefined,
  late: string,
): Promise<void> {
  let cancel = () => {};
  const over = new Promise<void>((resolve) => {
    cancel = clock.after(milliseconds, resolve);
  });
  await orDeadline(over, signal, late).finally(() => cancel());
}
