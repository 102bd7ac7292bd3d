import { SettingError } from "../define/errors.ts";
import { eitherOf } from "./either.ts";
import { header, member, pair, parameter, wholeHeader } from "./places.ts";
import { basic as basicProof, hmac, sharedSecret } from "./proofs.ts";
import { backFor, DAY, HOUR, scheme, type SchemeSpecification, type SignatureScheme } from "./scheme.ts";

/**
 * Standard Webhooks 1.0, symmetric: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 * Retries are signed anew. Takes Svix's names of the headers too: a source reads the id from `webhook-id` or `svix-id`.
 */
export function standardWebhooks(): SignatureScheme {
  return webhooks("Standard Webhooks", (names) => names);
}

/** Svix: Standard Webhooks under older names. https://docs.svix.com/receiving/verifying-payloads/how-manual */
export function svix(): SignatureScheme {
  return webhooks("Svix", (names) => names.toReversed());
}

function webhooks(name: string, inOrder: (names: readonly string[]) => readonly string[]): SignatureScheme {
  return scheme({
    name,
    proof: hmac("sha256", "base64"),
    // Several, separated by spaces, while the sender rotates its secret.
    signature: header(inOrder(["webhook-signature", "svix-signature"]), { prefix: "v1,", separator: " " }),
    timestamp: wholeHeader(...inOrder(["webhook-timestamp", "svix-timestamp"])),
    id: wholeHeader(...inOrder(["webhook-id", "svix-id"])),
    signed: ({ id, timestamp, body }) => [`${id}.${timestamp}.`, body],
    key: webhooksKey,
  });
}

function webhooksKey(secret: string): Buffer {
  const encoded = secret.replace(/^(?:v1,)?whsec_/, "");
  const key = Buffer.from(encoded, "base64");
  if (key.length < 24 || !/^[A-Za-z0-9+/]+=*$/.test(encoded)) {
    throw new SettingError("is not a Standard Webhooks secret: whsec_ and at least 24 bytes in base64 are expected");
  }
  return key;
}

/**
 * customer.io's reporting webhooks: https://docs.customer.io/journeys/webhooks/ The secret looks like hex, and is used as
 * the text that it is. Retried for seven days; whether with a new timestamp is not documented (docs/decisions/0005).
 */
export function customerIo(): SignatureScheme {
  return versioned({
    name: "customer.io",
    signature: header("x-cio-signature"),
    timestamp: wholeHeader("x-cio-timestamp"),
    window: backFor(8 * DAY),
  });
}

/** https://docs.stripe.com/webhooks/signature The secret is used as it is, `whsec_` and all. Retries are signed anew. */
export function stripe(): SignatureScheme {
  return timestampedPairs({ name: "Stripe", header: "stripe-signature", key: stripeKey });
}

/**
 * https://developer.calendly.com/api-docs/4c305798a61d3-webhook-signatures Retried for 24 hours, whether with a new
 * timestamp is not documented, and then disabled.
 */
export function calendly(): SignatureScheme {
  return timestampedPairs({ name: "Calendly", header: "calendly-webhook-signature", window: backFor(25 * HOUR) });
}

function stripeKey(secret: string): Buffer {
  if (/^[spr]k_/.test(secret))
    throw new SettingError("is an API key of Stripe's: the endpoint's own signing secret, whsec_…, is expected");
  if (/^we_\w{14,}$/.test(secret))
    throw new SettingError("is the endpoint's id: its signing secret, whsec_…, is expected");
  return Buffer.from(secret);
}

export interface TimestampedPairs extends Pick<SchemeSpecification, "name" | "unit" | "window" | "key"> {
  /** In lower case. */
  readonly header: string;
}

/** As Stripe and many others sign: `t=1793611800,v1=HEX`, an HMAC of the time, a full stop and the body. */
export function timestampedPairs({ header: place, ...specification }: TimestampedPairs): SignatureScheme {
  return scheme({
    ...specification,
    proof: hmac("sha256", "hex"),
    signature: pair(place, "v1"),
    timestamp: pair(place, "t"),
    signed: ({ timestamp, body }) => [`${timestamp}.`, body],
  });
}

/**
 * Luma, whose documentation does not say how it signs: by pairs of `Webhook-Signature` with the secret as it is, `whsec_` and all, as
 * receivers have met it, or as Standard Webhooks do, as others expect. Either is taken: only who has the secret can make one. How
 * long it tries again, and whether with a new timestamp, is not documented either.
 */
export function luma(): SignatureScheme {
  return eitherOf(
    timestampedPairs({ name: "Luma", header: "webhook-signature", window: backFor(25 * HOUR) }),
    webhooks("Luma", (names) => names),
  );
}

/** https://docs.slack.dev/authentication/verifying-requests-from-slack The five minutes are Slack's own advice. */
export function slack(): SignatureScheme {
  return versioned({
    name: "Slack",
    signature: header("x-slack-signature", { prefix: "v0=" }),
    timestamp: wholeHeader("x-slack-request-timestamp"),
  });
}

