import type { Source } from "../define/source.ts";
import type { RefusedPayloadError } from "../define/errors.ts";
import type { Message } from "../pubsub/message.ts";
import type { Trace } from "../trace.ts";
import { CLOUD_EVENT_HEADERS } from "./envelopes.ts";
import type { QuarantinedItem } from "./items.ts";
import type { Webhook } from "./unit.ts";

const HEADER_PREFIX = "header-";
const ITEM = "item";
const SIGNED_TIME = "signed-time";
/** An attribute holds 1024 bytes; header characters are Latin-1, two bytes at most. */
const MOST_CHARACTERS = 512;

/**
 * A genuine request whose payload is refused, as a message for webhook.rejected: the raw body, or the refused item of
 * its list, the headers that the source reads (never its signature's or a cookie), and the reason.
 */
export function encodeRejected(
  source: Source,
  { headers, body, signedAt }: Webhook,
  { error, item }: { readonly error: RefusedPayloadError; readonly item?: QuarantinedItem },
  { trace, now }: { readonly trace: Trace; readonly now: () => number },
): Message {
  const kept = ["content-type", "content-encoding", ...CLOUD_EVENT_HEADERS, ...(source.headers ?? [])].filter(
    (name) => name !== "cookie" && !source.signature.headers.includes(name),
  );
  const keptHeaders = kept.flatMap((name) => {
    const value = headers[name];
    return value === undefined ? [] : [[HEADER_PREFIX + name, value.slice(0, MOST_CHARACTERS)]];
  });
  return {
    data: item?.body ?? body,
    attributes: {
      ...Object.fromEntries(keptHeaders),
      source: source.name,
      ...(item === undefined ? {} : { [ITEM]: String(item.index) }),
      "rejected-reason": error.message.slice(0, 256),
      "rejected-code": error.reason.code,
      ...(error.reason.field === undefined ? {} : { "rejected-field": error.reason.field.slice(0, 256) }),
      ...(error.reason.isMissing === true && { "rejected-missing": "true" }),
      ...(signedAt === undefined ? {} : { [SIGNED_TIME]: new Date(signedAt).toISOString() }),
      "rejected-time": new Date(now()).toISOString(),
      traceparent: trace.traceparent,
    },
  };
}

/** The webhook in a message of webhook.rejected, ready to be mapped again; `isItem` for one item of its list. */
export function decodeRejected({ data, attributes }: Message): { source: string; webhook: Webhook; isItem: boolean } {
  const headers = Object.entries(attributes).filter(([name]) => name.startsWith(HEADER_PREFIX));
  // Messages from before signature times were kept: signed before they were rejected.
  const signedAt = Date.parse(attributes[SIGNED_TIME] ?? attributes["rejected-time"] ?? "");
  return {
    source: attributes["source"] ?? "",
    isItem: attributes[ITEM] !== undefined,
    webhook: {
      ...(Number.isFinite(signedAt) && { signedAt }),
      body: data,
      headers: Object.fromEntries(headers.map(([name, value]) => [name.slice(HEADER_PREFIX.length), value])),
    },
  };
}
