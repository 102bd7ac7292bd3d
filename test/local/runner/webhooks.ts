import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../bundler/paths.ts";

/** A request as a sender puts it on the wire. */
export interface SignedWebhook {
  readonly headers: { readonly [name: string]: string };
  readonly body: Buffer;
}

interface Signing {
  readonly id?: string;
  readonly secret: string;
  readonly at?: Date;
}

let lastId = 0;

/** An id that no other webhook of this run has. */
export function freshId(): string {
  lastId += 1;
  return `msg_e2e_${process.pid}_${lastId}`;
}

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
export function signForApp(body: Buffer, { id = freshId(), secret, at = new Date() }: Signing): SignedWebhook {
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const signature = createHmac("sha256", key)
    .update(`${id}.${seconds(at)}.`)
    .update(body)
    .digest("base64");
  return {
    body,
    headers: {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": seconds(at),
      "webhook-signature": `v1,${signature}`,
    },
  };
}

/** https://docs.customer.io/journeys/webhooks/#securely-verify-requests */
export function signForCustomerio(body: Buffer, { secret, at = new Date() }: Signing): SignedWebhook {
  const signature = createHmac("sha256", secret)
    .update(`v0:${seconds(at)}:`)
    .update(body)
    .digest("hex");
  return {
    body,
    headers: { "content-type": "application/json", "x-cio-timestamp": seconds(at), "x-cio-signature": signature },
  };
}

function seconds(at: Date): string {
  return String(Math.floor(at.getTime() / 1000));
}

/** The sample form fill, just sent, by whom one likes. */
export function formFill(data: { readonly [field: string]: unknown } = {}, envelope: object = {}): Buffer {
  const sample = readSample("app", "form.submitted");
  return json({
    ...sample,
    timestamp: new Date().toISOString(),
    data: { ...(sample["data"] as object), ...data },
    ...envelope,
  });
}

/** customer.io's sample of that kind, just sent, about whom one likes. */
export function report(kind: string, email: string, eventId = freshId()): Buffer {
  const text = JSON.stringify({
    ...readSample("customerio", kind),
    event_id: eventId,
    timestamp: Math.floor(Date.now() / 1000),
  });
  return Buffer.from(text.replaceAll("ada@example.com", () => email));
}

export function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function readSample(source: string, kind: string): { [field: string]: unknown } {
  return JSON.parse(readFileSync(join(root, "samples/webhooks", source, `${kind}.json`), "utf8"));
}