/**
 * https://developers.zoom.us/docs/api/webhooks/ Retried for 85 minutes, whether with a new timestamp is not documented.
 * The handshake `endpoint.url_validation` asks for mac(plainToken).
 */
export function zoom(): SignatureScheme {
  return versioned({
    name: "Zoom",
    signature: header("x-zm-signature", { prefix: "v0=" }),
    timestamp: wholeHeader("x-zm-request-timestamp"),
    window: backFor(2 * HOUR),
  });
}

/** `v0` is the version of the signed text: so far the only one of these three. */
function versioned(specification: Omit<SchemeSpecification, "proof" | "signed">): SignatureScheme {
  return scheme({
    ...specification,
    proof: hmac("sha256", "hex"),
    signed: ({ timestamp, body }) => [`v0:${timestamp}:`, body],
  });
}

/** https://www.typeform.com/developers/webhooks/secure-your-webhooks/ */
export function typeform(): SignatureScheme {
  return hmacOfBody({ name: "Typeform", header: "typeform-signature", encoding: "base64", prefix: "sha256=" });
}

/**
 * https://segment.com/docs/connections/destinations/catalog/actions-webhook/ Only what has a `data` member is signed:
 * batches are not, so that batching must stay off.
 */
export function segment(): SignatureScheme {
  return hmacOfBody({ name: "Segment", header: "x-signature", digest: "sha1" });
}

const MAILGUN_TOKEN_LENGTH = 50;

/**
 * https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks Timestamp and token are signed,
 * but not the event: anyone who has seen one webhook can forge others until its window ends. The window is as long as
 * Mailgun's retries, eight hours. Timestamp and token are joined without a separator: the token's fixed length keeps
 * digits from moving between them.
 */
export function mailgun(): SignatureScheme {
  const token = member("signature", "token");
  return scheme({
    name: "Mailgun",
    proof: hmac("sha256", "hex"),
    signature: member("signature", "signature"),
    timestamp: member("signature", "timestamp"),
    id: { ...token, write: (id, request) => token.write(id.padEnd(MAILGUN_TOKEN_LENGTH, "0"), request) },
    window: backFor(9 * HOUR),
    signed: ({ timestamp, id }) => (id.length === MAILGUN_TOKEN_LENGTH ? [timestamp, id] : undefined),
  });
}

/** What HubSpot decodes in the URL before it signs. */
const HUBSPOT_DECODED = /%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;

/**
 * HubSpot's signature version 3, with the app's client secret; the five minutes are HubSpot's own advice.
 * https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation
 */
export function hubSpot(): SignatureScheme {
  return scheme({
    name: "HubSpot v3",
    proof: hmac("sha256", "base64"),
    signature: header("x-hubspot-signature-v3"),
    timestamp: wholeHeader("x-hubspot-request-timestamp"),
    unit: "ms",
    signsUrl: true,
    signed: ({ method, url, body, timestamp }) => [
      method,
      url.replaceAll(HUBSPOT_DECODED, decodeURIComponent),
      body,
      timestamp,
    ],
  });
}

/**
 * Salesforce's outbound messages are not signed and carry no header of ours: the secret is a parameter of their URL.
 * https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_om_outboundmessaging.htm
 */
export function salesforceOutboundMessage({ parameter: name = "key" } = {}): SignatureScheme {
  return urlParameter({ name: "Salesforce outbound message", parameter: name });
}

export interface HmacOfBody {
  readonly name: string;
  /** In lower case. */
  readonly header: string;
  readonly digest?: "sha256" | "sha1" | "sha512";
  readonly encoding?: "hex" | "base64";
  /** Precedes each signature: `sha256=`. */
  readonly prefix?: string;
  /** Separates several, while the sender rotates its secret. */
  readonly separator?: string;
}

/** What most senders do: an HMAC of the body, in a header. */
export function hmacOfBody({ name, header: place, digest, encoding, ...options }: HmacOfBody): SignatureScheme {
  const proof = hmac(digest ?? "sha256", encoding ?? "hex");
  return scheme({ name, proof, signature: header(place, options), signed: ({ body }) => [body] });
}

/** A secret in a header that is configured at the sender, who signs nothing: Splash, Marketo, Goldcast. */
export function staticHeader(options: { readonly name: string; readonly header: string }): SignatureScheme {
  return scheme({ name: options.name, proof: sharedSecret(), signature: header(options.header) });
}

/**
 * A secret in the URL, for senders that can do nothing else: Eventbrite. See parameter() for whose logs will contain
 * it.
 */
export function urlParameter(options: { readonly name: string; readonly parameter: string }): SignatureScheme {
  return scheme({ name: options.name, proof: sharedSecret(), signature: parameter(options.parameter) });
}

/** HTTP Basic: a secret is `user:password`, including the colon. */
export function basic({ name = "Basic" } = {}): SignatureScheme {
  return scheme({ name, proof: basicProof(), signature: header("authorization", { prefix: "Basic " }) });
}
