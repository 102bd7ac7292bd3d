import type { Source } from "../define/source.ts";
import type { RefusedPayloadError } from "../define/errors.ts";
import type { Message } from "../pubsub/message.ts";
import type { SignedRequest } from "../signatures/scheme.ts";
import type { Trace } from "../trace.ts";

const HEADER_PREFIX = "header-";
/** An attribute holds 1024 bytes; a header's characters are Latin-1, two bytes at most. */
const MOST_CHARACTERS = 512;

/**
 * A genuine request whose payload is refused, as it is kept on webhook.rejected: the raw body, the headers that the
 * source reads (never its signature's or a cookie), and why.
 */
export function encodeRejected(
  source: Source,
  request: Pick<SignedRequest, "headers" | "body">,
  error: RefusedPayloadError,
  { trace, now }: { readonly trace: Trace; readonly now: () => number },
): Message {
  const kept = ["content-type", ...(source.headers ?? [])].filter(
    (name) => name !== "cookie" && !source.signature.headers.includes(name),
  );
  const headers = kept.flatMap((name) => {
    const value = request.headers[name];
    return value === undefined ? [] : [[HEADER_PREFIX + name, value.slice(0, MOST_CHARACTERS)]];
  });
  return {
    data: request.body,
    attributes: {
      ...Object.fromEntries(headers),
      source: source.name,
      "rejected-reason": error.message.slice(0, 256),
      "rejected-code": error.reason.code,
      ...(error.reason.field === undefined ? {} : { "rejected-field": error.reason.field.slice(0, 256) }),
      "rejected-time": new Date(now()).toISOString(),
      traceparent: trace.traceparent,
    },
  };
}

/** The request in a message of webhook.rejected, ready to be turned into events again. */
export function decodeRejected({ data, attributes }: Message): {
  source: string;
  request: Pick<SignedRequest, "headers" | "body">;
} {
  const headers = Object.entries(attributes).filter(([name]) => name.startsWith(HEADER_PREFIX));
  return {
    source: attributes["source"] ?? "",
    request: {
      body: data,
      headers: Object.fromEntries(headers.map(([name, value]) => [name.slice(HEADER_PREFIX.length), value])),
    },
  };
}
