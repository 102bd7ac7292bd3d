import { header, listed, pair, wholeHeader } from "./places.ts";
import { hmac, publicKey } from "./proofs.ts";
import { backFor, DAY, HOUR, scheme, type SignatureScheme } from "./scheme.ts";
import { hmacOfBody } from "./schemes.ts";

/** Schemes of senders that no source is here of, as their documentation has them: `npm run new -- source NAME` finds them by name. */

/** https://cal.com/docs/developing/guides/automation/webhooks */
export function calCom(): SignatureScheme {
  return hmacOfBody({ name: "Cal.com", header: "x-cal-signature-256" });
}

/** https://developer.close.com/api/resources/webhooks The key is shown in hex. Retried for 72 hours. */
export function close(): SignatureScheme {
  return scheme({
    name: "Close",
    proof: hmac("sha256", "hex"),
    signature: header("close-sig-hash"),
    timestamp: wholeHeader("close-sig-timestamp"),
    window: backFor(4 * DAY),
    signed: ({ timestamp, body }) => [timestamp, body],
    key: (secret) => (/^(?:[\da-f]{2}){8,}$/i.test(secret) ? Buffer.from(secret, "hex") : Buffer.from(secret)),
  });
}

/** https://ghost.org/docs/webhooks/ Since version 5.87, which signs the time too. */
export function ghost(): SignatureScheme {
  return scheme({
    name: "Ghost",
    proof: hmac("sha256", "hex"),
    signature: pair("x-ghost-signature", "sha256"),
    timestamp: pair("x-ghost-signature", "t"),
    unit: "ms",
    window: backFor(HOUR),
    signed: ({ timestamp, body }) => [body, timestamp],
  });
}

/** https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries X-GitHub-Delivery is not signed. */
export function gitHub(): SignatureScheme {
  return hmacOfBody({ name: "GitHub", header: "x-hub-signature-256", prefix: "sha256=" });
}

/** https://developer.gocardless.com/getting-started/staying-up-to-date-with-webhooks */
export function goCardless(): SignatureScheme {
  return hmacOfBody({ name: "GoCardless", header: "webhook-signature" });
}

/** https://developers.intercom.com/docs/webhooks/webhook-notifications The secret is the app's client secret. */
export function intercom(): SignatureScheme {
  return hmacOfBody({ name: "Intercom", header: "x-hub-signature", digest: "sha1", prefix: "sha1=" });
}

/** https://docs.lemonsqueezy.com/help/webhooks/signing-requests */
export function lemonSqueezy(): SignatureScheme {
  return hmacOfBody({ name: "Lemon Squeezy", header: "x-signature" });
}

/** https://linear.app/developers/webhooks */
export function linear(): SignatureScheme {
  return hmacOfBody({ name: "Linear", header: "linear-signature" });
}

/** https://developers.notion.com/reference/webhooks The secret is the verification_token that Notion posts first, unsigned. */
export function notion(): SignatureScheme {
  return hmacOfBody({ name: "Notion", header: "x-notion-signature", prefix: "sha256=" });
}

/** https://developer.paddle.com/webhooks/signature-verification Retried for three days, whether with a new timestamp is not documented. */
export function paddle(): SignatureScheme {
  return scheme({
    name: "Paddle",
    proof: hmac("sha256", "hex"),
    signature: pair("paddle-signature", "h1", ";"),
    timestamp: pair("paddle-signature", "ts", ";"),
    window: backFor(4 * DAY),
    signed: ({ timestamp, body }) => [`${timestamp}:`, body],
  });
}

/** https://developer.pagerduty.com/docs/verifying-webhook-signatures */
export function pagerDuty(): SignatureScheme {
  return hmacOfBody({ name: "PagerDuty", header: "x-pagerduty-signature", prefix: "v1=", separator: "," });
}

/** https://docs.recurly.com/recurly-subscriptions/docs/signature-verification JSON alone is signed; XML may have HTTP Basic. */
export function recurly(): SignatureScheme {
  return scheme({
    name: "Recurly",
    proof: hmac("sha256", "hex"),
    signature: listed("recurly-signature", "others"),
    timestamp: listed("recurly-signature", "first"),
    unit: "ms",
    window: backFor(2 * DAY),
    signed: ({ timestamp, body }) => [`${timestamp}.`, body],
  });
}

/**
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 * The secret is the public key that SendGrid shows. Retried for 24 hours, whether with a new timestamp is not documented.
 */
export function sendGrid(): SignatureScheme {
  return scheme({
    name: "SendGrid",
    proof: publicKey(),
    signature: header("x-twilio-email-event-webhook-signature"),
    timestamp: wholeHeader("x-twilio-email-event-webhook-timestamp"),
    window: backFor(25 * HOUR),
    signed: ({ timestamp, body }) => [timestamp, body],
  });
}

/** https://shopify.dev/docs/apps/build/webhooks/subscribe/https The secret is the app's client secret. */
export function shopify(): SignatureScheme {
  return hmacOfBody({ name: "Shopify", header: "x-shopify-hmac-sha256", encoding: "base64" });
}

/** https://tally.so/help/webhooks */
export function tally(): SignatureScheme {
  return hmacOfBody({ name: "Tally", header: "tally-signature", encoding: "base64" });
}

/** https://www.twilio.com/docs/usage/security Of forms; the secret is the account's auth token. */
export function twilio(): SignatureScheme {
  return scheme({
    name: "Twilio",
    proof: hmac("sha1", "base64"),
    signature: header("x-twilio-signature"),
    signsUrl: true,
    signed: ({ url, body }) => [url, ...fieldsOf(body).flat()],
  });
}

function fieldsOf(body: Buffer): (readonly [name: string, value: string])[] {
  return [...new URLSearchParams(body.toString())].toSorted(([one], [other]) =>
    one < other ? -1 : one > other ? 1 : 0,
  );
}

/** https://developers.webflow.com/data/docs/working-with-webhooks The secret is the app's client secret, or the webhook's own. */
export function webflow(): SignatureScheme {
  return scheme({
    name: "Webflow",
    proof: hmac("sha256", "hex"),
    signature: header("x-webflow-signature"),
    timestamp: wholeHeader("x-webflow-timestamp"),
    unit: "ms",
    window: backFor(2 * HOUR),
    signed: ({ timestamp, body }) => [`${timestamp}:`, body],
  });
}

/** https://woocommerce.github.io/woocommerce-rest-api-docs/#webhooks */
export function wooCommerce(): SignatureScheme {
  return hmacOfBody({ name: "WooCommerce", header: "x-wc-webhook-signature", encoding: "base64" });
}

/** https://developer.zendesk.com/documentation/webhooks/verifying/ The timestamp is as RFC 3339 has it. */
export function zendesk(): SignatureScheme {
  return scheme({
    name: "Zendesk",
    proof: hmac("sha256", "base64"),
    signature: header("x-zendesk-webhook-signature"),
    timestamp: wholeHeader("x-zendesk-webhook-signature-timestamp"),
    unit: "iso",
    window: backFor(2 * HOUR),
    signed: ({ timestamp, body }) => [timestamp, body],
  });
}
