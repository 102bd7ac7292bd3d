import { createHmac, createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import type { SignatureScheme, SignedRequest } from "../../../functions/runtime/signatures/scheme.ts";
import * as schemes from "../../../functions/runtime/signatures/schemes.ts";
import * as unsourced from "../../../functions/runtime/signatures/senders.ts";

/** A scheme with a request as its sender's documentation says to make it, by node:crypto and never by the scheme's own sign. */
export interface Sender {
  readonly scheme: SignatureScheme;
  readonly secret: string;
  /** Well-formed, and not the sender's. */
  readonly other: string;
  /** What the scheme signs by, for the round trip. */
  readonly signingKey: Buffer;
  readonly request: SignedRequest;
  /** Seconds back and ahead; none where there is no timestamp. */
  readonly window?: readonly [number, number];
  readonly coversBody: boolean;
}

/** In milliseconds: when every request was signed. */
export const AT = 1_700_000_000_000;
const seconds = String(AT / 1000);
const SECRET = "c5f7f29333a762ec79304d83be04f71ac0e5cc8b7b33";
const OTHER = "00000000000000000000000000000000";
const WHSEC = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const OTHER_WHSEC = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;
const TEXT = '{"type":"form.submitted","name":"Zoë 🚲"}\r\n';
const DAY = 86_400;

/** An empty post with these parts. */
export const post = (changes: Partial<SignedRequest>): SignedRequest => ({
  method: "POST",
  url: "",
  headers: {},
  body: Buffer.alloc(0),
  ...changes,
});

type Given = Omit<Partial<SignedRequest>, "body"> & { readonly body?: string };
type Options = Partial<Pick<Sender, "secret" | "other" | "window" | "coversBody" | "signingKey">>;

function sender(scheme: SignatureScheme, { body = TEXT, ...given }: Given, options: Options = {}): Sender {
  const { secret = SECRET, other = OTHER } = options;
  const signingKey = scheme.hasKeyPair ? Buffer.alloc(0) : scheme.key(secret);
  return {
    scheme,
    secret,
    other,
    coversBody: true,
    signingKey,
    ...options,
    request: post({ url: "https://example.com/webhooks/x", ...given, body: Buffer.from(body) }),
  };
}

function mac(digest: string, encoding: "hex" | "base64", text: string, key: string | Buffer = SECRET): string {
  return createHmac(digest, key).update(text).digest(encoding);
}

const v0 = mac("sha256", "hex", `v0:${seconds}:${TEXT}`);
const tv1 = `t=${seconds},v1=${mac("sha256", "hex", `${seconds}.${TEXT}`)}`;
const whsec = Buffer.from(WHSEC.slice("whsec_".length), "base64");
const standard = `v1,${mac("sha256", "base64", `msg_1.${seconds}.${TEXT}`, whsec)}`;
const whsecs = { secret: WHSEC, other: OTHER_WHSEC, window: [300, 300] } as const;

const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const spki = (key: KeyObject) => key.export({ format: "der", type: "spki" }).toString("base64");
const keyPair = {
  secret: spki(publicKey),
  other: spki(generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey),
  signingKey: privateKey.export({ format: "der", type: "pkcs8" }),
};

const token = "0123456789abcdef0123456789abcdef0123456789abcdef01";
const mailgunBody = JSON.stringify({
  signature: { timestamp: seconds, token, signature: mac("sha256", "hex", seconds + token) },
  "event-data": { event: "unsubscribed" },
});

const hubSpotUrl = "https://example.com/webhooks/hubspot?to=a%40b%3Bc%20d&q=(1)";
const hubSpotSigned = `POSThttps://example.com/webhooks/hubspot?to=a@b;c%20d&q=(1)${TEXT}${AT}`;

export const senders: readonly Sender[] = [
  sender(
    schemes.standardWebhooks(),
    { headers: { "webhook-id": "msg_1", "webhook-timestamp": seconds, "webhook-signature": standard } },
    whsecs,
  ),
  sender(
    schemes.svix(),
    { headers: { "svix-id": "msg_1", "svix-timestamp": seconds, "svix-signature": standard } },
    whsecs,
  ),
  sender(
    schemes.customerIo(),
    { headers: { "x-cio-timestamp": seconds, "x-cio-signature": v0 } },
    { window: [8 * DAY, 300] },
  ),
  sender(unsourced.gitHub(), { headers: { "x-hub-signature-256": `sha256=${mac("sha256", "hex", TEXT)}` } }),
  sender(schemes.stripe(), { headers: { "stripe-signature": tv1 } }, { window: [300, 300] }),
  sender(
    schemes.slack(),
    { headers: { "x-slack-request-timestamp": seconds, "x-slack-signature": `v0=${v0}` } },
    { window: [300, 300] },
  ),
  sender(
    schemes.zoom(),
    { headers: { "x-zm-request-timestamp": seconds, "x-zm-signature": `v0=${v0}` } },
    { window: [7200, 300] },
  ),
  sender(schemes.calendly(), { headers: { "calendly-webhook-signature": tv1 } }, { window: [90_000, 300] }),
  sender(
    schemes.luma(),
    { headers: { "webhook-id": "msg_1", "webhook-timestamp": seconds, "webhook-signature": standard } },
    whsecs,
  ),
  sender(schemes.luma(), { headers: { "webhook-signature": tv1 } }, { window: [90_000, 300] }),
  sender(schemes.typeform(), { headers: { "typeform-signature": `sha256=${mac("sha256", "base64", TEXT)}` } }),
  sender(unsourced.intercom(), { headers: { "x-hub-signature": `sha1=${mac("sha1", "hex", TEXT)}` } }),
  sender(schemes.segment(), { headers: { "x-signature": mac("sha1", "hex", TEXT) } }),
  sender(
    unsourced.sendGrid(),
    {
      headers: {
        "x-twilio-email-event-webhook-timestamp": seconds,
        "x-twilio-email-event-webhook-signature": createSign("sha256")
          .update(seconds + TEXT)
          .sign(privateKey, "base64"),
      },
    },
    { ...keyPair, window: [90_000, 300] },
  ),
  sender(schemes.mailgun(), { body: mailgunBody }, { window: [32_400, 300], coversBody: false }),
  sender(
    schemes.hubSpot(),
    {
      url: hubSpotUrl,
      headers: {
        "x-hubspot-request-timestamp": String(AT),
        "x-hubspot-signature-v3": mac("sha256", "base64", hubSpotSigned),
      },
    },
    { window: [300, 300] },
  ),
  sender(
    schemes.salesforceOutboundMessage(),
    { url: `https://example.com/webhooks/salesforce?key=${SECRET}` },
    { coversBody: false },
  ),
  sender(
    schemes.staticHeader({ name: "Splash", header: "x-splash-secret" }),
    { headers: { "x-splash-secret": SECRET } },
    { coversBody: false },
  ),
  sender(
    schemes.urlParameter({ name: "Eventbrite", parameter: "token" }),
    { url: `?a=1&token=${SECRET}&b=2` },
    { coversBody: false },
  ),
  sender(
    schemes.basic(),
    { headers: { authorization: `Basic ${Buffer.from("user:päss:word-longer").toString("base64")}` } },
    { secret: "user:päss:word-longer", other: "user:another-password", coversBody: false },
  ),
  sender(schemes.hmacOfBody({ name: "Acme", header: "x-acme", digest: "sha512", prefix: "v=" }), {
    headers: { "x-acme": `v=${mac("sha512", "hex", TEXT)}` },
  }),
  sender(
    schemes.timestampedPairs({ name: "Pairs", header: "x-acme" }),
    { headers: { "x-acme": tv1 } },
    { window: [300, 300] },
  ),
  sender(unsourced.calCom(), { headers: { "x-cal-signature-256": mac("sha256", "hex", TEXT) } }),
  sender(
    unsourced.close(),
    {
      headers: {
        "close-sig-timestamp": seconds,
        "close-sig-hash": mac("sha256", "hex", seconds + TEXT, Buffer.from(SECRET, "hex")),
      },
    },
    { window: [4 * DAY, 300] },
  ),
  sender(
    unsourced.ghost(),
    { headers: { "x-ghost-signature": `sha256=${mac("sha256", "hex", `${TEXT}${AT}`)}, t=${AT}` } },
    { window: [3600, 300] },
  ),
  sender(unsourced.goCardless(), { headers: { "webhook-signature": mac("sha256", "hex", TEXT) } }),
  sender(unsourced.lemonSqueezy(), { headers: { "x-signature": mac("sha256", "hex", TEXT) } }),
  sender(unsourced.linear(), { headers: { "linear-signature": mac("sha256", "hex", TEXT) } }),
  sender(unsourced.notion(), { headers: { "x-notion-signature": `sha256=${mac("sha256", "hex", TEXT)}` } }),
  sender(
    unsourced.paddle(),
    { headers: { "paddle-signature": `ts=${seconds};h1=${mac("sha256", "hex", `${seconds}:${TEXT}`)}` } },
    { window: [4 * DAY, 300] },
  ),
  sender(unsourced.pagerDuty(), {
    headers: { "x-pagerduty-signature": `v1=${"0".repeat(64)},v1=${mac("sha256", "hex", TEXT)}` },
  }),
  sender(
    unsourced.recurly(),
    { headers: { "recurly-signature": `${AT},${"0".repeat(64)},${mac("sha256", "hex", `${AT}.${TEXT}`)}` } },
    { window: [2 * DAY, 300] },
  ),
  sender(unsourced.shopify(), { headers: { "x-shopify-hmac-sha256": mac("sha256", "base64", TEXT) } }),
  sender(unsourced.tally(), { headers: { "tally-signature": mac("sha256", "base64", TEXT) } }),
  sender(unsourced.twilio(), {
    body: "To=%2B15551234567&SmsStatus=delivered&MessageSid=SM1",
    headers: {
      "x-twilio-signature": mac(
        "sha1",
        "base64",
        "https://example.com/webhooks/xMessageSidSM1SmsStatusdeliveredTo+15551234567",
      ),
    },
  }),
  sender(
    unsourced.webflow(),
    {
      headers: {
        "x-webflow-timestamp": String(AT),
        "x-webflow-signature": mac("sha256", "hex", `${AT}:${TEXT}`),
      },
    },
    { window: [7200, 300] },
  ),
  sender(unsourced.wooCommerce(), { headers: { "x-wc-webhook-signature": mac("sha256", "base64", TEXT) } }),
  sender(
    unsourced.zendesk(),
    {
      headers: {
        "x-zendesk-webhook-signature-timestamp": new Date(AT).toISOString(),
        "x-zendesk-webhook-signature": mac("sha256", "base64", new Date(AT).toISOString() + TEXT),
      },
    },
    { window: [7200, 300] },
  ),
];
