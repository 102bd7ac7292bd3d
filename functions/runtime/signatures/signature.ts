import { createHmac, timingSafeEqual } from "node:crypto";
import { SettingError } from "../define/errors.ts";

/** A webhook's raw request: nothing has parsed the body. Header names are in lower case. */
export interface SignedRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/**
 * `stale`: signed with one of our secrets, but outside the time window. To the sender it is the same as `forged`; in the
 * logs it is not, since it can mean a sender that repeats an old timestamp on its retries.
 */
export type SignatureVerdict = "genuine" | "stale" | "forged";

/** How a sender signs. */
export interface SignatureScheme {
  readonly name: string;
  /** The headers it puts a signature in: never logged, quarantined or published. */
  readonly headers: readonly string[];
  /** The key in a secret as the sender shows it. Throws SettingError when it can't be one. */
  readonly key: (secret: string) => Buffer;
  /** Whether any of the keys has signed this request within the window around `now` (milliseconds). Constant time. */
  readonly verify: (request: SignedRequest, keys: readonly Buffer[], now: number) => SignatureVerdict;
  /** The headers that a sender would send with this body: what `npm run send` posts. */
  readonly sign: (delivery: { id: string; body: Buffer }, key: Buffer, now: number) => Record<string, string>;
}

/** How the HMAC senders differ. */
export interface HmacOptions {
  readonly name: string;
  readonly digest: "sha256" | "sha1";
  readonly encoding: "hex" | "base64";
  /** The header that holds the signature, in lower case. */
  readonly signature: string;
  /** Stands before the digest: `v1,`, `sha256=`. */
  readonly prefix?: string;
  /** The header that holds the time of the attempt, in seconds since the epoch. */
  readonly timestamp: string;
  /** The header that holds the delivery's id, where it is signed too. */
  readonly id?: string;
  /** What is signed before the raw body. */
  readonly signed: (timestamp: string, id: string) => string;
  readonly key?: (secret: string) => Buffer;
  /** Default 300, both ways. */
  readonly toleranceSeconds?: number;
}

/** HMAC over the raw bytes, with a timestamp: customer.io, Slack, Zoom, Svix, Standard Webhooks. */
export function hmac(options: HmacOptions): SignatureScheme {
  const { signature, timestamp, id, prefix = "", toleranceSeconds = 300 } = options;
  const digest = (at: string, deliveryId: string, body: Buffer, key: Buffer) =>
    prefix +
    createHmac(options.digest, key).update(options.signed(at, deliveryId)).update(body).digest(options.encoding);

  function verify(request: SignedRequest, keys: readonly Buffer[], now: number): SignatureVerdict {
    const at = request.headers[timestamp] ?? "";
    const deliveryId = id === undefined ? "" : (request.headers[id] ?? "");
    if (!/^\d{1,12}$/.test(at) || (id !== undefined && !/^[^.\s]+$/.test(deliveryId))) return "forged";
    const given = (request.headers[signature] ?? "").split(" ");
    const isGenuine = keys.map((key) => isAmong(digest(at, deliveryId, request.body, key), given)).includes(true);
    if (!isGenuine) return "forged";
    return Math.abs(now / 1000 - Number(at)) <= toleranceSeconds ? "genuine" : "stale";
  }

  return {
    name: options.name,
    headers: [signature, timestamp],
    key: options.key ?? ((secret) => Buffer.from(secret)),
    verify,
    sign(delivery, key, now) {
      const at = String(Math.floor(now / 1000));
      const signed = digest(at, delivery.id, delivery.body, key);
      return { [signature]: signed, [timestamp]: at, ...(id === undefined ? {} : { [id]: delivery.id }) };
    },
  };
}

/**
 * Standard Webhooks 1.0, symmetric: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 * The signature header holds several signatures, separated by spaces, while the sender rotates its secret.
 */
export function standardWebhooks(): SignatureScheme {
  return hmac({
    name: "Standard Webhooks",
    digest: "sha256",
    encoding: "base64",
    signature: "webhook-signature",
    prefix: "v1,",
    timestamp: "webhook-timestamp",
    id: "webhook-id",
    signed: (timestamp, id) => `${id}.${timestamp}.`,
    key: standardWebhooksKey,
  });
}

function standardWebhooksKey(secret: string): Buffer {
  const encoded = secret.replace(/^whsec_/, "");
  const key = Buffer.from(encoded, "base64");
  if (key.length < 24 || !/^[A-Za-z0-9+/]+=*$/.test(encoded)) {
    throw new SettingError("is not a Standard Webhooks secret: whsec_ and at least 24 bytes in base64 are expected");
  }
  return key;
}

/** Compares the texts, as the senders' own libraries do, so that no second spelling of a signature passes. */
function isAmong(expected: string, given: readonly string[]): boolean {
  const wanted = Buffer.from(expected);
  return (
    given
      .map((text) => Buffer.from(text))
      .filter((text) => text.length === wanted.length && timingSafeEqual(text, wanted)).length > 0
  );
}
