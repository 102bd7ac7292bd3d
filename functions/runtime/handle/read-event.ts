import type { AnyHandler } from "../define/batch-handler.ts";
import { PermanentError, RefusedPayloadError } from "../define/errors.ts";
import type { Event } from "../define/handler.ts";
import { parseJson } from "../reading/json.ts";
import { type Delivery, decodeEvent } from "../pubsub/message.ts";
import { checked, type Validate } from "../validate.ts";

/** @throws PermanentError if the message is not an event of this handler's type, which no later delivery can change. */
export function readEvent(
  { handler, validate }: { readonly handler: AnyHandler; readonly validate: Validate<Event["data"]> },
  { message }: Delivery,
): Event {
  const event = decodeEvent(message);
  if ("missing" in event)
    throw malformed(`the attribute ${event.missing} is missing`, "MISSING_ATTRIBUTE", event.missing);
  if (event.type !== handler.eventType)
    throw malformed(`it is a ${event.type}, not a ${handler.eventType}`, "WRONG_TYPE", "ce-type");
  try {
    return { ...event, data: checked(validate, parseJson(message.data), "/data") };
  } catch (error) {
    if (!(error instanceof RefusedPayloadError)) throw error;
    const { code, field = "/data" } = error.reason;
    throw malformed(error.message, code, field, error);
  }
}

function malformed(what: string, code: string, field?: string, cause?: unknown): PermanentError {
  const reason = { code, system: "schema", ...(field === undefined ? {} : { field }) };
  return new PermanentError(`the message is no event for this handler: ${what}`, reason, { cause });
}
