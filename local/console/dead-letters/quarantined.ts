import type { Event } from "../../../functions/runtime/define/handler.ts";
import { RefusedPayloadError } from "../../../functions/runtime/define/errors.ts";
import type { Message } from "../../../functions/runtime/pubsub/message.ts";
import { decodeRejected } from "../../../functions/runtime/receive/quarantine.ts";
import { readBody } from "../../../functions/runtime/receive/body.ts";
import { type Item, readItem, readItems } from "../../../functions/runtime/receive/items.ts";
import type { Checkout } from "../checkout.ts";

type Mapped = { readonly events: readonly Event[] } | { readonly ignored: string } | { readonly refused: string };

/**
 * Maps a quarantined webhook with the current checkout. Its signature is not checked again: it was genuine, and its
 * timestamp has expired.
 */
export async function mapRejected(message: Message, checkout: Checkout): Promise<Mapped> {
  const { source, webhook, isItem } = decodeRejected(message);
  const unit = await checkout.source(source);
  if (unit === undefined)
    return { refused: source === "" ? "the message names no source" : `there is no source ${source} in this checkout` };
  try {
    const items = isItem ? [readItem(unit, webhook)] : readItems(unit, readBody(unit, webhook), webhook);
    return mappedItems(items, source);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return {
      refused:
        error instanceof RefusedPayloadError ? `still refused: ${error.message}${causeOf(error)}` : error.message,
    };
  }
}

/** All items of a list or none: a webhook quarantined whole leaves quarantine whole. */
function mappedItems(items: readonly Item[], source: string): Mapped {
  const refused = items.find((item) => "error" in item);
  if (refused !== undefined) throw refused.error;
  const mapped = items.flatMap((item) => ("events" in item ? [item] : []));
  const events = mapped.flatMap((item) => item.events);
  const kinds = [...new Set(mapped.map(({ kind }) => kind))].join(", ");
  return events.length === 0 ? { ignored: `${kinds} is nothing to the source ${source}` } : { events };
}

/** Includes the cause, which whoever fixes the mapping needs. */
function causeOf({ reason, cause }: RefusedPayloadError): string {
  return reason.code === "MAPPING" && cause instanceof Error ? ` (${cause.message})` : "";
}
